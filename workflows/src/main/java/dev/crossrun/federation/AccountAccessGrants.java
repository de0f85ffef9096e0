package dev.crossrun.federation;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.AccountAssignment;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.IdentityCenterActivities.Principals;
import dev.crossrun.activity.Removals;
import dev.crossrun.engine.Batch;
import dev.crossrun.engine.Expected;
import dev.crossrun.engine.StepContext;
import dev.crossrun.federation.ConnectFederationRequest.AccountAccess;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Undo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Step {@code account-access}: permission sets on accounts for groups; the service works on each for a while. */
final class AccountAccessGrants {
    private static final Duration PROVISIONING = Duration.ofMinutes(30);

    /** How many assignments the detail of the step names. */
    private static final int NAMED = 10;

    private final StepContext step;
    private final ConnectFederationRequest request;
    private final IdentityCenterActivities.Instance center;

    AccountAccessGrants(StepContext step, ConnectFederationRequest request, IdentityCenterActivities.Instance center) {
        this.step = step;
        this.request = request;
        this.center = center;
    }

    /** {@code before}: what was there when the plan was made. */
    void grant(Principals principals, List<PermissionSet> permissionSets, Map<AccountAssignment, Found> before) {
        List<AccountAssignment> wanted = wanted(request, center, principals, permissionSets);
        if (wanted.size() < asked(request)) {
            throw FailureType.NOT_FOUND.failure(
                    "a group or permission set of the request is not in IAM Identity Center any more",
                    "Put it back; then try again.");
        }
        step.effects(new Batch<>(
                wanted,
                AccountAccessGrants::key,
                each -> each.principal().name() + ": " + name(each),
                each -> Expected.kept(Optional.ofNullable(before.get(each))),
                some -> step.batch(IdentityCenterActivities.class, "Look for " + names(some), PROVISIONING)
                        .findAccountAssignments(some),
                some -> step.batch(IdentityCenterActivities.class, "Assign " + names(some), PROVISIONING)
                        .createAccountAssignments(some),
                each -> Undo.by(Removals.of(each))));
        step.detail(detail(wanted));
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
    static int asked(ConnectFederationRequest request) {
        return request.accountAccess().stream()
                .mapToInt(access -> access.accountIds().size())
                .sum();
    }

    /** What the request asks for, as far as group and permission set are there. */
    static List<AccountAssignment> wanted(
            ConnectFederationRequest request,
            IdentityCenterActivities.Instance center,
            Principals principals,
            List<PermissionSet> permissionSets) {
        List<AccountAssignment> wanted = new ArrayList<>();
        for (AccountAccess access : request.accountAccess()) {
            Optional<Principal> group = principals.groups().stream()
                    .filter(each -> each.name().equals(access.group()))
                    .findFirst();
            Optional<PermissionSet> permissionSet = permissionSets.stream()
                    .filter(each -> each.name().equals(access.permissionSet()))
                    .findFirst();
            if (group.isPresent() && permissionSet.isPresent()) {
                access.accountIds()
                        .forEach(account ->
                                wanted.add(new AccountAssignment(center, permissionSet.get(), account, group.get())));
            }
        }
        return wanted;
    }
}
