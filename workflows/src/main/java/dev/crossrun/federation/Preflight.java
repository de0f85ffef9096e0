package dev.crossrun.federation;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.ConnectActivities.InstanceKey;
import dev.crossrun.activity.ConnectActivities.UserQuery;
import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.KnownApplication;
import dev.crossrun.activity.EntraActivities.NamedApplication;
import dev.crossrun.activity.EntraActivities.PeopleQuery;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IamActivities.NamesQuery;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.AccountAssignment;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSetQuery;
import dev.crossrun.activity.IdentityCenterActivities.PrincipalQuery;
import dev.crossrun.activity.OrganizationsActivities;
import dev.crossrun.activity.OrganizationsActivities.AccountQuery;
import dev.crossrun.activity.Place;
import dev.crossrun.activity.StsActivities;
import dev.crossrun.activity.StsActivities.CallerIdentity;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Username;
import dev.crossrun.engine.Step;
import dev.crossrun.run.Found;
import dev.crossrun.run.Presence;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Step 1: reads what is there, side by side, and lets no failed read hide another one's findings. */
final class Preflight {
    /** Identity Center's pace makes a list of thousands of assignments take long. */
    private static final Duration LARGE = Duration.ofHours(1);

    private final Step step;
    private final ConnectFederationRequest request;
    private final Place identityCenter;
    private final Place connect;

    Preflight(Step step, ConnectFederationRequest request) {
        this.step = step;
        this.request = request;
        this.identityCenter = new Place(
                request.identityCenter().accountId(), request.identityCenter().region());
        this.connect =
                new Place(request.connect().accountId(), request.connect().region());
    }

    Facts read(String mark) {
        Promise<CallerIdentity> identityCenterCaller = caller(identityCenter);
        Promise<CallerIdentity> connectCaller = caller(connect);
        Promise<OrganizationsActivities.OrganizationAccount> account = Async.function(
                step.call(OrganizationsActivities.class, "Look up the Connect account in the organization")
                        ::describeAccount,
                new AccountQuery(identityCenter, connect.account()));
        Promise<IdentityCenterActivities.Instance> center = Async.function(
                step.call(IdentityCenterActivities.class, "Look up IAM Identity Center")::describeInstance,
                identityCenter);
        ConnectReads instance = new ConnectReads(mark);
        Promise<IamActivities.Names> names =
                Async.function(step.call(IamActivities.class, "Look up the IAM names")::findNames, names(mark));
        EntraReads entra = new EntraReads(mark);
        Fact<IdentityCenterActivities.Instance> centerRead = Fact.of(center);
        Fact<ConnectActivities.Instance> instanceRead = Fact.of(instance.described);
        Fact<ConnectActivities.Limits> limits = Fact.of(instance.limits);
        Fact<ConnectActivities.Instance> aliased =
                taken(limits).map(this::instance).orElseGet(Fact::none);
        Optional<InstanceId> known = instanceRead
                .value()
                .or(() -> aliased.value().filter(found -> found.status().equals("ACTIVE")))
                .map(ConnectActivities.Instance::id);
        Fact<IdentityCenterActivities.Principals> principals =
                centerRead.value().map(this::principals).orElseGet(Fact::none);
        Fact<List<IdentityCenterActivities.PermissionSet>> permissionSets =
                centerRead.value().map(this::permissionSets).orElseGet(Fact::none);
        return new Facts(
                Fact.of(identityCenterCaller),
                Fact.of(connectCaller),
                Fact.of(account),
                centerRead,
                principals,
                instanceRead,
                known.map(this::users).orElseGet(Fact::none),
                Fact.of(names),
                limits,
                aliased,
                known.map(this::profiles).orElseGet(Fact::none),
                permissionSets,
                centerRead.value().map(this::snapshot).orElseGet(Fact::none),
                accountAccess(centerRead, principals, permissionSets),
                entra.facts());
    }

    /** The instance that has the alias, if the run may use it. */
    private Optional<InstanceId> taken(Fact<ConnectActivities.Limits> limits) {
        return limits.value()
                .map(ConnectActivities.Limits::alias)
                .filter(found -> found.presence() == Presence.OURS || request.adopts(FederationStep.CONNECT_INSTANCE))
                .flatMap(found -> Optional.ofNullable(found.before().get("id")))
                .map(InstanceId::new);
    }

    private Fact<ConnectActivities.Instance> instance(InstanceId id) {
        return Fact.of(Async.function(
                step.call(ConnectActivities.class, "Look up the instance that has the alias")::describeInstance,
                new InstanceKey(connect, id)));
    }

    /** What is read of Connect: an existing instance, or what a new one would run into. */
    private final class ConnectReads {
        private final Optional<Promise<ConnectActivities.Instance>> described;
        private final Optional<Promise<ConnectActivities.Limits>> limits;

        ConnectReads(String mark) {
            described = request.connect()
                    .instanceId()
                    .map(id -> Async.function(
                            step.call(ConnectActivities.class, "Look up the Connect instance")::describeInstance,
                            new InstanceKey(connect, id)));
            limits = request.connect()
                    .instanceAlias()
                    .map(alias -> Async.function(
                            step.call(ConnectActivities.class, "Look up Connect's limits and the alias")::readLimits,
                            new ConnectActivities.Alias(connect, alias, mark)));
        }
    }

    /** What is read of Entra, if the request touches it. */
    private final class EntraReads {
        private final Optional<Promise<EntraActivities.Grants>> grants;
        private final Optional<Promise<EntraActivities.People>> people;
        private final Optional<Promise<Found>> planned;
        private final Optional<Promise<EntraActivities.Application>> existing;

        EntraReads(String mark) {
            String tenant = request.entra().tenantId();
            Optional<String> touched = Optional.of(tenant).filter(any -> request.touchesEntra());
            grants = touched.map(
                    id -> Async.function(entra("Ask which permissions the worker has in Entra")::grants, id));
            people = touched.map(
                    id -> Async.function(entra("Look up the people in Entra")::findPeople, peopleQuery(id)));
            planned = touched.filter(any -> request.switches())
                    .map(id -> Async.function(
                            entra("Look for the Entra application")::planApplication,
                            new NamedApplication(id, request.applicationName(), mark, false)));
            existing = touched.flatMap(id -> request.entra().applicationId().map(this::describe));
        }

        Facts.EntraFacts facts() {
            Fact<Found> named = Fact.of(planned);
            Fact<EntraActivities.Application> there =
                    Fact.of(existing.or(() -> taken(named).map(this::describe)));
            Optional<EntraActivities.Application> application = there.value();
            Optional<Promise<Found>> certificate = application
                    .filter(any -> request.switches())
                    .map(each ->
                            Async.function(entra("Look whether it has a signing certificate")::planCertificate, each));
            Optional<Promise<List<String>>> assigned = application
                    .filter(any -> request.entra().assign().isPresent())
                    .map(each -> Async.function(entra("List who is assigned already")::planAssignments, each));
            Optional<Promise<Found>> job = application
                    .filter(any -> request.provisions())
                    .map(each -> Async.function(entra("Look whether it has a provisioning job")::planJob, each));
            return new Facts.EntraFacts(
                    Fact.of(grants),
                    Fact.of(people),
                    named,
                    there,
                    Fact.of(certificate),
                    Fact.of(assigned),
                    Fact.of(job));
        }

        /** The client id of the application that bears the name, if the run may use it. */
        private Optional<String> taken(Fact<Found> named) {
            return named.value()
                    .filter(found ->
                            found.presence() == Presence.OURS || request.adopts(FederationStep.ENTRA_APPLICATION))
                    .flatMap(found -> Optional.ofNullable(found.before().get("appId")));
        }

        private Promise<EntraActivities.Application> describe(String appId) {
            return Async.function(
                    entra("Look up the Entra application")::describeApplication,
                    new KnownApplication(request.entra().tenantId(), appId));
        }

        private EntraActivities entra(String summary) {
            return step.call(EntraActivities.class, summary);
        }
    }

    private PeopleQuery peopleQuery(String tenant) {
        Stream<String> agents =
                request.provisions() ? request.usernames().stream().map(Username::value) : Stream.of();
        Stream<String> assigned = request.entra().assign().stream().flatMap(assign -> assign.users().stream());
        List<String> groups = request.entra()
                .assign()
                .map(ConnectFederationRequest.Assign::groups)
                .orElse(List.of());
        return new PeopleQuery(
                tenant, Stream.concat(agents, assigned).distinct().toList(), groups);
    }

    private Fact<ConnectActivities.Profiles> profiles(InstanceId instance) {
        if (request.agents().stream().noneMatch(agent -> agent.routingProfile().isPresent())) {
            return Fact.none();
        }
        return Fact.of(Async.function(
                step.call(ConnectActivities.class, "Look up the agents' profiles")::planProfiles,
                new InstanceKey(connect, instance)));
    }

    private Fact<List<IdentityCenterActivities.PermissionSet>> permissionSets(
            IdentityCenterActivities.Instance center) {
        if (request.accountAccess().isEmpty()) {
            return Fact.none();
        }
        List<String> names = request.accountAccess().stream()
                .map(ConnectFederationRequest.AccountAccess::permissionSet)
                .distinct()
                .toList();
        return Fact.of(Async.function(
                step.batch(IdentityCenterActivities.class, "Look up the permission sets", LARGE)::findPermissionSets,
                new PermissionSetQuery(center, names)));
    }

    /** The account assignments that are wanted, as they are; whoever has not arrived yet has none. */
    private Fact<Map<AccountAssignment, Found>> accountAccess(
            Fact<IdentityCenterActivities.Instance> center,
            Fact<IdentityCenterActivities.Principals> principals,
            Fact<List<IdentityCenterActivities.PermissionSet>> permissionSets) {
        if (principals.value().isEmpty() || permissionSets.value().isEmpty()) {
            return Fact.none();
        }
        Map<AccountAssignment, Promise<Found>> looks = new LinkedHashMap<>();
        for (AccountAssignment wanted :
                AccountAccessGrants.wanted(request, center.require(), principals.require(), permissionSets.require())) {
            String what = wanted.permissionSet().name() + " on " + wanted.account();
            looks.put(
                    wanted,
                    Async.function(
                            step.call(IdentityCenterActivities.class, "Look for " + what)::planAccountAssignment,
                            wanted));
        }
        return Fact.all(looks);
    }

    private Fact<IdentityCenterActivities.Snapshot> snapshot(IdentityCenterActivities.Instance center) {
        return request.switches()
                ? Fact.of(Async.function(
                        step.batch(IdentityCenterActivities.class, "Keep a list of today's account assignments", LARGE)
                                ::snapshotAssignments,
                        center))
                : Fact.none();
    }

    private Promise<CallerIdentity> caller(Place place) {
        return Async.function(
                step.call(StsActivities.class, "Ask who the worker is in " + place.account())::callerIdentity, place);
    }

    private NamesQuery names(String mark) {
        ConnectFederationRequest.Connect wanted = request.connect();
        return new NamesQuery(wanted.accountId(), wanted.provider(), wanted.policy(), wanted.role(), mark);
    }

    private Fact<IdentityCenterActivities.Principals> principals(IdentityCenterActivities.Instance center) {
        return Fact.of(Async.function(
                step.call(IdentityCenterActivities.class, "Look up the agents and groups")::findPrincipals,
                principals(request, center)));
    }

    /** Everybody in the identity store whom the run needs to find. */
    static PrincipalQuery principals(ConnectFederationRequest request, IdentityCenterActivities.Instance center) {
        List<Username> usernames = Stream.concat(request.usernames().stream(), request.access().users().stream())
                .distinct()
                .toList();
        List<String> groups = Stream.concat(
                        request.access().groups().stream(),
                        request.accountAccess().stream().map(ConnectFederationRequest.AccountAccess::group))
                .distinct()
                .toList();
        return new PrincipalQuery(center, usernames, groups);
    }

    private Fact<ConnectActivities.Users> users(InstanceId instance) {
        InstanceKey key = new InstanceKey(connect, instance);
        return Fact.of(Async.function(
                step.call(ConnectActivities.class, "Look up the agents in Connect")::findUsers,
                new UserQuery(key, request.usernames())));
    }
}
