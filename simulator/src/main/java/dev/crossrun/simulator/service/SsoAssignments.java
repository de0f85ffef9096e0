package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.AccountAssignment;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PermissionSet;
import dev.crossrun.simulator.world.PrincipalType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Permission sets on accounts: asked for, worked on for a while, then there or failed. */
final class SsoAssignments {
    private static final String PRINCIPAL =
            "([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}";

    private final Map<String, Change> changes = new HashMap<>();

    /** A change that is under way until {@code doneAt}. */
    private record Change(
            String id,
            boolean creation,
            AccountAssignment assignment,
            Instant askedAt,
            Instant doneAt,
            Optional<String> failure) {}

    void addTo(Operations service) {
        Operations.Resource permissionSet = call -> SsoAdminService.text(call, "PermissionSetArn");
        Operations.Resource instance = call -> SsoAdminService.text(call, "InstanceArn");
        service.on("ListAccountAssignments", permissionSet, this::list);
        service.on("ListAccountsForProvisionedPermissionSet", permissionSet, this::accounts);
        service.on("CreateAccountAssignment", permissionSet, call -> Optional.of(change(call, true)));
        service.on("DeleteAccountAssignment", permissionSet, call -> Optional.of(change(call, false)));
        service.on("DescribeAccountAssignmentCreationStatus", instance, call -> Optional.of(describe(call, true)));
        service.on("DescribeAccountAssignmentDeletionStatus", instance, call -> Optional.of(describe(call, false)));
    }

    private Optional<ObjectNode> list(ServiceCall call) {
        IdentityCenter center = SsoAdminService.instance(call);
        settle(call, center);
        PermissionSet set = SsoAdminService.permissionSet(call, center);
        String accountId = Input.of(call, IdentityCenters.INVALID).text("AccountId", "\\d{12}");
        List<AccountAssignment> assignments = center.accountAssignments().stream()
                .filter(assignment -> assignment.accountId().equals(accountId))
                .filter(assignment -> assignment.permissionSetArn().equals(set.arn()))
                .toList();
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

    private Optional<ObjectNode> accounts(ServiceCall call) {
        IdentityCenter center = SsoAdminService.instance(call);
        settle(call, center);
        PermissionSet set = SsoAdminService.permissionSet(call, center);
        List<String> ids = center.accountAssignments().stream()
                .filter(assignment -> assignment.permissionSetArn().equals(set.arn()))
                .map(AccountAssignment::accountId)
                .distinct()
                .toList();
        Optional<ObjectNode> output = IdentityCenters.paged(
                call, "AccountIds", ids, id -> Operations.object().put("Id", id));
        output.ifPresent(page -> {
            ArrayNode bare = page.arrayNode();
            page.path("AccountIds").forEach(item -> bare.add(item.path("Id").asText()));
            page.set("AccountIds", bare);
        });
        return output;
    }

    private ObjectNode change(ServiceCall call, boolean creation) {
        IdentityCenter center = SsoAdminService.instance(call);
        settle(call, center);
        Input input = Input.of(call, IdentityCenters.INVALID);
        PermissionSet set = SsoAdminService.permissionSet(call, center);
        String account = input.text("TargetId", "\\d{12}");
        input.text("TargetType", "AWS_ACCOUNT");
        AccountAssignment assignment = new AccountAssignment(
                account,
                set.arn(),
                PrincipalType.valueOf(input.text("PrincipalType", "USER|GROUP")),
                input.text("PrincipalId", PRINCIPAL, 1, 47));
        requireManager(call, account);
        boolean busy = changes.values().stream()
                .filter(each -> each.doneAt().isAfter(call.world().now()))
                .anyMatch(each -> each.assignment().accountId().equals(account)
                        && each.assignment().permissionSetArn().equals(set.arn()));
        if (busy) {
            throw new ServiceError(
                    400, "ConflictException", "An assignment of this permission set on this account is under way.");
        }
        Instant now = call.world().now();
        Change change = new Change(
                call.world().ids().uuid(),
                creation,
                assignment,
                now,
                now.plus(call.world().consistencyDelay()),
                failure(call, center, assignment));
        changes.put(change.id(), change);
        return status(call, change);
    }

    /** What is provisioned in the management account is assigned from there alone. */
    private static void requireManager(ServiceCall call, String account) {
        String manager = call.world().organization().managementAccountId();
        if (account.equals(manager) && !call.caller().accountId().equals(manager)) {
            throw new ServiceError(
                    400,
                    "AccessDeniedException",
                    "A delegated administrator cannot assign permission sets in the management account");
        }
    }

    private static Optional<String> failure(ServiceCall call, IdentityCenter center, AccountAssignment assignment) {
        if (call.world().account(assignment.accountId()).isEmpty()) {
            return Optional.of("Target account " + assignment.accountId() + " is not in the organization");
        }
        boolean known = assignment.principalType() == PrincipalType.USER
                ? center.users().get(assignment.principalId()).isPresent()
                : center.groups().get(assignment.principalId()).isPresent();
        return known ? Optional.empty() : Optional.of("Principal " + assignment.principalId() + " does not exist");
    }

    private ObjectNode describe(ServiceCall call, boolean creation) {
        IdentityCenter center = SsoAdminService.instance(call);
        settle(call, center);
        String member = creation ? "AccountAssignmentCreationRequestId" : "AccountAssignmentDeletionRequestId";
        String id = Input.of(call, IdentityCenters.INVALID).textOfLength(member, 36, 36);
        return Optional.ofNullable(changes.get(id))
                .filter(change -> change.creation() == creation)
                .map(change -> status(call, change))
                .orElseThrow(() -> IdentityCenters.missing("Request"));
    }

    private static ObjectNode status(ServiceCall call, Change change) {
        boolean done = !change.doneAt().isAfter(call.world().now());
        String state = !done ? "IN_PROGRESS" : change.failure().isPresent() ? "FAILED" : "SUCCEEDED";
        ObjectNode output = Operations.object();
        ObjectNode status = output.putObject(
                        change.creation() ? "AccountAssignmentCreationStatus" : "AccountAssignmentDeletionStatus")
                .put("Status", state)
                .put("RequestId", change.id())
                .put("TargetId", change.assignment().accountId())
                .put("TargetType", "AWS_ACCOUNT")
                .put("PermissionSetArn", change.assignment().permissionSetArn())
                .put("PrincipalType", change.assignment().principalType().name())
                .put("PrincipalId", change.assignment().principalId())
                .put("CreatedDate", (double) change.askedAt().getEpochSecond());
        if (done) {
            change.failure().ifPresent(reason -> status.put("FailureReason", reason));
        }
        return output;
    }

    /** Lets what has been worked on long enough take effect. */
    private void settle(ServiceCall call, IdentityCenter center) {
        changes.values().stream()
                .filter(change -> change.failure().isEmpty()
                        && !change.doneAt().isAfter(call.world().now()))
                .forEach(change -> {
                    if (change.creation()) {
                        center.assignAccount(change.assignment());
                    } else {
                        center.unassignAccount(change.assignment());
                    }
                });
        changes.values()
                .removeIf(change -> change.doneAt().isBefore(call.world().now().minusSeconds(3600)));
    }
}
