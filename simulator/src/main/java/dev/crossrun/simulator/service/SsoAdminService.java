package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.wire.RateLimit;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PermissionSet;
import java.util.List;
import java.util.Optional;

/** IAM Identity Center's administration API: instances and account access. */
public final class SsoAdminService extends Operations {
    private static final String INSTANCE = "arn:(aws|aws-us-gov|aws-cn):sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}";
    private static final String PERMISSION_SET =
            "arn:(aws|aws-us-gov|aws-cn):sso:::permissionSet/(sso)?ins-[a-zA-Z0-9-.]{16}/ps-[a-zA-Z0-9-./]{16}";

    private final RateLimit limit;

    public SsoAdminService(RateLimit limit, boolean refusesSamlAssignments) {
        super("sso");
        this.limit = limit;
        Resource instance = call -> text(call, "InstanceArn");
        on("ListInstances", SsoAdminService::listInstances);
        on("DescribeInstance", instance, call -> Optional.of(describe(instance(call))));
        SsoPermissionSets.addTo(this);
        SsoPolicies.addTo(this);
        SsoProvisioning.addTo(this);
        SsoAccountAssignments.addTo(this);
        new SsoApplications(refusesSamlAssignments).addTo(this);
    }

    static String text(ServiceCall call, String member) {
        return call.input().path(member).asText("*");
    }

    /**
     * A call that changes a permission set, an assignment or what an account has needs its action on all that it ties
     * together (Service Authorization Reference, "AWS IAM Identity Center").
     */
    @Override
    public List<String> resources(ServiceCall call, String action) {
        String instance = text(call, "InstanceArn");
        String permissionSet = text(call, "PermissionSetArn");
        String operation = call.operation();
        if (operation.matches("(Create|Delete)AccountAssignment|ProvisionPermissionSet")) {
            return List.of(instance, permissionSet, "arn:aws:sso:::account/" + text(call, "TargetId"));
        }
        return operation.matches("(Put|Delete|Attach|Detach)\\w*PermissionSet")
                ? List.of(instance, permissionSet)
                : super.resources(call, action);
    }

    @Override
    public Optional<ObjectNode> handle(ServiceCall call) {
        IdentityCenters.admit(call, limit);
        return super.handle(call);
    }

    /** Accounts of the organization see its instance, in the instance's home region. */
    private static Optional<ObjectNode> listInstances(ServiceCall call) {
        List<IdentityCenter> instances = IdentityCenters.here(call).stream().toList();
        return IdentityCenters.paged(call, "Instances", instances, SsoAdminService::describe);
    }

    private static ObjectNode describe(IdentityCenter center) {
        return object().put("InstanceArn", center.instanceArn())
                .put("IdentityStoreId", center.identityStoreId())
                .put("OwnerAccountId", center.ownerAccountId())
                .put("Status", "ACTIVE");
    }

    static IdentityCenter instance(ServiceCall call) {
        String arn = Input.of(call, IdentityCenters.INVALID).text("InstanceArn", INSTANCE, 10, 1224);
        IdentityCenter center = IdentityCenters.here(call)
                .filter(here -> here.instanceArn().equals(arn))
                .orElseThrow(() -> IdentityCenters.missing("Instance"));
        return IdentityCenters.owned(call, center);
    }

    static PermissionSet permissionSet(ServiceCall call, IdentityCenter center) {
        String arn = Input.of(call, IdentityCenters.INVALID).text("PermissionSetArn", PERMISSION_SET, 10, 1224);
        return center.permissionSets().get(arn).orElseThrow(() -> IdentityCenters.missing("PermissionSet"));
    }
}
