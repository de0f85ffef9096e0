package dev.crossrun.runbook.connect;

import dev.crossrun.activity.IdentityCenterActivities.Instance;
import dev.crossrun.domain.AccountId;
import dev.crossrun.engine.Preflight;
import java.util.List;

/**
 * What a delegated administrator of IAM Identity Center cannot do, whatever its policies (IAM Identity Center User Guide, "Delegated
 * administration", "Best practices").
 */
final class DelegatedAdministratorFindings {
    private final Preflight preflight;
    private final ConnectFederationRequest request;

    DelegatedAdministratorFindings(Preflight preflight, ConnectFederationRequest request) {
        this.preflight = preflight;
        this.request = request;
    }

    void in(Instance center) {
        if (center.ownerAccount().equals(request.identityCenter().accountId().value())) {
            return;
        }
        for (int i = 0; i < request.accountAccess().size(); i++) {
            List<AccountId> accounts = request.accountAccess().get(i).accountIds();
            for (int j = 0; j < accounts.size(); j++) {
                if (accounts.get(j).value().equals(center.ownerAccount())) {
                    preflight.block(
                            "/accountAccess/" + i + "/accountIds/" + j,
                            center.ownerAccount() + " is the organization's management account, and "
                                    + request.identityCenter().accountId()
                                    + " is a delegated administrator: IAM Identity Center lets only the management account"
                                    + " assign there, whatever the policies. The same holds for a permission set that is"
                                    + " provisioned there.",
                            "Leave this account to its people; or name the management account as"
                                    + " identityCenter.accountId, with a role of the worker there.");
                }
            }
        }
    }
}
