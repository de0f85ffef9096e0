package dev.crossrun.aws;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities.AccountAssignment;
import dev.crossrun.activity.IdentityCenterActivities.Instance;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import dev.crossrun.activity.IdentityCenterActivities.Snapshot;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.PermissionSetActivities.Assigned;
import dev.crossrun.activity.PermissionSetActivities.AssignedQuery;
import dev.crossrun.activity.PermissionSetActivities.Key;
import dev.crossrun.activity.Place;
import dev.crossrun.batch.ItemByItem;
import dev.crossrun.batch.ItemByItem.Note;
import dev.crossrun.domain.AccountId;
import dev.crossrun.pace.Pace;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import io.temporal.activity.Activity;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.AccountAssignmentOperationStatus;
import software.amazon.awssdk.services.ssoadmin.model.PrincipalType;
import software.amazon.awssdk.services.ssoadmin.model.StatusValues;
import software.amazon.awssdk.services.ssoadmin.model.TargetType;

/** Permission sets on accounts. */
final class AccountAssignments {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AwsAccounts accounts;
    private final Pace<Place> pace;
    private final DelegatedAdministration delegation;

    AccountAssignments(AwsAccounts accounts, Pace<Place> pace) {
        this.accounts = accounts;
        this.pace = pace;
        this.delegation = new DelegatedAdministration(new Provisioning(accounts));
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
        paced(instance, arn);
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

    /** Waits for the call's turn. */
    private void paced(AccountAssignment assignment) {
        pace.await(assignment.instance().place());
    }

    /** Waits for the call's turn; a heartbeat shows that the activity still runs. */
    private void paced(Instance instance, String at) {
        pace.await(instance.place());
        Activity.getExecutionContext().heartbeat(at);
    }

    /** By permission set and account. */
    Snapshot snapshot(Instance instance) {
        ArrayNode list = JSON.createArrayNode();
        for (PermissionSet set : permissionSets(instance)) {
            for (String account : accountsOf(instance, set)) {
                paced(instance, set.name() + " " + account);
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
        paced(instance, set.arn());
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

    /** Account by account. */
    List<Assigned> of(AssignedQuery query) {
        Instance instance = query.key().instance();
        PermissionSet set = query.key().permissionSet();
        return query.accounts().stream()
                .flatMap(account -> {
                    paced(instance, set.name() + " " + account);
                    return assignments(instance, set, account.value()).stream();
                })
                .map(each ->
                        new Assigned(new AccountId(each.accountId()), each.principalTypeAsString(), each.principalId()))
                .toList();
    }

    private boolean isThere(AccountAssignment wanted) {
        paced(wanted);
        return principals(wanted).contains(wanted.principal().id());
    }

    /** Who has the permission set on the account. */
    private Set<String> principals(AccountAssignment wanted) {
        return assignments(
                        wanted.instance(),
                        wanted.permissionSet(),
                        wanted.account().value())
                .stream()
                .map(each -> each.principalId())
                .collect(Collectors.toSet());
    }

    /** One list for all principals of a permission set on an account. */
    List<Found> find(List<AccountAssignment> wanted) {
        Map<List<Object>, Set<String>> assigned = new HashMap<>();
        return ItemByItem.find(
                wanted,
                (each, note) -> assigned.computeIfAbsent(
                                        List.of(each.instance(), each.permissionSet(), each.account()), key -> {
                                            paced(each);
                                            return principals(each);
                                        })
                                .contains(each.principal().id())
                        ? Found.unmarked(Map.of())
                        : Found.absent());
    }

    /** The note is the id of the request, so that another attempt waits for it instead of asking again. */
    ItemResult create(AccountAssignment wanted, Note note) {
        Optional<String> asked = note.read().filter(id -> !id.isEmpty());
        if (asked.isEmpty() && isThere(wanted)) {
            return ItemResult.done();
        }
        return await(wanted, asked.orElseGet(() -> ask(wanted, note)), note);
    }

    private String ask(AccountAssignment wanted, Note note) {
        String doing = "assigning " + given(wanted);
        paced(wanted);
        String id = delegation.changing(
                key(wanted),
                Optional.of(wanted.account()),
                () -> AwsFailures.translating(doing, () -> AwsFailures.changing(doing, () -> request(wanted))));
        note.write(id);
        return id;
    }

    private String request(AccountAssignment wanted) {
        SsoAdminClient sso = accounts.ssoAdmin(wanted.instance().place());
        return sso.createAccountAssignment(
                        request -> request.instanceArn(wanted.instance().arn())
                                .permissionSetArn(wanted.permissionSet().arn())
                                .targetId(wanted.account().value())
                                .targetType(TargetType.AWS_ACCOUNT)
                                .principalId(wanted.principal().id())
                                .principalType(PrincipalType.fromValue(
                                        wanted.principal().type())))
                .accountAssignmentCreationStatus()
                .requestId();
    }

    private ItemResult await(AccountAssignment wanted, String requestId, Note note) {
        paced(wanted);
        SsoAdminClient sso = accounts.ssoAdmin(wanted.instance().place());
        AccountAssignmentOperationStatus status = AwsFailures.translating(
                "reading the state of the assignment of " + given(wanted),
                () -> sso.describeAccountAssignmentCreationStatus(
                                query -> query.instanceArn(wanted.instance().arn())
                                        .accountAssignmentCreationRequestId(requestId))
                        .accountAssignmentCreationStatus());
        String what = given(wanted);
        return switch (status.status()) {
            case SUCCEEDED -> ItemResult.done();
            case FAILED -> {
                if (isNotKnownYet(status.failureReason())) {
                    note.write("");
                    throw FailureType.NOT_READY.failure(
                            "IAM Identity Center could not assign " + what + ": " + status.failureReason(),
                            "The directory of IAM Identity Center does not have the user or group yet, or not any more."
                                    + " Wait until it has been provisioned everywhere, then try again, which asks for the"
                                    + " assignment again.");
                }
                throw FailureType.CONFLICT.failure(
                        "IAM Identity Center could not assign " + what + ": " + status.failureReason(),
                        "Correct what IAM Identity Center names, such as the permission set's policies or the"
                                + " account; then try again, which asks for the assignment again.");
            }
            default -> throw FailureType.NOT_READY.failure(what + " is being provisioned");
        };
    }

    /** Of a principal that was provisioned seconds ago (hashicorp/terraform-provider-aws, issue 19341). */
    private static boolean isNotKnownYet(@Nullable String reason) {
        return reason != null && reason.contains("was not found in directory");
    }

    /** The note is the id of the request, as for {@link #create}. */
    List<Removal> remove(List<AccountAssignment> removable, boolean preview) {
        Map<Instance, List<AccountAssignmentOperationStatus>> coming = new HashMap<>();
        return ItemByItem.remove(
                removable,
                (assignment, note) -> remove(
                        assignment,
                        preview,
                        note,
                        () -> coming.computeIfAbsent(assignment.instance(), this::coming).stream()
                                .anyMatch(request -> isOf(assignment, request))));
    }

    private Removal remove(AccountAssignment assignment, boolean preview, Note note, BooleanSupplier isComing) {
        Optional<String> asked = note.read();
        if (asked.isPresent()) {
            return awaitDeletion(assignment, asked.get());
        }
        boolean coming = isComing.getAsBoolean();
        if (!isThere(assignment) && !coming) {
            return Removal.gone();
        }
        if (preview) {
            return Removal.removed();
        }
        if (coming) {
            throw FailureType.NOT_READY.failure(
                    what(assignment) + " is still being assigned. It is removed afterwards");
        }
        paced(assignment);
        Optional<String> request = delegation.changing(
                key(assignment),
                Optional.of(assignment.account()),
                () -> AwsFailures.found("taking back " + what(assignment), () -> delete(assignment)));
        request.ifPresent(note::write);
        return request.map(id -> awaitDeletion(assignment, id)).orElseGet(Removal::gone);
    }

    /** Requests to assign that are under way: no list of assignments shows them. */
    private List<AccountAssignmentOperationStatus> coming(Instance instance) {
        SsoAdminClient sso = accounts.ssoAdmin(instance.place());
        pace.await(instance.place());
        return AwsFailures.translating(
                "looking for requests to assign that are under way",
                () -> sso
                        .listAccountAssignmentCreationStatusPaginator(query -> query.instanceArn(instance.arn())
                                .filter(filter -> filter.status(StatusValues.IN_PROGRESS)))
                        .accountAssignmentsCreationStatus()
                        .stream()
                        .map(each -> {
                            pace.await(instance.place());
                            return sso.describeAccountAssignmentCreationStatus(
                                            query -> query.instanceArn(instance.arn())
                                                    .accountAssignmentCreationRequestId(each.requestId()))
                                    .accountAssignmentCreationStatus();
                        })
                        .toList());
    }

    private static boolean isOf(AccountAssignment assignment, AccountAssignmentOperationStatus request) {
        return assignment.principal().id().equals(request.principalId())
                && assignment.permissionSet().arn().equals(request.permissionSetArn())
                && assignment.account().value().equals(request.targetId());
    }

    private String delete(AccountAssignment assignment) {
        SsoAdminClient sso = accounts.ssoAdmin(assignment.instance().place());
        return AwsFailures.changing(
                "taking back " + what(assignment),
                () -> sso.deleteAccountAssignment(request -> request.instanceArn(
                                        assignment.instance().arn())
                                .permissionSetArn(assignment.permissionSet().arn())
                                .targetId(assignment.account().value())
                                .targetType(TargetType.AWS_ACCOUNT)
                                .principalId(assignment.principal().id())
                                .principalType(PrincipalType.fromValue(
                                        assignment.principal().type())))
                        .accountAssignmentDeletionStatus()
                        .requestId());
    }

    private Removal awaitDeletion(AccountAssignment assignment, String requestId) {
        paced(assignment);
        SsoAdminClient sso = accounts.ssoAdmin(assignment.instance().place());
        AccountAssignmentOperationStatus status = AwsFailures.translating(
                "reading how far the deletion of " + what(assignment) + " is",
                () -> sso.describeAccountAssignmentDeletionStatus(
                                query -> query.instanceArn(assignment.instance().arn())
                                        .accountAssignmentDeletionRequestId(requestId))
                        .accountAssignmentDeletionStatus());
        return switch (status.status()) {
            case SUCCEEDED -> Removal.removed();
            case FAILED ->
                throw FailureType.CONFLICT.failure(
                        "IAM Identity Center could not delete the assignment of " + what(assignment) + ": "
                                + status.failureReason(),
                        "Correct what IAM Identity Center names, such as the permission set or the account. Then try"
                                + " again: that requests the deletion again.");
            default ->
                throw FailureType.NOT_READY.failure("the assignment of " + what(assignment) + " is being deleted");
        };
    }

    private static Key key(AccountAssignment assignment) {
        return new Key(assignment.instance(), assignment.permissionSet());
    }

    private static String given(AccountAssignment wanted) {
        return wanted.permissionSet().name() + " on " + wanted.account() + " to "
                + wanted.principal().name();
    }

    private static String what(AccountAssignment assignment) {
        return assignment.permissionSet().name() + " on " + assignment.account() + " from "
                + assignment.principal().name();
    }
}
