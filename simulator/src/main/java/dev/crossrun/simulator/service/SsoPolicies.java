package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.iam.MalformedPolicyException;
import dev.crossrun.simulator.iam.PolicyParser;
import dev.crossrun.simulator.world.AwsManagedPolicies;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.ManagedPolicy;
import dev.crossrun.simulator.world.PermissionSet;
import dev.crossrun.simulator.world.PermissionSet.CustomerManagedPolicy;
import dev.crossrun.simulator.world.PermissionSet.Policies;
import dev.crossrun.simulator.world.PermissionSetProvisioning.Place;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The policies of permission sets. A change has no effect on an account before the set is provisioned there.
 */
final class SsoPolicies {
    private static final String DOCUMENT = "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+";
    private static final String MANAGED =
            "arn:(aws|aws-us-gov|aws-cn):iam::aws:policy((/[A-Za-z0-9\\.,\\+@=_-]+)*)/([A-Za-z0-9\\.,\\+=@_-]+)";
    private static final String POLICY_PATH = "((/[A-Za-z0-9\\.,\\+@=_-]+)*)/";
    private static final int LONGEST = 10_240;
    private static final int MOST_ATTACHED = 10;

    private SsoPolicies() {}

    static void addTo(Operations service) {
        Operations.Resource set = call -> SsoAdminService.text(call, "PermissionSetArn");
        service.on("PutInlinePolicyToPermissionSet", set, SsoPolicies::putInline);
        service.on("GetInlinePolicyForPermissionSet", set, SsoPolicies::getInline);
        service.on("DeleteInlinePolicyFromPermissionSet", set, SsoPolicies::deleteInline);
        service.on("AttachManagedPolicyToPermissionSet", set, SsoPolicies::attach);
        service.on("DetachManagedPolicyFromPermissionSet", set, SsoPolicies::detach);
        service.on("ListManagedPoliciesInPermissionSet", set, SsoPolicies::listManaged);
        service.on("AttachCustomerManagedPolicyReferenceToPermissionSet", set, SsoPolicies::attachCustomerManaged);
        service.on("ListCustomerManagedPolicyReferencesInPermissionSet", set, SsoPolicies::listCustomerManaged);
    }

    private static Optional<ObjectNode> putInline(ServiceCall call) {
        PermissionSet set = changeable(call);
        String document = Input.of(call, IdentityCenters.INVALID).text("InlinePolicy", DOCUMENT, 1, 32_768);
        checkSize(document);
        try {
            PolicyParser.identityPolicy(document);
        } catch (MalformedPolicyException e) {
            throw invalid("Invalid PermissionsPolicy Document");
        }
        return changed(call, set, set.policies().withInline(Optional.of(document)));
    }

    /** White space does not count (user guide, "IAM Identity Center quotas"). */
    private static void checkSize(String document) {
        int size = document.replaceAll("\\s", "").getBytes(StandardCharsets.UTF_8).length;
        if (size > LONGEST) {
            throw invalid("Current size of the non-whitespace characters present in the InlinePolicy Document is "
                    + size + " bytes which has exceeded the maximum limit of " + LONGEST + " bytes");
        }
    }

    private static ServiceError invalid(String message) {
        return new ServiceError(400, IdentityCenters.INVALID, message);
    }

    /** The member is there, and empty, if there is no inline policy. */
    private static Optional<ObjectNode> getInline(ServiceCall call) {
        return Optional.of(Operations.object()
                .put("InlinePolicy", seen(call).policies().inline().orElse("")));
    }

    /** Assumed: without an inline policy this is the documented ResourceNotFoundException. */
    private static Optional<ObjectNode> deleteInline(ServiceCall call) {
        PermissionSet set = changeable(call);
        if (set.policies().inline().isEmpty()) {
            throw IdentityCenters.missing("Inline policy");
        }
        return changed(call, set, set.policies().withInline(Optional.empty()));
    }

    /** Assumed: a second time is the documented ConflictException, an unknown policy ResourceNotFoundException. */
    private static Optional<ObjectNode> attach(ServiceCall call) {
        PermissionSet set = changeable(call);
        String arn = managedArn(call);
        if (AwsManagedPolicies.find(arn).isEmpty()) {
            throw IdentityCenters.missing("Managed policy");
        }
        if (set.policies().managedArns().contains(arn)) {
            throw conflict("The policy " + arn + " is already attached to " + set.arn());
        }
        checkQuota(set);
        return changed(call, set, set.policies().attach(arn));
    }

    private static void checkQuota(PermissionSet set) {
        if (set.policies().attached() >= MOST_ATTACHED) {
            throw IdentityCenters.quota("policies per permission set", MOST_ATTACHED);
        }
    }

    private static Optional<ObjectNode> detach(ServiceCall call) {
        PermissionSet set = changeable(call);
        String arn = managedArn(call);
        if (!set.policies().managedArns().contains(arn)) {
            throw IdentityCenters.missing("Managed policy");
        }
        return changed(call, set, set.policies().detach(arn));
    }

    private static String managedArn(ServiceCall call) {
        return Input.of(call, IdentityCenters.INVALID).text("ManagedPolicyArn", MANAGED, 20, 2048);
    }

    private static Optional<ObjectNode> listManaged(ServiceCall call) {
        List<ManagedPolicy> attached = seen(call).policies().managedArns().stream()
                .flatMap(arn -> AwsManagedPolicies.find(arn).stream())
                .toList();
        return IdentityCenters.paged(
                call,
                "AttachedManagedPolicies",
                attached,
                policy -> Operations.object().put("Name", policy.name()).put("Arn", policy.arn()));
    }

    /** Whether an account has such a policy is found out when the set is provisioned there. */
    private static Optional<ObjectNode> attachCustomerManaged(ServiceCall call) {
        PermissionSet set = changeable(call);
        Input reference = Input.of(call, IdentityCenters.INVALID).nested("CustomerManagedPolicyReference");
        String name = reference.text("Name", "[\\w+=,.@-]+", 1, 128);
        String path = reference.has("Path") ? reference.text("Path", POLICY_PATH, 1, 512) : "/";
        CustomerManagedPolicy policy = new CustomerManagedPolicy(name, path);
        if (set.policies().customerManaged().contains(policy)) {
            throw conflict("The policy " + path + name + " is already attached to " + set.arn());
        }
        checkQuota(set);
        return changed(call, set, set.policies().attach(policy));
    }

    private static Optional<ObjectNode> listCustomerManaged(ServiceCall call) {
        return IdentityCenters.paged(
                call,
                "CustomerManagedPolicyReferences",
                seen(call).policies().customerManaged(),
                policy -> Operations.object().put("Name", policy.name()).put("Path", policy.path()));
    }

    private static PermissionSet seen(ServiceCall call) {
        return SsoAdminService.permissionSet(call, SsoAdminService.instance(call));
    }

    /**
     * The permission set, unless somebody changed it just now: "a conflict with a previous successful write […] generally
     * occurs when the previous write did not have time to propagate" (API reference, ConflictException).
     */
    private static PermissionSet changeable(ServiceCall call) {
        IdentityCenter center = SsoAdminService.instance(call);
        PermissionSet set = SsoAdminService.permissionSet(call, center);
        IdentityCenters.refuseManagement(call, center, new Place("", set.arn()), set.arn());
        if (!center.permissionSets().latest(set.arn()).equals(Optional.of(set))) {
            throw conflict("There is a conflicting operation in process. Permission set " + set.arn());
        }
        return set;
    }

    private static ServiceError conflict(String message) {
        return new ServiceError(400, "ConflictException", message);
    }

    private static Optional<ObjectNode> changed(ServiceCall call, PermissionSet set, Policies policies) {
        SsoAdminService.instance(call).permissionSets().put(set.arn(), set.withPolicies(policies));
        return Optional.empty();
    }
}
