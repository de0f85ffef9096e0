package dev.crossrun.aws;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities.AccountAssignment;
import dev.crossrun.activity.IdentityCenterActivities.AssignmentRequest;
import dev.crossrun.activity.IdentityCenterActivities.Instance;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import dev.crossrun.activity.IdentityCenterActivities.Snapshot;
import dev.crossrun.run.Document;
import dev.crossrun.run.Found;
import dev.crossrun.run.Presence;
import io.temporal.activity.Activity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.AccountAssignmentOperationStatus;
import software.amazon.awssdk.services.ssoadmin.model.PrincipalType;
import software.amazon.awssdk.services.ssoadmin.model.TargetType;

/** Permission sets on accounts. */
final class AccountAssignments {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AwsAccounts accounts;

    /** Identity Center allows 20 calls a second to all of its APIs together: others need some of them. */
    private final Pace pace = new Pace(Duration.ofMillis(100));

    AccountAssignments(AwsAccounts accounts) {
        this.accounts = accounts;
    }

    List<PermissionSet> permissionSets(Instance instance) {
        SsoAdminClient sso = accounts.ssoAdmin(instance.place());
        List<String> arns =
                AwsFailures.translating(
                        "listing the permission sets",
                        () -> sso
                                .listPermissionSetsPaginator(request -> request.instanceArn(instance.arn()))
                                .permissionSets()
                                .stream()
                                .toList());
        return arns.stream().map(arn -> described(instance, arn)).toList();
    }

    private PermissionSet described(Instance instance, String arn) {
        pace.await(instance.place());
        SsoAdminClient sso = accounts.ssoAdmin(instance.place());
        return AwsFailures.translating(
                "reading the permission set " + arn,
                () -> new PermissionSet(
                        arn,
                        sso.describePermissionSet(request ->
                                        request.instanceArn(instance.arn()).permissionSetArn(arn))
                                .permissionSet()
                                .name()));
    }

    /** By permission set and account; a heartbeat for each tells that it is at work. */
    Snapshot snapshot(Instance instance) {
        ArrayNode list = JSON.createArrayNode();
        for (PermissionSet set : permissionSets(instance)) {
            for (String account : accountsOf(instance, set)) {
                pace.await(instance.place());
                Activity.getExecutionContext().heartbeat(set.name() + " " + account);
                assignments(instance, set, account)
                        .forEach(each -> list.addObject()
                                .put("permissionSet", set.name())
                                .put("permissionSetArn", set.arn())
                                .put("accountId", account)
                                .put("principalType", each.principalTypeAsString())
                                .put("principalId", each.principalId()));
            }
        }
        ObjectNode document = JSON.createObjectNode().put("instanceArn", instance.arn());
        document.set("accountAssignments", list);
        byte[] bytes = document.toPrettyString().getBytes(StandardCharsets.UTF_8);
        return new Snapshot(Document.of("account-assignments.json", "application/json", bytes), list.size());
    }

    private List<String> accountsOf(Instance instance, PermissionSet set) {
        pace.await(instance.place());
        SsoAdminClient sso = accounts.ssoAdmin(instance.place());
        return AwsFailures.translating(
                "listing the accounts with " + set.name(),
                () -> sso
                        .listAccountsForProvisionedPermissionSetPaginator(
                                request -> request.instanceArn(instance.arn()).permissionSetArn(set.arn()))
                        .accountIds()
                        .stream()
                        .toList());
    }

    private List<software.amazon.awssdk.services.ssoadmin.model.AccountAssignment> assignments(
            Instance instance, PermissionSet set, String account) {
        SsoAdminClient sso = accounts.ssoAdmin(instance.place());
        return AwsFailures.translating(
                "listing who has " + set.name() + " on " + account,
                () -> sso
                        .listAccountAssignmentsPaginator(request -> request.instanceArn(instance.arn())
                                .permissionSetArn(set.arn())
                                .accountId(account))
                        .accountAssignments()
                        .stream()
                        .toList());
    }

    Found find(AccountAssignment wanted) {
        boolean there = assignments(
                        wanted.instance(),
                        wanted.permissionSet(),
                        wanted.account().value())
                .stream()
                .anyMatch(each -> each.principalId().equals(wanted.principal().id()));
        return there ? new Found(Presence.FOREIGN, Optional.empty(), Map.of()) : Found.absent();
    }

    String create(AccountAssignment wanted) {
        SsoAdminClient sso = accounts.ssoAdmin(wanted.instance().place());
        return AwsFailures.translating(
                "assigning " + wanted.permissionSet().name() + " on " + wanted.account(),
                () -> sso.createAccountAssignment(
                                request -> request.instanceArn(wanted.instance().arn())
                                        .permissionSetArn(wanted.permissionSet().arn())
                                        .targetId(wanted.account().value())
                                        .targetType(TargetType.AWS_ACCOUNT)
                                        .principalId(wanted.principal().id())
                                        .principalType(PrincipalType.fromValue(
                                                wanted.principal().type())))
                        .accountAssignmentCreationStatus()
                        .requestId());
    }

    void await(AssignmentRequest request) {
        SsoAdminClient sso = accounts.ssoAdmin(request.assignment().instance().place());
        AccountAssignmentOperationStatus status = AwsFailures.translating(
                "reading the state of the assignment of "
                        + request.assignment().permissionSet().name(),
                () -> sso.describeAccountAssignmentCreationStatus(query -> query.instanceArn(
                                        request.assignment().instance().arn())
                                .accountAssignmentCreationRequestId(request.requestId()))
                        .accountAssignmentCreationStatus());
        String what = request.assignment().permissionSet().name() + " on "
                + request.assignment().account();
        switch (status.status()) {
            case SUCCEEDED -> {}
            case FAILED ->
                throw FailureType.CONFLICT.failure(
                        "IAM Identity Center could not assign " + what + ": " + status.failureReason());
            default -> throw FailureType.NOT_READY.failure(what + " is being provisioned");
        }
    }
}
