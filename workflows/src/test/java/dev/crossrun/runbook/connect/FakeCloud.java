package dev.crossrun.runbook.connect;

import dev.crossrun.activity.CloudTrailActivities;
import dev.crossrun.activity.CloudTrailActivities.ApplicationChanges;
import dev.crossrun.activity.CloudTrailActivities.SignIns;
import dev.crossrun.activity.CloudTrailActivities.TrailEvent;
import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.ConnectActivities.InstanceKey;
import dev.crossrun.activity.ConnectActivities.UserQuery;
import dev.crossrun.activity.ConnectActivities.Users;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.GroupMembers;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IamActivities.Ownership;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.Application;
import dev.crossrun.activity.IdentityCenterActivities.ApplicationAssignments;
import dev.crossrun.activity.IdentityCenterActivities.Assignment;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.IdentityCenterActivities.PrincipalQuery;
import dev.crossrun.activity.IdentityCenterActivities.Principals;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.NotificationActivities;
import dev.crossrun.activity.OrganizationsActivities;
import dev.crossrun.activity.Place;
import dev.crossrun.activity.SamlActivities;
import dev.crossrun.activity.SamlActivities.ApplicationMetadata;
import dev.crossrun.activity.SamlActivities.Certificate;
import dev.crossrun.activity.SamlActivities.DocumentKind;
import dev.crossrun.activity.SamlActivities.Reading;
import dev.crossrun.activity.StsActivities;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.domain.Region;
import dev.crossrun.domain.Sha256;
import dev.crossrun.engine.PartialFake;
import dev.crossrun.run.actor.Role;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Presence;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.run.task.Reason;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** Both accounts in memory, as the activities see them. Thread-safe. */
final class FakeCloud {
    volatile boolean applicationDisabled;

    static final String APPLICATION = "arn:aws:sso::111111111111:application/ssoins-1/apl-1";

    final Map<String, Found> things = new ConcurrentHashMap<>();
    final List<String> puts = new CopyOnWriteArrayList<>();
    final Map<String, FailureType> failures = new ConcurrentHashMap<>();
    final Map<String, ApplicationFailure> refusals = new ConcurrentHashMap<>();
    final List<TrailEvent> trail = new CopyOnWriteArrayList<>();
    final List<String> assignments = new CopyOnWriteArrayList<>();
    volatile boolean mappingsSeen = true;

    Object[] activities() {
        return new Object[] {
            new Sts(),
            new Organizations(),
            PartialFake.of(IdentityCenterActivities.class, new IdentityCenter()),
            PartialFake.of(ConnectActivities.class, new Connect()),
            new Iam(),
            PartialFake.of(CloudTrailActivities.class, new CloudTrail()),
            PartialFake.of(SamlActivities.class, new Saml()),
            (NotificationActivities) batch -> NotificationActivities.Delivery.nobodyListens()
        };
    }

    void signIn(String user) {
        beginSession(user);
        trail.add(event("connect-1", "GetFederationToken", user, Optional.empty()));
    }

    /** As long as CloudTrail shows no more of a sign-in. */
    void beginSession(String user) {
        trail.add(event("sts-1", "AssumeRoleWithSAML", user, Optional.empty()));
    }

    void refuseSignIn(String user, String message) {
        trail.add(event("connect-0", "GetFederationToken", user, Optional.of(message)));
    }

    private static TrailEvent event(String id, String name, String user, Optional<String> message) {
        return new TrailEvent(
                id,
                name,
                "connect.amazonaws.com",
                new Region("eu-central-1"),
                Instant.now(),
                Optional.of(user),
                Optional.empty(),
                Optional.empty(),
                message.map(text -> "AccessDenied"),
                message);
    }

    private void maybeFail(String operation) {
        ApplicationFailure said = refusals.get(operation);
        if (said != null) {
            throw said;
        }
        FailureType failure = failures.get(operation);
        if (failure != null) {
            throw failure.failure(operation + " was refused");
        }
    }

    /** Whoever is asked is who was meant. */
    static final class Sts implements StsActivities {
        @Override
        public List<Identified> callerIdentities(List<Place> places) {
            return places.stream()
                    .map(place -> new CallerIdentity(
                            place.account().value(), "arn:aws:sts::" + place.account() + ":assumed-role/x/y"))
                    .map(caller -> new Identified(Optional.of(caller), Optional.empty()))
                    .toList();
        }
    }

    /** Every account is active. */
    static final class Organizations implements OrganizationsActivities {
        @Override
        public OrganizationAccount describeAccount(AccountQuery query) {
            return new OrganizationAccount(query.member(), "internal-services", "ACTIVE");
        }
    }

    /** Has every user and group that is asked for, and one application. */
    final class IdentityCenter {
        public IdentityCenterActivities.Instance describeInstance(Place place) {
            maybeFail("describeInstance");
            return new IdentityCenterActivities.Instance(
                    place, "arn:aws:sso:::instance/ssoins-1", "d-1234567890", "111111111111", "ACTIVE");
        }

        public Principals findPrincipals(PrincipalQuery query) {
            return new Principals(
                    query.usernames().stream()
                            .map(name -> new IdentityCenterActivities.User(
                                    "u-" + name, name.value(), Optional.of(name.value()), true))
                            .toList(),
                    query.groups().stream()
                            .map(name -> new Principal("GROUP", "g-" + name, name))
                            .toList(),
                    query.groups().stream()
                            .map(name -> new GroupMembers(
                                    "g-" + name,
                                    IntStream.range(0, query.usernames().size())
                                            .boxed()
                                            .toList(),
                                    false))
                            .toList());
        }

        public List<Application> listApplications(IdentityCenterActivities.Instance instance) {
            return List.of(new Application(
                    APPLICATION, "Amazon Connect", "arn:aws:sso::aws:applicationProvider/x", !applicationDisabled));
        }

        public List<String> applicationAssignments(ApplicationAssignments query) {
            return List.copyOf(assignments);
        }

        public List<ItemResult> assign(List<Assignment> wanted) {
            return wanted.stream().map(this::assign).toList();
        }

        private ItemResult assign(Assignment assignment) {
            try {
                maybeFail("assign");
            } catch (ApplicationFailure failure) {
                if (failure.isNonRetryable()) {
                    return ItemResult.failed(FailureType.view(failure));
                }
                throw failure;
            }
            assignments.add(assignment.principal().id());
            return ItemResult.done();
        }

        public List<Found> findAssignments(List<Assignment> wanted) {
            return wanted.stream().map(each -> Found.absent()).toList();
        }

        public List<Removal> unassign(List<Assignment> removable, UndoPass pass) {
            return removable.stream()
                    .map(each -> each.principal().id())
                    .map(id -> pass.preview() ? assignments.contains(id) : assignments.remove(id))
                    .map(there -> there ? Removal.removed() : Removal.gone())
                    .toList();
        }
    }

    /** One SAML instance with every user that is asked for. */
    static final class Connect {
        public ConnectActivities.Instance describeInstance(InstanceKey key) {
            return new ConnectActivities.Instance(
                    key.id(), "arn:aws:connect:::instance/" + key.id(), Optional.of("acme"), "SAML", "ACTIVE");
        }

        public Users findUsers(UserQuery query) {
            return new Users(
                    query.usernames().stream()
                            .map(name ->
                                    new ConnectActivities.User(name.value(), "", "", "", List.of(), Optional.empty()))
                            .toList(),
                    List.of());
        }
    }

    /** Things by name; whatever is put is there with the mark it was put with. */
    final class Iam implements IamActivities {
        @Override
        public Found findProvider(Named query) {
            return found(query.name());
        }

        @Override
        public String putProvider(Provider provider) {
            maybeFail("putProvider");
            requireOurs(provider.name(), provider.ownership());
            return put("arn:aws:iam::222222222222:saml-provider/" + provider.name(), provider.name());
        }

        @Override
        public Found findPolicy(Named query) {
            return found("policy/" + query.name());
        }

        /** As IAM's adapter refuses what somebody else made. */
        private void requireOurs(String name, Ownership ownership) {
            Optional<String> mark = found(name).mark();
            if (found(name).presence() == Presence.FOREIGN && mark.isPresent() && !ownership.mayTake()) {
                String arn = found(name).before().get("arn");
                throw FailureType.CONFLICT.failure(
                        name + Ownership.NOT_OURS_SAYING + "belongs to " + mark.get(),
                        "See who uses `" + arn + "`, which is tagged `crossrun:run` = `" + mark.get() + "`.");
            }
        }

        @Override
        public String putPolicy(Policy policy) {
            maybeFail("putPolicy");
            return put("arn:aws:iam::222222222222:policy/" + policy.name(), "policy/" + policy.name());
        }

        @Override
        public Found findRole(Named query) {
            return found(query.name());
        }

        @Override
        public Role putRole(RoleRequest role) {
            maybeFail("putRole");
            return new Role(put("arn:aws:iam::222222222222:role/" + role.name(), role.name()), "AROA1");
        }

        @Override
        public List<Simulation> simulate(SimulationQuery query) {
            return query.cases().stream()
                    .map(asked -> new Simulation(asked, asked.expected(), Optional.empty()))
                    .toList();
        }

        @Override
        public List<Removal> removeProviders(List<RemovableProvider> providers, UndoPass pass) {
            return providers.stream()
                    .map(each -> remove(each.thing().name(), pass.preview()))
                    .toList();
        }

        @Override
        public List<Removal> removePolicies(List<RemovablePolicy> policies, UndoPass pass) {
            return policies.stream()
                    .map(each -> remove("policy/" + each.policy().name(), pass.preview()))
                    .toList();
        }

        @Override
        public List<Removal> removeRoles(List<RemovableRole> roles, UndoPass pass) {
            maybeFail("removeRole");
            return roles.stream()
                    .map(each -> remove(each.role().name(), pass.preview()))
                    .toList();
        }

        private Removal remove(String name, boolean preview) {
            return switch (found(name).presence()) {
                case ABSENT -> Removal.gone();
                case FOREIGN -> Removal.kept("It bears no mark of this run");
                case OURS -> {
                    if (!preview) {
                        things.remove(name);
                    }
                    yield Removal.removed();
                }
            };
        }

        private Found found(String name) {
            return things.getOrDefault(name, Found.absent());
        }

        private String put(String arn, String name) {
            puts.add(name);
            things.put(name, new Found(Presence.OURS, Optional.of("ours"), Map.of()));
            return arn;
        }
    }

    /** What was done, at once. */
    final class CloudTrail {
        public List<TrailEvent> awaitApplicationChanges(ApplicationChanges query) {
            maybeFail("awaitApplicationChanges");
            if (!mappingsSeen) {
                throw FailureType.NOT_READY.failure("no such event yet");
            }
            return List.of(
                    event("sso-1", "UpdateApplicationInstanceResponseSchemaConfiguration", "admin", Optional.empty()));
        }

        public TrailEvent awaitAuthentication(CloudTrailActivities.Authentication query) {
            maybeFail("awaitAuthentication");
            return new TrailEvent(
                    "event-of-authentication",
                    "UserAuthentication",
                    "signin.amazonaws.com",
                    query.place().region(),
                    query.until(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(query.username()),
                    Optional.empty(),
                    Optional.empty());
        }

        public List<TrailEvent> signIns(SignIns query) {
            return List.copyOf(trail);
        }

        public List<TrailEvent> awaitSignIn(SignIns query) {
            if (query.latest(trail).stream()
                    .noneMatch(event -> event.refused() || event.name().equals(CloudTrailActivities.TOKEN))) {
                throw FailureType.NOT_READY.failure("no such event yet");
            }
            return List.copyOf(trail);
        }
    }

    /** Takes a document that says it is right, refuses any other by what it says it is. */
    static final class Saml {
        public Reading readApplicationMetadata(ApplicationMetadata metadata) {
            String text = new String(metadata.document().original(), StandardCharsets.UTF_8);
            boolean right = text.equals("right");
            return new Reading(
                    right ? DocumentKind.IDENTITY_CENTER_APPLICATION : DocumentKind.NOT_SAML,
                    right ? List.of() : List.of(new Reason("/file", "WRONG_DOCUMENT", "this is " + text)),
                    List.of(),
                    Optional.of("https://portal.sso/1"),
                    Optional.of("ins-1"),
                    List.of(new Certificate("CN=x", Instant.EPOCH, Instant.EPOCH, 2048, Sha256.of(text))));
        }
    }
}
