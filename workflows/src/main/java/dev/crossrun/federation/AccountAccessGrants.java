package dev.crossrun.federation;

import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.AccountAssignment;
import dev.crossrun.activity.IdentityCenterActivities.AssignmentRequest;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.IdentityCenterActivities.Principals;
import dev.crossrun.activity.IdentityCenterActivities.RemovableAccountAssignment;
import dev.crossrun.domain.AccountId;
import dev.crossrun.engine.Expected;
import dev.crossrun.engine.Step;
import dev.crossrun.engine.Undo;
import dev.crossrun.federation.ConnectFederationRequest.AccountAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Step A11: permission sets on accounts for groups; the service works on each for a while. */
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

    void grant(Principals principals, List<PermissionSet> permissionSets) {
        List<String> done = new ArrayList<>();
        for (AccountAccess access : request.accountAccess()) {
            Principal group = principals.groups().stream()
                    .filter(each -> each.name().equals(access.group()))
                    .findFirst()
                    .orElseThrow();
            PermissionSet permissionSet = permissionSets.stream()
                    .filter(each -> each.name().equals(access.permissionSet()))
                    .findFirst()
                    .orElseThrow();
            for (AccountId account : access.accountIds()) {
                grant(new AccountAssignment(center, permissionSet, account, group));
                done.add(group.name() + " has " + permissionSet.name() + " on " + account);
            }
        }
        step.detail(String.join("; ", done));
    }

    private void grant(AccountAssignment assignment) {
        String what = assignment.permissionSet().name() + " on " + assignment.account();
        step.effect(
                assignment.permissionSet().arn() + " " + assignment.account() + " GROUP/"
                        + assignment.principal().id(),
                Expected.anything(),
                () -> step.call(IdentityCenterActivities.class, "Look for " + what)
                        .findAccountAssignment(assignment),
                () -> {
                    String id = step.call(IdentityCenterActivities.class, "Assign " + what)
                            .createAccountAssignment(assignment);
                    step.poll(IdentityCenterActivities.class, "Wait for " + what, PROVISIONING)
                            .awaitAccountAssignment(new AssignmentRequest(assignment, id));
                    return id;
                },
                Undo.one(preview -> step.poll(IdentityCenterActivities.class, Undo.purpose(preview, what), PROVISIONING)
                        .removeAccountAssignment(new RemovableAccountAssignment(assignment, preview))));
    }
}
