package dev.crossrun.runbook.access;

import dev.crossrun.activity.AccessPolicyActivities;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.AccountAssignment;
import dev.crossrun.activity.IdentityCenterActivities.Instance;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSetQuery;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.IdentityCenterActivities.PrincipalQuery;
import dev.crossrun.activity.IdentityCenterActivities.User;
import dev.crossrun.activity.PermissionSetActivities;
import dev.crossrun.activity.PermissionSetActivities.Details;
import dev.crossrun.activity.PermissionSetActivities.Held;
import dev.crossrun.activity.PermissionSetActivities.HeldQuery;
import dev.crossrun.activity.PermissionSetActivities.Key;
import dev.crossrun.activity.Place;
import dev.crossrun.activity.StsActivities;
import dev.crossrun.activity.StsActivities.Identified;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.DurationText;
import dev.crossrun.engine.Cancellation;
import dev.crossrun.engine.Look;
import dev.crossrun.engine.PlanStep;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.runbook.center.DelegatedAdministrator;
import io.temporal.failure.ActivityFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Step {@code preflight}: the user, the permission sets, and what the user has today. */
final class AccessPreflight extends PlanStep {
    static final Duration LARGE = Duration.ofMinutes(30);

    /** The most characters of an inline policy, white space not counted (IAM Identity Center quotas). */
    private static final int LONGEST_POLICY = 10_240;

    /** What the statement that ends sessions takes, for each account. */
    private static final int STATEMENT = 300;

    private final RunInput<TemporaryAccessRequest> input;
    private final Look<List<Identified>> callers = Look.at("/identityCenter/accountId", this::callers);
    private final Look<Instance> center = Look.at("/identityCenter", this::describeCenter);
    private final Look<User> user = Look.maybe("/user", this::findUser);
    private final Look<List<Details>> sets = Look.maybe("/access", this::describeSets);
    private final Look<List<Held>> held = Look.maybe("/user", this::findHeld);
    private final Look<List<String>> inManagement = Look.maybe("/access", this::findInManagement);
    private final Look<List<SetRoles.Temporary>> roles;
    private final Look<List<Duration>> longest = Look.at("/duration", this::readPolicy);

    AccessPreflight(RunInput<TemporaryAccessRequest> input) {
        super("Check what is there and plan", "ALL");
        this.input = input;
        this.roles = SetRoles.look(input, center, sets);
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        Stream.of(callers, center, longest).forEach(look -> look.begin(preflight));
        callers.in(preflight).ifPresent(all -> callers(preflight, all.get(0)));
        center.in(preflight).ifPresent(found -> center(preflight, found));
        Optional<User> found = user.in(preflight);
        found.ifPresent(there -> user(preflight, there));
        sets.in(preflight).ifPresent(there -> sets(preflight, there));
        longest.in(preflight).ifPresent(each -> duration(preflight, each));
        center.in(preflight).filter(Instance::delegated).ifPresent(there -> delegated(preflight, there));
        held.in(preflight).ifPresent(all -> held(preflight, all));
        roles.in(preflight).ifPresent(all -> all.forEach(each -> each.warn(preflight)));
        return Optional.empty();
    }

    /** Every assignment that the request asks for. */
    List<AccountAssignment> wanted() {
        User there = user.seen().orElseThrow();
        Principal principal = new Principal("USER", there.id(), there.username());
        return input.get().access().stream()
                .flatMap(access -> access.accountIds().stream()
                        .map(account -> new AccountAssignment(
                                center.seen().orElseThrow(), set(access.permissionSet()), account, principal)))
                .toList();
    }

    /** How long a session of this set lasts. */
    Duration session(PermissionSet set) {
        return sets.seen().orElse(List.of()).stream()
                .filter(each -> each.permissionSet().equals(set))
                .findFirst()
                .map(Details::session)
                .orElseThrow();
    }

    /** The longest time for which all that is asked for may be given. */
    Duration longest() {
        return longest.seen().orElse(List.of()).stream()
                .min(Duration::compareTo)
                .orElseThrow();
    }

    /** The user, as far as it could be read. */
    Optional<User> user(Preflight preflight) {
        return user.in(preflight);
    }

    /** The permission sets, as far as they could be read. */
    List<Details> sets(Preflight preflight) {
        return sets.in(preflight).orElse(List.of());
    }

    /** What the user has already, as far as it could be read. */
    List<Held> held(Preflight preflight) {
        return held.in(preflight).orElse(List.of());
    }

    private PermissionSet set(String name) {
        return sets.seen().orElse(List.of()).stream()
                .map(Details::permissionSet)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Place place() {
        return new Place(
                input.get().identityCenter().accountId(),
                input.get().identityCenter().region());
    }

    private List<Identified> callers(Preflight preflight) {
        return preflight
                .call(StsActivities.class, "Ask who the worker is in the account")
                .callerIdentities(List.of(place()));
    }

    private Instance describeCenter(Preflight preflight) {
        return preflight
                .call(IdentityCenterActivities.class, "Look up IAM Identity Center")
                .describeInstance(place());
    }

    private Optional<User> findUser(Preflight preflight) {
        return center.in(preflight)
                .flatMap(found -> preflight
                        .call(IdentityCenterActivities.class, "Look up the user")
                        .findPrincipals(
                                new PrincipalQuery(found, List.of(input.get().user()), List.of(), false))
                        .users()
                        .stream()
                        .findFirst()
                        .or(() -> absent(preflight)));
    }

    private Optional<User> absent(Preflight preflight) {
        preflight.block(
                "/user",
                "The identity store has no user " + input.get().user() + ".",
                "Correct the name, case included, or provision the user.");
        return Optional.empty();
    }

    private Optional<List<Details>> describeSets(Preflight preflight) {
        return center.in(preflight).map(found -> {
            List<PermissionSet> there = preflight
                    .batch(IdentityCenterActivities.class, "Look up the permission sets", LARGE)
                    .findPermissionSets(
                            new PermissionSetQuery(found, input.get().permissionSets()));
            return there.stream()
                    .map(set -> preflight
                            .call(PermissionSetActivities.class, "Look what " + set.name() + " allows")
                            .describe(new Key(found, set)))
                    .toList();
        });
    }

    private Optional<List<Held>> findHeld(Preflight preflight) {
        Optional<User> there = user.in(preflight);
        Optional<List<Details>> details = sets.in(preflight);
        if (there.isEmpty() || details.isEmpty()) {
            return Optional.empty();
        }
        return heldIfKnown(
                preflight,
                new HeldQuery(
                        center.in(preflight).orElseThrow(),
                        new Principal("USER", there.get().id(), there.get().username()),
                        details.get().stream().map(Details::permissionSet).toList()));
    }

    /** Only the management account may ask (ListAccountAssignmentsForPrincipal): to know it is no condition. */
    private static Optional<List<Held>> heldIfKnown(Preflight preflight, HeldQuery query) {
        try {
            return Optional.of(preflight
                    .batch(PermissionSetActivities.class, "Look what the user has already", LARGE)
                    .held(query));
        } catch (ActivityFailure failure) {
            Cancellation.propagate(failure);
            preflight.warn(
                    "/user",
                    "It cannot be read what the user has already: " + FailureType.message(failure) + ".",
                    "Nothing: what was there before stays.");
            return Optional.empty();
        }
    }

    private List<Duration> readPolicy(Preflight preflight) {
        return preflight
                .call(AccessPolicyActivities.class, "Look for how long it may be given")
                .longest(input.get().permissionSets());
    }

    private void callers(Preflight preflight, Identified caller) {
        caller.failure().ifPresent(failure -> preflight.unreadable("/identityCenter/accountId", failure));
    }

    private void center(Preflight preflight, Instance found) {
        if (!found.status().equals("ACTIVE")) {
            preflight.block(
                    "/identityCenter", "IAM Identity Center is " + found.status() + ".", "Wait until it is ACTIVE.");
        }
    }

    /** IAM Identity Center User Guide, "Delegated administration": what no policy can allow a delegated administrator. */
    private void delegated(Preflight preflight, Instance center) {
        AccountId management = new AccountId(center.ownerAccount());
        List<String> provisioned = inManagement.in(preflight).orElse(List.of());
        for (int i = 0; i < input.get().access().size(); i++) {
            TemporaryAccessRequest.Access access = input.get().access().get(i);
            int account = access.accountIds().indexOf(management);
            if (account >= 0) {
                DelegatedAdministrator.refuseAccount(preflight, "/access/" + i + "/accountIds/" + account, center);
            } else if (provisioned.contains(access.permissionSet())) {
                DelegatedAdministrator.refuseSet(
                        preflight, "/access/" + i + "/permissionSet", center, access.permissionSet());
            }
        }
    }

    /** Names of the sets that are provisioned in the management account; read for a delegated administrator only. */
    private Optional<List<String>> findInManagement(Preflight preflight) {
        Instance there = center.in(preflight).orElseThrow();
        return sets.in(preflight)
                .map(all -> DelegatedAdministrator.inManagement(
                        preflight, there, all.stream().map(Details::permissionSet)));
    }

    private void user(Preflight preflight, User found) {
        if (!found.username().equals(input.get().user().value())) {
            preflight.block(
                    "/user",
                    "The identity store spells the user " + found.username() + ".",
                    "Write the name as it is there, case included.");
        }
        if (!found.enabled()) {
            preflight.warn("/user", found.username() + " is disabled.", "Enable the user before the access begins.");
        }
    }

    private void sets(Preflight preflight, List<Details> there) {
        List<String> names =
                there.stream().map(each -> each.permissionSet().name()).toList();
        for (int i = 0; i < input.get().access().size(); i++) {
            String name = input.get().access().get(i).permissionSet();
            if (!names.contains(name)) {
                preflight.block(
                        "/access/" + i + "/permissionSet",
                        "IAM Identity Center has no permission set " + name + ".",
                        "Name one that is there.");
            }
        }
        there.forEach(each -> set(preflight, each));
    }

    private void set(Preflight preflight, Details set) {
        String name = set.permissionSet().name();
        if (!input.get().endsSessions()) {
            preflight.warn(
                    "/endSessions",
                    "A session of " + name + " that is opened in the last minute goes on for " + set.session()
                            + " after the end.",
                    "Let the request end sessions.");
        }
        int taken = set.inlinePolicy()
                .map(policy -> policy.replaceAll("\\s", "").length())
                .orElse(0);
        int wanted = STATEMENT * input.get().targets().size();
        if (input.get().endsSessions() && taken + wanted > LONGEST_POLICY) {
            preflight.block(
                    "/endSessions",
                    "The inline policy of " + name + " leaves no room for the statements that end sessions on "
                            + input.get().targets().size() + " accounts.",
                    "Make the policy shorter, name fewer accounts, or let sessions go on until they expire.");
        }
        if (!set.outdated().isEmpty()) {
            preflight.warn(
                    "/access",
                    name + " was edited and is not provisioned to "
                            + set.outdated().stream().map(Object::toString).collect(Collectors.joining(", "))
                            + " yet: giving it to somebody there provisions the edit.",
                    "Ask who edited it.");
        }
    }

    private void duration(Preflight preflight, List<Duration> each) {
        for (int i = 0; i < each.size(); i++) {
            if (input.get().duration().compareTo(each.get(i)) > 0) {
                preflight.block(
                        "/duration",
                        input.get().permissionSets().get(i) + " is given for up to "
                                + DurationText.of(each.get(i)) + ", not "
                                + DurationText.of(input.get().duration()) + ".",
                        "Ask for less; more can be asked for while it is open.");
            }
        }
    }

    private void held(Preflight preflight, List<Held> all) {
        for (TemporaryAccessRequest.Access access : input.get().access()) {
            all.stream()
                    .filter(has -> has.permissionSet().name().equals(access.permissionSet())
                            && access.accountIds().contains(has.account()))
                    .forEach(has -> preflight.warn(
                            "/access",
                            input.get().user() + " has " + access.permissionSet() + " on " + has.account()
                                    + (has.group().isPresent() ? " through a group" : "")
                                    + " already, by another run or for good.",
                            "Nothing: what was there before stays."));
        }
    }
}
