package dev.crossrun.federation;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.AccountAssignment;
import dev.crossrun.activity.IdentityCenterActivities.AssignmentRequest;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.IdentityCenterActivities.Principals;
import dev.crossrun.activity.IdentityCenterActivities.RemovableAccountAssignment;
import dev.crossrun.engine.Expected;
import dev.crossrun.engine.Step;
import dev.crossrun.engine.Undo;
import dev.crossrun.federation.ConnectFederationRequest.AccountAccess;
import dev.crossrun.run.effect.Found;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Step {@code account-access}: permission sets on accounts for groups; the service works on each for a while. */
final class AccountAccessGrants {
    private static final Duration PROVISIONING = Duration.ofMinutes(15);

    private final Step step;
    private final ConnectFederationRequest request;
    private final IdentityCenterActivities.Instance center;

    AccountAccessGrants(Step step, ConnectFederationRequest request, IdentityCenterActivities.Instance center) {
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
        wanted.forEach(each -> grant(each, Optional.ofNullable(before.get(each))));
        step.detail(wanted.stream()
                .map(each ->
                        each.principal().name() + " has " + each.permissionSet().name() + " on " + each.account())
                .collect(Collectors.joining("; ")));
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

    private void grant(AccountAssignment assignment, Optional<Found> planned) {
        String what = assignment.permissionSet().name() + " on " + assignment.account();
        step.effect(
                assignment.permissionSet().arn() + " " + assignment.account() + " GROUP/"
                        + assignment.principal().id(),
                Expected.kept(planned),
                () -> step.call(IdentityCenterActivities.class, "Look for " + what)
                        .findAccountAssignment(assignment),
                () -> {
                    step.call(IdentityCenterActivities.class, "Assign " + what)
                            .createAccountAssignment(assignment)
                            .ifPresent(id -> step.poll(IdentityCenterActivities.class, "Wait for " + what, PROVISIONING)
                                    .awaitAccountAssignment(new AssignmentRequest(assignment, id)));
                    return what;
                },
                Undo.one(preview -> step.poll(IdentityCenterActivities.class, Undo.purpose(preview, what), PROVISIONING)
                        .removeAccountAssignment(new RemovableAccountAssignment(assignment, preview))));
    }
}
