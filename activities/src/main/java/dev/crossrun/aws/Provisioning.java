package dev.crossrun.aws;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.PermissionSetActivities.Key;
import dev.crossrun.activity.PermissionSetActivities.Provision;
import dev.crossrun.batch.ItemByItem;
import dev.crossrun.batch.ItemByItem.Note;
import dev.crossrun.domain.AccountId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.PermissionSetProvisioningStatus;
import software.amazon.awssdk.services.ssoadmin.model.ProvisionTargetType;
import software.amazon.awssdk.services.ssoadmin.model.ProvisioningStatus;

/** Brings accounts up to date with a permission set that was edited. */
final class Provisioning {
    private final AwsAccounts accounts;

    Provisioning(AwsAccounts accounts) {
        this.accounts = accounts;
    }

    /** The accounts in which the set is provisioned, or those of them that have this status. */
    List<AccountId> accounts(Key key, Optional<ProvisioningStatus> status) {
        SsoAdminClient sso = paced(key);
        return AwsFailures.translating(
                "listing the accounts with " + key.permissionSet().name(),
                () -> sso
                        .listAccountsForProvisionedPermissionSetPaginator(
                                request -> request.instanceArn(key.instance().arn())
                                        .permissionSetArn(key.permissionSet().arn())
                                        .provisioningStatus(status.orElse(null)))
                        .accountIds()
                        .stream()
                        .map(AccountId::new)
                        .toList());
    }

    /** One list of the accounts that have the set, for all that nobody has asked for yet. */
    List<ItemResult> provision(Provision wanted) {
        Map<Key, List<AccountId>> having = new HashMap<>();
        return ItemByItem.put(
                wanted.accounts(),
                failure -> false,
                (account, note) -> provision(
                        wanted.key(),
                        account,
                        note,
                        each -> having.computeIfAbsent(wanted.key(), key -> accounts(key, Optional.empty()))
                                .contains(each)));
    }

    /** The note is the id of the request, so that another attempt waits for it instead of asking again. */
    private ItemResult provision(Key key, AccountId account, Note note, Predicate<AccountId> hasTheSet) {
        Optional<String> asked = note.read();
        if (asked.isEmpty() && !hasTheSet.test(account)) {
            return ItemResult.done();
        }
        return await(key, account, asked.orElseGet(() -> ask(key, account, note)));
    }

    private String ask(Key key, AccountId account, Note note) {
        String doing = "provisioning " + what(key, account);
        SsoAdminClient sso = paced(key);
        String id = new DelegatedAdministration(this)
                .changing(
                        key,
                        Optional.of(account),
                        () -> AwsFailures.translating(
                                doing,
                                () -> AwsFailures.changing(
                                        doing,
                                        () -> sso.provisionPermissionSet(request -> request.instanceArn(
                                                                key.instance().arn())
                                                        .permissionSetArn(key.permissionSet()
                                                                .arn())
                                                        .targetType(ProvisionTargetType.AWS_ACCOUNT)
                                                        .targetId(account.value()))
                                                .permissionSetProvisioningStatus()
                                                .requestId())));
        note.write(id);
        return id;
    }

    private ItemResult await(Key key, AccountId account, String requestId) {
        String what = what(key, account);
        SsoAdminClient sso = paced(key);
        PermissionSetProvisioningStatus status = AwsFailures.translating(
                "reading the state of the provisioning of " + what,
                () -> sso.describePermissionSetProvisioningStatus(query ->
                                query.instanceArn(key.instance().arn()).provisionPermissionSetRequestId(requestId))
                        .permissionSetProvisioningStatus());
        return switch (status.status()) {
            case SUCCEEDED -> ItemResult.done();
            case FAILED ->
                throw FailureType.CONFLICT.failure(
                        "IAM Identity Center could not provision " + what + ": " + status.failureReason(),
                        "Correct what IAM Identity Center names, such as the permission set's policies or the account;"
                                + " then try again, which provisions it again.");
            default -> throw FailureType.NOT_READY.failure(what + " is being provisioned");
        };
    }

    /** For one call, when its turn has come. */
    private SsoAdminClient paced(Key key) {
        accounts.identityCenterPace().await(key.instance().place());
        return accounts.ssoAdmin(key.instance().place());
    }

    private static String what(Key key, AccountId account) {
        return key.permissionSet().name() + " on " + account;
    }
}
