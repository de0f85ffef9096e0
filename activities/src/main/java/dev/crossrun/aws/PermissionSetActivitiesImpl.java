package dev.crossrun.aws;

import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.PermissionSetActivities;
import dev.crossrun.activity.Place;
import dev.crossrun.domain.AccountId;
import dev.crossrun.pace.Pace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.AccountAssignmentForPrincipal;
import software.amazon.awssdk.services.ssoadmin.model.AttachedManagedPolicy;
import software.amazon.awssdk.services.ssoadmin.model.CustomerManagedPolicyReference;
import software.amazon.awssdk.services.ssoadmin.model.PrincipalType;
import software.amazon.awssdk.services.ssoadmin.model.ProvisioningStatus;

/** Permission sets of IAM Identity Center. */
public final class PermissionSetActivitiesImpl implements PermissionSetActivities {
    /** What a set has whose session duration was never set (API reference, CreatePermissionSet). */
    private static final String DEFAULT_SESSION = "PT1H";

    private final AwsAccounts accounts;
    private final Pace<Place> pace;
    private final InlinePolicies inlinePolicies;
    private final Provisioning provisioning;
    private final AccountAssignments accountAssignments;

    public PermissionSetActivitiesImpl(AwsAccounts accounts) {
        this.accounts = accounts;
        this.pace = accounts.identityCenterPace();
        this.inlinePolicies = new InlinePolicies(accounts);
        this.provisioning = new Provisioning(accounts);
        this.accountAssignments = new AccountAssignments(accounts, pace);
    }

    @Override
    public Details describe(Key key) {
        return new Details(
                key.permissionSet(),
                session(key),
                inlinePolicies.read(key),
                Stream.concat(managed(key).stream(), customerManaged(key).stream())
                        .toList(),
                provisioning.accounts(key, Optional.of(ProvisioningStatus.LATEST_PERMISSION_SET_NOT_PROVISIONED)));
    }

    private Duration session(Key key) {
        SsoAdminClient sso = paced(key);
        String session = AwsFailures.translating(
                "reading the permission set " + key.permissionSet().name(),
                () -> sso.describePermissionSet(
                                request -> request.instanceArn(key.instance().arn())
                                        .permissionSetArn(key.permissionSet().arn()))
                        .permissionSet()
                        .sessionDuration());
        return Duration.parse(Optional.ofNullable(session).orElse(DEFAULT_SESSION));
    }

    private List<String> managed(Key key) {
        SsoAdminClient sso = paced(key);
        return AwsFailures.translating(
                "listing the AWS managed policies of " + key.permissionSet().name(),
                () -> sso
                        .listManagedPoliciesInPermissionSetPaginator(
                                request -> request.instanceArn(key.instance().arn())
                                        .permissionSetArn(key.permissionSet().arn()))
                        .attachedManagedPolicies()
                        .stream()
                        .map(AttachedManagedPolicy::arn)
                        .toList());
    }

    private List<String> customerManaged(Key key) {
        SsoAdminClient sso = paced(key);
        return AwsFailures.translating(
                "listing the customer managed policies of "
                        + key.permissionSet().name(),
                () -> sso
                        .listCustomerManagedPolicyReferencesInPermissionSetPaginator(
                                request -> request.instanceArn(key.instance().arn())
                                        .permissionSetArn(key.permissionSet().arn()))
                        .customerManagedPolicyReferences()
                        .stream()
                        .map(PermissionSetActivitiesImpl::name)
                        .toList());
    }

    private static String name(CustomerManagedPolicyReference policy) {
        String path = Optional.ofNullable(policy.path()).orElse("/");
        return path.equals("/") ? policy.name() : path + policy.name();
    }

    @Override
    public List<Held> held(HeldQuery query) {
        return assignments(query).stream()
                .flatMap(each -> query.permissionSets().stream()
                        .filter(set -> set.arn().equals(each.permissionSetArn()))
                        .map(set -> held(each, set)))
                .toList();
    }

    private List<AccountAssignmentForPrincipal> assignments(HeldQuery query) {
        pace.await(query.instance().place());
        SsoAdminClient sso = accounts.ssoAdmin(query.instance().place());
        return AwsFailures.translating(
                "listing the account assignments of " + query.user().name(),
                () -> sso
                        .listAccountAssignmentsForPrincipalPaginator(
                                request -> request.instanceArn(query.instance().arn())
                                        .principalId(query.user().id())
                                        .principalType(query.user().type()))
                        .accountAssignments()
                        .stream()
                        .toList());
    }

    private static Held held(AccountAssignmentForPrincipal assignment, PermissionSet set) {
        Optional<String> group =
                Optional.of(assignment.principalId()).filter(id -> assignment.principalType() == PrincipalType.GROUP);
        return new Held(set, new AccountId(assignment.accountId()), group);
    }

    @Override
    public List<AccountId> accounts(Key key) {
        return provisioning.accounts(key, Optional.empty());
    }

    @Override
    public List<Assigned> assigned(AssignedQuery query) {
        return accountAssignments.of(query);
    }

    @Override
    public void putInlinePolicy(InlineChange change) {
        inlinePolicies.put(change);
    }

    @Override
    public List<ItemResult> provision(Provision wanted) {
        return provisioning.provision(wanted);
    }

    /** For one call, when its turn has come. */
    private SsoAdminClient paced(Key key) {
        pace.await(key.instance().place());
        return accounts.ssoAdmin(key.instance().place());
    }
}
