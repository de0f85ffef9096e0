package dev.crossrun.aws;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.PermissionSetActivities.Key;
import dev.crossrun.domain.AccountId;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What no policy can allow the delegated administrator of IAM Identity Center: changes in the management account, and changes of
 * a permission set that is provisioned there (IAM Identity Center User Guide, "Delegated administration").
 */
final class DelegatedAdministration {
    private static final String REMEDY =
            "A statement in a policy does not help: a delegated administrator of IAM Identity Center can change nothing in the"
                    + " management account, nor a permission set that is provisioned there. Have people with access to the"
                    + " management account make the change, or start a run with the management account as"
                    + " identityCenter.accountId.";

    private final Provisioning provisioning;

    DelegatedAdministration(Provisioning provisioning) {
        this.provisioning = provisioning;
    }

    /**
     * Makes a change of a permission set or of its assignments. A denial that no policy causes says so.
     *
     * @param account where the assignments are changed; empty for a change of the set itself
     */
    <T> T changing(Key key, Optional<AccountId> account, Supplier<T> change) {
        try {
            return change.get();
        } catch (ApplicationFailure failure) {
            boolean denied = FailureType.of(failure).equals(Optional.of(FailureType.NOT_AUTHORIZED));
            throw denied && isBeyond(key, account) ? FailureType.fixedBy(failure, REMEDY) : failure;
        }
    }

    private boolean isBeyond(Key key, Optional<AccountId> account) {
        AccountId management = new AccountId(key.instance().ownerAccount());
        if (!key.instance().delegated()) {
            return false;
        }
        try {
            return account.equals(Optional.of(management))
                    || provisioning.accounts(key, Optional.empty()).contains(management);
        } catch (ApplicationFailure unknown) {
            // The denial itself says more than this one does.
            return false;
        }
    }
}
