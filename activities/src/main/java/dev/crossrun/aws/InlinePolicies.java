package dev.crossrun.aws;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.PermissionSetActivities.InlineChange;
import dev.crossrun.activity.PermissionSetActivities.Key;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;

/** The one inline policy that a permission set can have. The API writes it without a condition on what was there. */
final class InlinePolicies {
    private final AwsAccounts accounts;
    private final DelegatedAdministration delegation;

    InlinePolicies(AwsAccounts accounts) {
        this.accounts = accounts;
        this.delegation = new DelegatedAdministration(new Provisioning(accounts));
    }

    /** AWS answers with an empty text where there is none. */
    Optional<String> read(Key key) {
        SsoAdminClient sso = paced(key);
        return AwsFailures.translating(
                "reading the inline policy of " + key.permissionSet().name(),
                () -> Optional.ofNullable(sso.getInlinePolicyForPermissionSet(request -> request.instanceArn(
                                                key.instance().arn())
                                        .permissionSetArn(key.permissionSet().arn()))
                                .inlinePolicy())
                        .filter(policy -> !policy.isBlank()));
    }

    void put(InlineChange change) {
        if (isThere(change)) {
            return;
        }
        delegation.changing(change.key(), Optional.empty(), () -> {
            change.after().ifPresentOrElse(policy -> write(change.key(), policy), () -> delete(change.key()));
            return change;
        });
        // A read that still shows the old policy would mislead the next change.
        if (!isThere(change)) {
            throw FailureType.NOT_READY.failure("the inline policy of "
                    + change.key().permissionSet().name() + " was changed, and reads do not show it yet");
        }
    }

    private boolean isThere(InlineChange change) {
        Optional<String> current = read(change.key());
        if (PolicyDocuments.same(current, change.after())) {
            return true;
        }
        if (PolicyDocuments.same(current, change.before())) {
            return false;
        }
        throw FailureType.CONFLICT.failure(
                "the inline policy of " + change.key().permissionSet().name() + " was edited by somebody else",
                "Look at the permission set's inline policy in the IAM Identity Center console and see in CloudTrail who"
                        + " changed it. Put it back as it was, then try again.");
    }

    private void write(Key key, String policy) {
        String doing = "changing the inline policy of " + key.permissionSet().name();
        SsoAdminClient sso = paced(key);
        try {
            AwsFailures.translating(
                    doing,
                    () -> AwsFailures.changing(
                            doing,
                            () -> sso.putInlinePolicyToPermissionSet(request -> request.instanceArn(
                                            key.instance().arn())
                                    .permissionSetArn(key.permissionSet().arn())
                                    .inlinePolicy(policy))));
        } catch (ApplicationFailure failure) {
            throw refused(failure);
        }
    }

    /** The only quota of this call is the size of the policy. */
    private static ApplicationFailure refused(ApplicationFailure failure) {
        boolean refused = FailureType.of(failure)
                .filter(type -> type == FailureType.INVALID_REQUEST || type == FailureType.QUOTA_EXCEEDED)
                .isPresent();
        return refused
                ? FailureType.INVALID_REQUEST.failure(
                        failure.getOriginalMessage(),
                        FailureType.error(failure)
                                .fixedBy("An inline policy must be a valid identity-based policy in JSON of at most"
                                        + " 10,240 characters, not counting white space. Shorten the inline policy of"
                                        + " the permission set, for example by moving statements to a customer managed"
                                        + " policy; then try again."))
                : failure;
    }

    private void delete(Key key) {
        String doing = "deleting the inline policy of " + key.permissionSet().name();
        SsoAdminClient sso = paced(key);
        AwsFailures.removing(
                doing,
                () -> AwsFailures.changing(
                        doing,
                        () -> sso.deleteInlinePolicyFromPermissionSet(
                                request -> request.instanceArn(key.instance().arn())
                                        .permissionSetArn(key.permissionSet().arn()))));
    }

    /** For one call, when its turn has come. */
    private SsoAdminClient paced(Key key) {
        accounts.identityCenterPace().await(key.instance().place());
        return accounts.ssoAdmin(key.instance().place());
    }
}
