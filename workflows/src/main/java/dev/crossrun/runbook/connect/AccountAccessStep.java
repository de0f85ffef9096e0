package dev.crossrun.runbook.connect;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.AccountAssignment;
import dev.crossrun.activity.IdentityCenterActivities.Instance;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSetQuery;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.IdentityCenterActivities.Principals;
import dev.crossrun.activity.PermissionSetActivities;
import dev.crossrun.activity.PermissionSetActivities.Details;
import dev.crossrun.activity.PermissionSetActivities.Key;
import dev.crossrun.activity.Removals;
import dev.crossrun.domain.AccountId;
import dev.crossrun.engine.Done;
import dev.crossrun.engine.Look;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.effect.Batch;
import dev.crossrun.engine.effect.Expected;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.runbook.center.DelegatedAdministrator;
import dev.crossrun.runbook.connect.ConnectFederationRequest.AccountAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Permission sets on accounts for groups; the service works on each for a while. */
final class AccountAccessStep extends FederationStep<Done> {
    private static final Duration PROVISIONING = Duration.ofMinutes(30);

    private static final String GIVEN = "assigned";

    /** How many assignments the detail of the step names. */
    private static final int NAMED = 10;

    private final FederationPreflight seen;
    private final Supplier<Optional<Principals>> provisioned;
    private final Look<List<PermissionSet>> permissionSets = Look.maybe("/accountAccess", this::findPermissionSets);
    private final Look<List<Details>> details = Look.maybe("/accountAccess", this::describe);
    private final Look<List<String>> inManagement = Look.maybe("/accountAccess", this::findInManagement);
    private final Look<Map<AccountAssignment, Found>> planned = Look.maybe("/accountAccess", this::look);

    AccountAccessStep(
            RunInput<ConnectFederationRequest> input,
            FederationPreflight seen,
            IdentitySourceStep source,
            EntraProvisioningStep provisioning) {
        super(
                StepDefinition.automated("account-access", "Give groups access to accounts", "IDENTITY_CENTER")
                        .undone("The account assignments that this run made are deleted"),
                input);
        this.seen = seen;
        after(source);
        this.provisioned = valueIfAsked(provisioning);
    }

    @Override
    protected boolean asked() {
        return !request().accountAccess().isEmpty();
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        permissionSets.in(preflight).ifPresent(there -> requireNames(preflight, there));
        planned.in(preflight).ifPresent(there -> delegated(preflight, there));
        long there = planned.in(preflight).orElse(Map.of()).values().stream()
                .filter(Found::exists)
                .count();
        Set<String> present = planned.in(preflight).orElse(Map.of()).entrySet().stream()
                .filter(entry -> entry.getValue().exists())
                .map(entry -> resource(
                        entry.getKey().permissionSet().name(),
                        entry.getKey().account(),
                        entry.getKey().principal().name()))
                .collect(Collectors.toSet());
        List<Change> changes = request().accountAccess().stream()
                .flatMap(each -> each.accountIds().stream()
                        .map(account -> resource(each.permissionSet(), account, each.group())))
                .map(resource ->
                        present.contains(resource) ? Change.keep(resource, GIVEN) : Change.create(resource, GIVEN))
                .toList();
        List<Change> sets = details.in(preflight).orElse(List.of()).stream()
                .map(Details::stays)
                .toList();
        String wanted = request().accountAccess().stream()
                .map(each -> each.group() + ": " + each.permissionSet() + " on "
                        + each.accountIds().stream().map(Object::toString).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
        return several(
                Action.CREATE,
                wanted,
                "Groups get permission sets on accounts",
                there,
                number(),
                Stream.concat(sets.stream(), changes.stream()).toList());
    }

    private static String resource(String permissionSet, AccountId account, String group) {
        return "Permission set " + permissionSet + " on " + account + " for the group " + group;
    }

    private void requireNames(Preflight preflight, List<PermissionSet> there) {
        List<String> names = there.stream().map(PermissionSet::name).toList();
        for (int i = 0; i < request().accountAccess().size(); i++) {
            String name = request().accountAccess().get(i).permissionSet();
            if (!names.contains(name)) {
                preflight.block(
                        "/accountAccess/" + i + "/permissionSet",
                        "IAM Identity Center has no permission set " + name + ".",
                        "Make it, or name another.");
            }
        }
    }

    /** IAM Identity Center User Guide, "Delegated administration": what no policy can allow a delegated administrator. */
    private void delegated(Preflight preflight, Map<AccountAssignment, Found> there) {
        Instance center = seen.center();
        if (!center.delegated()) {
            return;
        }
        AccountId management = new AccountId(center.ownerAccount());
        List<String> provisioned = inManagement.in(preflight).orElse(List.of());
        for (int i = 0; i < request().accountAccess().size(); i++) {
            AccountAccess access = request().accountAccess().get(i);
            List<AccountId> missing = access.accountIds().stream()
                    .filter(account -> !isThere(there, access, account))
                    .toList();
            String pointer = "/accountAccess/" + i;
            if (missing.contains(management)) {
                DelegatedAdministrator.refuseAccount(
                        preflight,
                        pointer + "/accountIds/" + access.accountIds().indexOf(management),
                        center);
            } else if (!missing.isEmpty() && provisioned.contains(access.permissionSet())) {
                DelegatedAdministrator.refuseSet(preflight, pointer + "/permissionSet", center, access.permissionSet());
            }
        }
    }

    private static boolean isThere(Map<AccountAssignment, Found> there, AccountAccess access, AccountId account) {
        return there.entrySet().stream()
                .filter(each -> each.getValue().exists())
                .map(Map.Entry::getKey)
                .anyMatch(each -> each.account().equals(account)
                        && each.permissionSet().name().equals(access.permissionSet())
                        && each.principal().name().equals(access.group()));
    }

    /** Names of the sets that are provisioned in the management account; read for a delegated administrator only. */
    private Optional<List<String>> findInManagement(Preflight preflight) {
        return permissionSets
                .in(preflight)
                .filter(sets -> seen.center().delegated())
                .map(sets -> DelegatedAdministrator.inManagement(preflight, seen.center(), sets.stream()));
    }

    private Optional<List<PermissionSet>> findPermissionSets(Preflight preflight) {
        List<String> names = request().accountAccess().stream()
                .map(AccountAccess::permissionSet)
                .distinct()
                .toList();
        return seen.center
                .in(preflight)
                .map(center -> preflight
                        .batch(IdentityCenterActivities.class, "Look up the permission sets", FederationPreflight.LARGE)
                        .findPermissionSets(new PermissionSetQuery(center, names)));
    }

    /** What the sets allow. */
    private Optional<List<Details>> describe(Preflight preflight) {
        return permissionSets
                .in(preflight)
                .map(sets -> sets.stream()
                        .map(set -> preflight
                                .call(PermissionSetActivities.class, "Look what " + set.name() + " allows")
                                .describe(new Key(seen.center.in(preflight).orElseThrow(), set)))
                        .toList());
    }

    /** The wanted account assignments of the groups that are in the identity store already. */
    private Optional<Map<AccountAssignment, Found>> look(Preflight preflight) {
        Optional<Principals> principals = seen.principals.in(preflight);
        Optional<List<PermissionSet>> sets = permissionSets.in(preflight);
        if (principals.isEmpty() || sets.isEmpty()) {
            return Optional.empty();
        }
        List<AccountAssignment> wanted = wanted(principals.get(), sets.get());
        Map<AccountAssignment, Found> there = new LinkedHashMap<>();
        if (!wanted.isEmpty()) {
            List<Found> found = preflight
                    .batch(
                            IdentityCenterActivities.class,
                            "Look for the account assignments",
                            FederationPreflight.LARGE)
                    .findAccountAssignments(wanted);
            for (int i = 0; i < wanted.size(); i++) {
                there.put(wanted.get(i), found.get(i));
            }
        }
        return Optional.of(there);
    }

    @Override
    protected Done run(StepContext step) {
        Map<AccountAssignment, Found> before = planned.seen().orElse(Map.of());
        Principals principals = provisioned.get().or(seen.principals::seen).orElseThrow();
        List<AccountAssignment> wanted =
                wanted(principals, permissionSets.seen().orElseThrow());
        if (wanted.size() < number()) {
            throw FailureType.NOT_FOUND.failure(
                    "a group or permission set of the request is not in IAM Identity Center any more",
                    "Put it back; then try again.");
        }
        step.effects(new Batch<>(
                wanted,
                AccountAccessStep::key,
                each -> each.principal().name() + ": " + name(each),
                each -> Expected.kept(Optional.ofNullable(before.get(each))),
                some -> step.batch(IdentityCenterActivities.class, "Look for " + names(some), PROVISIONING)
                        .findAccountAssignments(some),
                some -> step.batch(IdentityCenterActivities.class, "Assign " + names(some), PROVISIONING)
                        .createAccountAssignments(some),
                Removals::undo));
        step.detail(detail(wanted));
        return Done.DONE;
    }

    private static String key(AccountAssignment each) {
        return each.permissionSet().arn() + " " + each.account() + " GROUP/"
                + each.principal().id();
    }

    private static String name(AccountAssignment each) {
        return each.permissionSet().name() + " on " + each.account();
    }

    private static String names(List<AccountAssignment> some) {
        return some.size() == 1 ? name(some.get(0)) : some.size() + " account assignments";
    }

    private static String detail(List<AccountAssignment> wanted) {
        String named = wanted.stream()
                .limit(NAMED)
                .map(each -> each.principal().name() + " has " + name(each))
                .collect(Collectors.joining("; "));
        return wanted.size() > NAMED ? named + "; and " + (wanted.size() - NAMED) + " more" : named;
    }

    /** How many the request asks for. */
    private int number() {
        return request().accountAccess().stream()
                .mapToInt(access -> access.accountIds().size())
                .sum();
    }

    /** What the request asks for, as far as group and permission set are there. */
    private List<AccountAssignment> wanted(Principals principals, List<PermissionSet> sets) {
        List<AccountAssignment> wanted = new ArrayList<>();
        for (AccountAccess access : request().accountAccess()) {
            Optional<Principal> group = principals.groups().stream()
                    .filter(each -> each.name().equals(access.group()))
                    .findFirst();
            Optional<PermissionSet> set = sets.stream()
                    .filter(each -> each.name().equals(access.permissionSet()))
                    .findFirst();
            if (group.isPresent() && set.isPresent()) {
                access.accountIds()
                        .forEach(account ->
                                wanted.add(new AccountAssignment(seen.center(), set.get(), account, group.get())));
            }
        }
        return wanted;
    }
}
