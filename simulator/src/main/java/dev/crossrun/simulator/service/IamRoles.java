package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.iam.PolicyParser;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.ManagedPolicy;
import dev.crossrun.simulator.world.Replicated;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** IAM's roles, their trust policies and what is attached to them. */
final class IamRoles {
    private static final int LONGEST_TRUST = 2048;
    private static final int MOST_ATTACHED = 10;
    private static final int MOST_ROLES = 1000;

    private IamRoles() {}

    static Map<String, IamEntities.Operation> operations() {
        return Map.ofEntries(
                Map.entry("CreateRole", IamRoles::create),
                Map.entry("GetRole", IamRoles::get),
                Map.entry("ListRoles", IamRoles::list),
                Map.entry("DeleteRole", IamRoles::delete),
                Map.entry("UpdateAssumeRolePolicy", IamRoles::updateTrust),
                Map.entry("AttachRolePolicy", IamRoles::attach),
                Map.entry("DetachRolePolicy", IamRoles::detach),
                Map.entry("ListAttachedRolePolicies", IamRoles::listAttached),
                Map.entry("ListRolePolicies", IamRoles::listInline),
                Map.entry("GetRolePolicy", IamRoles::getInline),
                Map.entry("ListRoleTags", IamRoles::listTags),
                Map.entry("TagRole", IamRoles::tag),
                Map.entry("PutRolePermissionsBoundary", IamRoles::putBoundary),
                Map.entry("DeleteRolePermissionsBoundary", IamRoles::deleteBoundary));
    }

    /** The ARN that a call is about. */
    static String resource(ServiceCall call) {
        if (call.operation().equals("CreateRole")) {
            return newArn(call);
        }
        if (call.operation().equals("ListRoles")) {
            return IamEntities.iam(call).arn("role/");
        }
        String name = Members.required(call, "RoleName");
        return all(call)
                .latest(name)
                .or(() -> IamEntities.iam(call).reservedRoles().latest(name))
                .map(IamRole::arn)
                .orElseGet(() -> IamEntities.iam(call).arn("role/" + name));
    }

    private static String newArn(ServiceCall call) {
        String path = Members.path(call);
        return IamEntities.iam(call).arn("role" + path + Members.required(call, "RoleName"));
    }

    private static Optional<ObjectNode> create(ServiceCall call) {
        String name = Members.required(call, "RoleName", "[\\w+=,.@-]+", 1, 64);
        String trust = trust(call, "AssumeRolePolicyDocument");
        int duration = Members.number(call, "MaxSessionDuration", 3600, 3600, 43200);
        if (all(call).all().stream().anyMatch(other -> other.name().equalsIgnoreCase(name))) {
            throw IamEntities.exists("Role with name " + name + " already exists.");
        }
        if (all(call).all().size() >= MOST_ROLES) {
            throw IamEntities.limit("RolesPerAccount", MOST_ROLES);
        }
        IamRole role = new IamRole(
                name,
                Members.path(call),
                call.world().ids().unique("AROA"),
                newArn(call),
                call.world().now(),
                trust,
                Members.description(call),
                duration,
                Map.of(),
                List.of(),
                Members.tags(call),
                call.input().has("PermissionsBoundary") ? Optional.of(boundary(call)) : Optional.empty());
        all(call).put(name, role);
        return described(role);
    }

    private static Optional<ObjectNode> get(ServiceCall call) {
        return described(seen(call));
    }

    /** Without tags: IAM tells those of one role only. */
    private static Optional<ObjectNode> list(ServiceCall call) {
        String prefix = Members.text(call, "PathPrefix").orElse("/");
        ArrayNode roles = JsonNodeFactory.instance.arrayNode();
        IamEntities.iam(call).visibleRoles().stream()
                .filter(role -> role.path().startsWith(prefix))
                .sorted(Comparator.comparing(IamRole::name))
                .forEach(role -> roles.add(form(role)));
        return Optional.of(IamEntities.page(call, "Roles", roles));
    }

    private static Optional<ObjectNode> described(IamRole role) {
        ObjectNode response = Members.object();
        ObjectNode node = form(role);
        node.set("Tags", Members.tagNodes(role.tags()));
        role.boundaryArn()
                .ifPresent(arn -> node.putObject("PermissionsBoundary")
                        .put("PermissionsBoundaryType", "Policy")
                        .put("PermissionsBoundaryArn", arn));
        response.set("Role", node);
        return Optional.of(response);
    }

    private static ObjectNode form(IamRole role) {
        ObjectNode node = Members.object()
                .put("Path", role.path())
                .put("RoleName", role.name())
                .put("RoleId", role.id())
                .put("Arn", role.arn())
                .put("CreateDate", Members.time(role.createDate()))
                .put("AssumeRolePolicyDocument", PercentEncoding.encode(role.trustPolicy()))
                .put("MaxSessionDuration", role.maxSessionDuration());
        if (!role.description().isEmpty()) {
            node.put("Description", role.description());
        }
        return node;
    }

    private static Optional<ObjectNode> delete(ServiceCall call) {
        IamRole role = changeable(call);
        if (!role.attachedPolicyArns().isEmpty()) {
            throw IamEntities.conflict("Cannot delete entity, must detach all policies first.");
        }
        if (!role.inlinePolicies().isEmpty()) {
            throw IamEntities.conflict("Cannot delete entity, must delete policies first.");
        }
        all(call).remove(role.name());
        return Optional.empty();
    }

    private static Optional<ObjectNode> updateTrust(ServiceCall call) {
        String trust = trust(call, "PolicyDocument");
        return changed(call, changeable(call).withTrustPolicy(trust));
    }

    private static Optional<ObjectNode> attach(ServiceCall call) {
        String arn = Members.required(call, "PolicyArn");
        IamRole role = changeable(call);
        IamEntities.changeable(
                IamEntities.iam(call).policies(), arn, "Policy " + arn + " does not exist or is not attachable.");
        if (!role.attachedPolicyArns().contains(arn)
                && role.attachedPolicyArns().size() >= MOST_ATTACHED) {
            throw IamEntities.limit("PoliciesPerRole", MOST_ATTACHED);
        }
        return changed(call, role.attach(arn));
    }

    private static Optional<ObjectNode> detach(ServiceCall call) {
        String arn = Members.required(call, "PolicyArn");
        IamRole role = changeable(call);
        if (!role.attachedPolicyArns().contains(arn)) {
            throw IamEntities.missing("Policy " + arn + " was not found.");
        }
        return changed(call, role.detach(arn));
    }

    private static Optional<ObjectNode> listAttached(ServiceCall call) {
        Iam iam = IamEntities.iam(call);
        ArrayNode attached = JsonNodeFactory.instance.arrayNode();
        for (String arn : seen(call).attachedPolicyArns()) {
            iam.policies()
                    .latest(arn)
                    .or(() -> iam.policy(arn))
                    .ifPresent(policy -> attached.addObject()
                            .put("PolicyName", policy.name())
                            .put("PolicyArn", arn));
        }
        return Optional.of(IamEntities.page(call, "AttachedPolicies", attached));
    }

    private static Optional<ObjectNode> listInline(ServiceCall call) {
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        seen(call).inlinePolicies().keySet().stream().sorted().forEach(names::add);
        return Optional.of(IamEntities.page(call, "PolicyNames", names));
    }

    private static Optional<ObjectNode> getInline(ServiceCall call) {
        IamRole role = seen(call);
        String name = Members.required(call, "PolicyName", "[\\w+=,.@-]+", 1, 128);
        String document = Optional.ofNullable(role.inlinePolicies().get(name))
                .orElseThrow(() -> IamEntities.missing("The role policy with name " + name + " cannot be found."));
        return Optional.of(Members.object()
                .put("RoleName", role.name())
                .put("PolicyName", name)
                .put("PolicyDocument", PercentEncoding.encode(document)));
    }

    private static Optional<ObjectNode> listTags(ServiceCall call) {
        return Optional.of(
                IamEntities.page(call, "Tags", Members.tagNodes(seen(call).tags())));
    }

    private static Optional<ObjectNode> tag(ServiceCall call) {
        return changed(call, changeable(call).withTags(Members.tags(call)));
    }

    private static Optional<ObjectNode> putBoundary(ServiceCall call) {
        return changed(call, changeable(call).withBoundary(Optional.of(boundary(call))));
    }

    private static Optional<ObjectNode> deleteBoundary(ServiceCall call) {
        IamRole role = changeable(call);
        if (role.boundaryArn().isEmpty()) {
            throw IamEntities.missing("Role " + role.name() + " does not have a permissions boundary.");
        }
        return changed(call, role.withBoundary(Optional.empty()));
    }

    private static String boundary(ServiceCall call) {
        String arn = Members.required(call, "PermissionsBoundary");
        return IamEntities.iam(call)
                .policy(arn)
                .map(ManagedPolicy::arn)
                .orElseThrow(() -> IamEntities.missing("Scope ARN: " + arn + " does not exist or is not attachable."));
    }

    private static Optional<ObjectNode> changed(ServiceCall call, IamRole role) {
        all(call).put(role.name(), role);
        return Optional.empty();
    }

    private static String trust(ServiceCall call, String member) {
        String document = Members.required(call, member);
        IamEntities.checkDocument(document, PolicyParser::trustPolicy, "ACLSizePerRole", LONGEST_TRUST);
        IamPrincipals.check(call, PolicyParser.trustPolicy(document));
        return document;
    }

    private static IamRole seen(ServiceCall call) {
        String name = Members.required(call, "RoleName");
        return IamEntities.iam(call).role(name).orElseThrow(() -> IamEntities.missing(missing(name)));
    }

    /** Roles of Identity Center are not changed here (re:Post, "Cannot perform the operation on the protected role"). */
    private static IamRole changeable(ServiceCall call) {
        String name = Members.required(call, "RoleName");
        if (IamEntities.iam(call).reservedRoles().get(name).isPresent()) {
            throw new ServiceError(
                    400,
                    "UnmodifiableEntity",
                    "Cannot perform the operation on the protected role '" + name
                            + "' - this role is only modifiable by AWS");
        }
        return IamEntities.changeable(all(call), name, missing(name));
    }

    private static String missing(String name) {
        return "The role with name " + name + " cannot be found.";
    }

    private static Replicated<String, IamRole> all(ServiceCall call) {
        return IamEntities.iam(call).roles();
    }
}
