package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PermissionSet;
import dev.crossrun.simulator.world.PermissionSetProvisioning;
import dev.crossrun.simulator.world.PermissionSetProvisioning.Place;
import dev.crossrun.simulator.world.PermissionSetProvisioning.Provisioned;
import dev.crossrun.simulator.world.PermissionSetProvisioning.Request;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Permission sets on their way to accounts (Identity Center API reference, ProvisionPermissionSet,
 * DescribePermissionSetProvisioningStatus, ListAccountsForProvisionedPermissionSet).
 */
final class SsoProvisioning {
    private static final String REQUEST_ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    private SsoProvisioning() {}

    static void addTo(Operations service) {
        Operations.Resource instance = call -> SsoAdminService.text(call, "InstanceArn");
        Operations.Resource permissionSet = call -> SsoAdminService.text(call, "PermissionSetArn");
        Operations.Resource account = call -> "arn:aws:sso:::account/" + SsoAdminService.text(call, "AccountId");
        service.on("ProvisionPermissionSet", permissionSet, SsoProvisioning::provision);
        service.on("DescribePermissionSetProvisioningStatus", instance, SsoProvisioning::status);
        service.on("ListPermissionSetProvisioningStatus", instance, SsoProvisioning::listStatus);
        service.on("ListAccountsForProvisionedPermissionSet", permissionSet, SsoProvisioning::listAccounts);
        service.on("ListPermissionSetsProvisionedToAccount", account, SsoProvisioning::listPermissionSets);
    }

    /**
     * To one account, which need not have an assignment of the set (hashicorp/terraform-provider-aws, issue 32006), or to
     * all that have it.
     */
    private static Optional<ObjectNode> provision(ServiceCall call) {
        IdentityCenter center = SsoAdminService.instance(call);
        PermissionSet set = SsoAdminService.permissionSet(call, center);
        Input input = Input.of(call, IdentityCenters.INVALID);
        boolean one =
                input.text("TargetType", "AWS_ACCOUNT|ALL_PROVISIONED_ACCOUNTS").equals("AWS_ACCOUNT");
        Optional<String> accountId = one ? Optional.of(input.text("TargetId", "\\d{12}")) : Optional.empty();
        List<Place> places = accountId
                .map(id -> Stream.of(new Place(id, set.arn())))
                .orElseGet(() -> accountsOf(center, set))
                .toList();
        IdentityCenters.refuseManagement(call, center, new Place(accountId.orElse(""), set.arn()), set.arn());
        places.forEach(place -> refuseBusy(center, place));
        Request request = center.provisioning().begin(set.arn(), accountId, places);
        return Optional.of(describe(request, "IN_PROGRESS"));
    }

    private static Stream<Place> accountsOf(IdentityCenter center, PermissionSet set) {
        return center.provisioning().provisioned().stream()
                .map(Provisioned::place)
                .filter(place -> place.permissionSetArn().equals(set.arn()));
    }

    private static void refuseBusy(IdentityCenter center, Place place) {
        if (center.accountAccess().isBusy(place.permissionSetArn(), place.accountId())) {
            throw new ServiceError(
                    400,
                    "ConflictException",
                    "There is a conflicting operation in process. Account " + place.accountId()
                            + " with permission set " + place.permissionSetArn());
        }
    }

    private static Optional<ObjectNode> status(ServiceCall call) {
        PermissionSetProvisioning provisioning = SsoAdminService.instance(call).provisioning();
        String id = Input.of(call, IdentityCenters.INVALID).text("ProvisionPermissionSetRequestId", REQUEST_ID, 36, 36);
        Request request = provisioning.request(id).orElseThrow(() -> IdentityCenters.missing("Request"));
        return Optional.of(describe(request, state(provisioning, request)));
    }

    private static String state(PermissionSetProvisioning provisioning, Request request) {
        if (provisioning.isUnderWay(request)) {
            return "IN_PROGRESS";
        }
        return request.failure().isPresent() ? "FAILED" : "SUCCEEDED";
    }

    private static ObjectNode describe(Request request, String status) {
        ObjectNode output = Operations.object();
        ObjectNode node = output.putObject("PermissionSetProvisioningStatus")
                .put("Status", status)
                .put("RequestId", request.id())
                .put("PermissionSetArn", request.permissionSetArn())
                .put("CreatedDate", (double) request.createdDate().getEpochSecond());
        request.accountId().ifPresent(id -> node.put("AccountId", id));
        request.failure()
                .filter(reason -> status.equals("FAILED"))
                .ifPresent(reason -> node.put("FailureReason", reason));
        return output;
    }

    private static Optional<ObjectNode> listStatus(ServiceCall call) {
        PermissionSetProvisioning provisioning = SsoAdminService.instance(call).provisioning();
        String wanted = call.input().path("Filter").path("Status").asText("");
        List<Request> requests = provisioning.requests().stream()
                .filter(request -> wanted.isEmpty() || wanted.equals(state(provisioning, request)))
                .toList();
        return IdentityCenters.paged(
                call,
                "PermissionSetsProvisioningStatus",
                requests,
                request -> Operations.object()
                        .put("Status", state(provisioning, request))
                        .put("RequestId", request.id())
                        .put("CreatedDate", (double) request.createdDate().getEpochSecond()));
    }

    private static Optional<ObjectNode> listAccounts(ServiceCall call) {
        IdentityCenter center = SsoAdminService.instance(call);
        PermissionSet set = SsoAdminService.permissionSet(call, center);
        List<String> accounts = center.provisioning().provisioned().stream()
                .filter(one -> one.place().permissionSetArn().equals(set.arn()))
                .filter(wanted(call, center))
                .map(one -> one.place().accountId())
                .toList();
        return IdentityCenters.pagedTexts(call, "AccountIds", accounts);
    }

    /** The list is absent, not empty, where there is none (PeterBengtson/AFT-SSO-account-configuration, issue 1). */
    private static Optional<ObjectNode> listPermissionSets(ServiceCall call) {
        IdentityCenter center = SsoAdminService.instance(call);
        String accountId = Input.of(call, IdentityCenters.INVALID).text("AccountId", "\\d{12}");
        List<String> sets = center.provisioning().provisioned().stream()
                .filter(one -> one.place().accountId().equals(accountId))
                .filter(wanted(call, center))
                .map(one -> one.place().permissionSetArn())
                .toList();
        return sets.isEmpty() ? Optional.empty() : IdentityCenters.pagedTexts(call, "PermissionSets", sets);
    }

    private static Predicate<Provisioned> wanted(ServiceCall call, IdentityCenter center) {
        Input input = Input.of(call, IdentityCenters.INVALID);
        if (!input.has("ProvisioningStatus")) {
            return unused -> true;
        }
        boolean latest = input.text(
                        "ProvisioningStatus", "LATEST_PERMISSION_SET_PROVISIONED|LATEST_PERMISSION_SET_NOT_PROVISIONED")
                .equals("LATEST_PERMISSION_SET_PROVISIONED");
        return one -> center.provisioning().isLatest(one) == latest;
    }
}
