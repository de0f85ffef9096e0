package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.AccountAccess;
import dev.crossrun.simulator.world.AccountAccess.Change;
import dev.crossrun.simulator.world.AccountAssignment;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PermissionSet;
import dev.crossrun.simulator.world.PrincipalType;
import java.util.List;
import java.util.Optional;

/** Who has which permission set on which account. A change is accepted first and done, or not, a while later. */
final class SsoAccountAssignments {
    private static final String ACCOUNT = "\\d{12}";
    private static final String REQUEST_ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final String CREATION = "AccountAssignmentCreation";
    private static final String DELETION = "AccountAssignmentDeletion";

    private SsoAccountAssignments() {}

    static void addTo(Operations service) {
        Operations.Resource instance = call -> SsoAdminService.text(call, "InstanceArn");
        Operations.Resource permissionSet = call -> SsoAdminService.text(call, "PermissionSetArn");
        service.on("ListAccountAssignments", permissionSet, SsoAccountAssignments::list);
        service.on("ListAccountAssignmentsForPrincipal", instance, SsoAccountAssignments::listForPrincipal);
        service.on("CreateAccountAssignment", permissionSet, SsoAccountAssignments::create);
        service.on("DeleteAccountAssignment", permissionSet, SsoAccountAssignments::delete);
        service.on("DescribeAccountAssignmentCreationStatus", instance, call -> status(call, CREATION));
        service.on("ListAccountAssignmentCreationStatus", instance, call -> listStatus(call, CREATION));
        service.on("DescribeAccountAssignmentDeletionStatus", instance, call -> status(call, DELETION));
        service.on("ListAccountAssignmentDeletionStatus", instance, call -> listStatus(call, DELETION));
    }

    private static Optional<ObjectNode> create(ServiceCall call) {
        IdentityCenter center = SsoAdminService.instance(call);
        AccountAssignment assignment = changeable(call, center);
        return changed(CREATION, center.accountAccess().create(assignment, flaw(center, assignment)));
    }

    private static Optional<String> flaw(IdentityCenter center, AccountAssignment assignment) {
        return center.provisioning()
                .flaw(assignment.place())
                .or(() -> center.hasPrincipal(assignment.principalType(), assignment.principalId())
                        ? Optional.empty()
                        : Optional.of(
                                assignment.principalType() + " " + assignment.principalId() + " does not exist."));
    }

    private static Optional<ObjectNode> delete(ServiceCall call) {
        IdentityCenter center = SsoAdminService.instance(call);
        AccountAssignment assignment = changeable(call, center);
        if (!center.accountAssignments().contains(assignment)) {
            throw IdentityCenters.missing("Account assignment");
        }
        return changed(DELETION, center.accountAccess().delete(assignment));
    }

    private static AccountAssignment changeable(ServiceCall call, IdentityCenter center) {
        Input input = Input.of(call, IdentityCenters.INVALID);
        PermissionSet set = SsoAdminService.permissionSet(call, center);
        String accountId = input.text("TargetId", ACCOUNT);
        input.text("TargetType", "AWS_ACCOUNT");
        AccountAssignment assignment =
                new AccountAssignment(accountId, set.arn(), principalType(input), principalId(input));
        IdentityCenters.refuseManagement(call, center, assignment.place(), set.arn());
        if (center.accountAccess().isBusy(set.arn(), accountId)) {
            throw new ServiceError(
                    400,
                    "ConflictException",
                    "There is a conflicting operation in process. Account " + accountId + " with permission set "
                            + set.arn());
        }
        return assignment;
    }

    private static PrincipalType principalType(Input input) {
        return PrincipalType.valueOf(input.text("PrincipalType", "USER|GROUP"));
    }

    private static String principalId(Input input) {
        return input.text("PrincipalId", SsoApplications.PRINCIPAL, 1, 47);
    }

    private static Optional<ObjectNode> changed(String kind, Change change) {
        return Optional.of(describe(kind, change, "IN_PROGRESS"));
    }

    private static Optional<ObjectNode> status(ServiceCall call, String kind) {
        AccountAccess access = SsoAdminService.instance(call).accountAccess();
        String requestId = Input.of(call, IdentityCenters.INVALID).text(kind + "RequestId", REQUEST_ID, 36, 36);
        Change change = access.change(requestId)
                .filter(found -> found.creation() == kind.equals(CREATION))
                .orElseThrow(() -> IdentityCenters.missing("Request"));
        return Optional.of(describe(kind, change, state(access, change)));
    }

    private static String state(AccountAccess access, Change change) {
        if (access.isUnderWay(change)) {
            return "IN_PROGRESS";
        }
        return change.failure().isPresent() ? "FAILED" : "SUCCEEDED";
    }

    /** Tells of requests, not of what they ask for. */
    private static Optional<ObjectNode> listStatus(ServiceCall call, String kind) {
        AccountAccess access = SsoAdminService.instance(call).accountAccess();
        String wanted = call.input().path("Filter").path("Status").asText("");
        List<Change> changes = access.changes().stream()
                .filter(change -> change.creation() == kind.equals(CREATION))
                .filter(change -> wanted.isEmpty() || wanted.equals(state(access, change)))
                .toList();
        return IdentityCenters.paged(
                call,
                "AccountAssignments" + kind.substring("AccountAssignment".length()) + "Status",
                changes,
                change -> Operations.object()
                        .put("Status", state(access, change))
                        .put("RequestId", change.requestId())
                        .put("CreatedDate", (double) change.createdDate().getEpochSecond()));
    }

    private static ObjectNode describe(String kind, Change change, String status) {
        AccountAssignment assignment = change.assignment();
        ObjectNode output = Operations.object();
        ObjectNode node = output.putObject(kind + "Status")
                .put("Status", status)
                .put("RequestId", change.requestId())
                .put("TargetId", assignment.accountId())
                .put("TargetType", "AWS_ACCOUNT")
                .put("PermissionSetArn", assignment.permissionSetArn())
                .put("PrincipalType", assignment.principalType().name())
                .put("PrincipalId", assignment.principalId())
                .put("CreatedDate", (double) change.createdDate().getEpochSecond());
        change.failure()
                .filter(reason -> status.equals("FAILED"))
                .ifPresent(reason -> node.put("FailureReason", reason));
        return output;
    }

    private static Optional<ObjectNode> list(ServiceCall call) {
        IdentityCenter center = SsoAdminService.instance(call);
        PermissionSet set = SsoAdminService.permissionSet(call, center);
        String accountId = Input.of(call, IdentityCenters.INVALID).text("AccountId", ACCOUNT);
        List<AccountAssignment> assignments = center.accountAssignments().stream()
                .filter(assignment -> assignment.accountId().equals(accountId))
                .filter(assignment -> assignment.permissionSetArn().equals(set.arn()))
                .toList();
        return paged(call, assignments);
    }

    /** What a user has through groups counts, too. */
    private static Optional<ObjectNode> listForPrincipal(ServiceCall call) {
        IdentityCenter center = SsoAdminService.instance(call);
        Input input = Input.of(call, IdentityCenters.INVALID);
        PrincipalType type = principalType(input);
        String id = principalId(input);
        String accountId = call.input().path("Filter").path("AccountId").asText("");
        List<AccountAssignment> assignments = center.accountAssignments().stream()
                .filter(assignment ->
                        accountId.isEmpty() || assignment.accountId().equals(accountId))
                .filter(assignment -> assignment.principalType() == type
                        ? assignment.principalId().equals(id)
                        : type == PrincipalType.USER && center.isMember(assignment.principalId(), id))
                .toList();
        return paged(call, assignments);
    }

    private static Optional<ObjectNode> paged(ServiceCall call, List<AccountAssignment> assignments) {
        return IdentityCenters.paged(
                call,
                "AccountAssignments",
                assignments,
                assignment -> Operations.object()
                        .put("AccountId", assignment.accountId())
                        .put("PermissionSetArn", assignment.permissionSetArn())
                        .put("PrincipalType", assignment.principalType().name())
                        .put("PrincipalId", assignment.principalId()));
    }
}
