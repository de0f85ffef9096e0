package dev.crossrun.runbook.center;

import dev.crossrun.activity.IdentityCenterActivities.Instance;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import dev.crossrun.activity.PermissionSetActivities;
import dev.crossrun.activity.PermissionSetActivities.Key;
import dev.crossrun.domain.AccountId;
import dev.crossrun.engine.Preflight;
import java.util.List;
import java.util.stream.Stream;

/** What no policy can allow a delegated administrator (IAM Identity Center User Guide, "Delegated administration"). */
public final class DelegatedAdministrator {
    private DelegatedAdministrator() {}

    /** Names of those of these sets that are provisioned in the management account. */
    public static List<String> inManagement(Preflight preflight, Instance center, Stream<PermissionSet> sets) {
        return sets.filter(set -> preflight
                        .call(PermissionSetActivities.class, "Look in which accounts " + set.name() + " is")
                        .accounts(new Key(center, set))
                        .contains(new AccountId(center.ownerAccount())))
                .map(PermissionSet::name)
                .toList();
    }

    public static void refuseAccount(Preflight preflight, String pointer, Instance center) {
        refuse(preflight, pointer, center, center.ownerAccount() + " is the organization's management account");
    }

    public static void refuseSet(Preflight preflight, String pointer, Instance center, String set) {
        refuse(
                preflight,
                pointer,
                center,
                set + " is provisioned in the organization's management account, " + center.ownerAccount());
    }

    private static void refuse(Preflight preflight, String pointer, Instance center, String why) {
        preflight.block(
                pointer,
                why + ", and " + center.place().account()
                        + " is a delegated administrator of IAM Identity Center: AWS denies it such an assignment, whatever"
                        + " its policies say.",
                "Name the management account as identityCenter.accountId, with a role of the worker there. Or leave it out"
                        + " here, and have people with access to the management account assign it.");
    }
}
