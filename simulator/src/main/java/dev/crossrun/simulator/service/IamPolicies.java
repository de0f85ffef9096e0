package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.iam.PolicyParser;
import dev.crossrun.simulator.world.Ids;
import dev.crossrun.simulator.world.ManagedPolicy;
import dev.crossrun.simulator.world.Replicated;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** IAM's customer managed policies and their versions. */
final class IamPolicies {
    private static final int LONGEST = 6144;
    private static final int MOST_VERSIONS = 5;

    private IamPolicies() {}

    static Map<String, IamEntities.Operation> operations() {
        return Map.of(
                "CreatePolicy", IamPolicies::create,
                "GetPolicy", IamPolicies::get,
                "DeletePolicy", IamPolicies::delete,
                "CreatePolicyVersion", IamPolicies::createVersion,
                "GetPolicyVersion", IamPolicies::getVersion,
                "ListPolicyVersions", IamPolicies::listVersions,
                "DeletePolicyVersion", IamPolicies::deleteVersion,
                "ListEntitiesForPolicy", IamPolicies::listEntities,
                "ListPolicyTags", IamPolicies::listTags,
                "TagPolicy", IamPolicies::tag);
    }

    /** The ARN that a call is about. */
    static String resource(ServiceCall call) {
        return call.operation().equals("CreatePolicy") ? newArn(call) : Members.required(call, "PolicyArn");
    }

    private static String newArn(ServiceCall call) {
        String path = Members.path(call);
        return IamEntities.iam(call).arn("policy" + path + Members.required(call, "PolicyName"));
    }

    private static Optional<ObjectNode> create(ServiceCall call) {
        String name = Members.required(call, "PolicyName", "[\\w+=,.@-]+", 1, 128);
        String document = document(call);
        String arn = newArn(call);
        if (all(call).all().stream().anyMatch(other -> other.name().equalsIgnoreCase(name))) {
            throw IamEntities.exists("A policy called " + name + " already exists. Duplicate names are not allowed.");
        }
        Instant now = call.world().now();
        Ids ids = call.world().ids();
        ManagedPolicy policy = new ManagedPolicy(
                name,
                Members.path(call),
                ids.unique("ANPA"),
                arn,
                Members.description(call),
                now,
                now,
                List.of(new ManagedPolicy.Version("v1", document, now)),
                "v1",
                1,
                Members.tags(call));
        all(call).put(arn, policy);
        return wrapped("Policy", describe(call, policy));
    }

    private static Optional<ObjectNode> get(ServiceCall call) {
        return wrapped("Policy", describe(call, seen(call)));
    }

    private static ObjectNode describe(ServiceCall call, ManagedPolicy policy) {
        ObjectNode node = Members.object()
                .put("PolicyName", policy.name())
                .put("PolicyId", policy.id())
                .put("Arn", policy.arn())
                .put("Path", policy.path())
                .put("DefaultVersionId", policy.defaultVersionId())
                .put("AttachmentCount", IamEntities.iam(call).attachmentCount(policy.arn()))
                .put("PermissionsBoundaryUsageCount", IamEntities.iam(call).boundaryCount(policy.arn()))
                .put("IsAttachable", true)
                .put("CreateDate", Members.time(policy.createDate()))
                .put("UpdateDate", Members.time(policy.updateDate()));
        if (!policy.description().isEmpty()) {
            node.put("Description", policy.description());
        }
        node.set("Tags", Members.tagNodes(policy.tags()));
        return node;
    }

    private static Optional<ObjectNode> delete(ServiceCall call) {
        ManagedPolicy policy = changeable(call);
        if (IamEntities.iam(call).attachmentCount(policy.arn()) > 0) {
            throw IamEntities.conflict("Cannot delete a policy attached to entities.");
        }
        if (IamEntities.iam(call).boundaryCount(policy.arn()) > 0) {
            throw IamEntities.conflict("Cannot delete a policy that is used as a permissions boundary.");
        }
        if (policy.versions().size() > 1) {
            throw IamEntities.conflict("This policy has more than one version. Before you delete a policy, you must"
                    + " delete the policy's versions. The default version is deleted with the policy.");
        }
        all(call).remove(policy.arn());
        return Optional.empty();
    }

    private static Optional<ObjectNode> createVersion(ServiceCall call) {
        String document = document(call);
        ManagedPolicy policy = changeable(call);
        if (policy.versions().size() >= MOST_VERSIONS) {
            throw new ServiceError(
                    409,
                    "LimitExceeded",
                    "A managed policy can have up to 5 versions. Before you create a new version, you must delete an"
                            + " existing version.");
        }
        boolean asDefault = Members.text(call, "SetAsDefault").orElse("false").equals("true");
        ManagedPolicy changed =
                policy.addVersion(document, asDefault, call.world().now());
        all(call).put(policy.arn(), changed);
        ManagedPolicy.Version added = changed.versions().get(changed.versions().size() - 1);
        return wrapped("PolicyVersion", describe(changed, added));
    }

    private static Optional<ObjectNode> getVersion(ServiceCall call) {
        ManagedPolicy policy = seen(call);
        ManagedPolicy.Version version = version(call, policy);
        ObjectNode node = describe(policy, version);
        node.put("Document", PercentEncoding.encode(version.document()));
        return wrapped("PolicyVersion", node);
    }

    private static Optional<ObjectNode> listVersions(ServiceCall call) {
        ManagedPolicy policy = seen(call);
        ArrayNode versions = JsonNodeFactory.instance.arrayNode();
        for (int i = policy.versions().size() - 1; i >= 0; i--) {
            versions.add(describe(policy, policy.versions().get(i)));
        }
        return Optional.of(IamEntities.page(call, "Versions", versions));
    }

    private static ObjectNode describe(ManagedPolicy policy, ManagedPolicy.Version version) {
        return Members.object()
                .put("VersionId", version.id())
                .put("IsDefaultVersion", version.id().equals(policy.defaultVersionId()))
                .put("CreateDate", Members.time(version.createDate()));
    }

    private static Optional<ObjectNode> deleteVersion(ServiceCall call) {
        ManagedPolicy policy = changeable(call);
        ManagedPolicy.Version version = version(call, policy);
        if (version.id().equals(policy.defaultVersionId())) {
            throw IamEntities.conflict("Cannot delete the default version of a policy.");
        }
        all(call)
                .put(
                        policy.arn(),
                        policy.removeVersion(version.id(), call.world().now()));
        return Optional.empty();
    }

    private static ManagedPolicy.Version version(ServiceCall call, ManagedPolicy policy) {
        String id = Members.required(call, "VersionId");
        return policy.version(id)
                .orElseThrow(() -> IamEntities.missing(
                        "Policy " + policy.arn() + " version " + id + " does not exist or is not attachable."));
    }

    /** Policies are attached to roles alone here: users have inline ones, and there are no groups. */
    private static Optional<ObjectNode> listEntities(ServiceCall call) {
        String arn = seen(call).arn();
        String usage = Members.text(call, "PolicyUsageFilter").orElse("");
        ArrayNode roles = JsonNodeFactory.instance.arrayNode();
        if (Members.text(call, "EntityFilter").orElse("Role").equals("Role")) {
            IamEntities.iam(call).visibleRoles().stream()
                    .filter(role -> (!usage.equals("PermissionsBoundary")
                                    && role.attachedPolicyArns().contains(arn))
                            || (!usage.equals("PermissionsPolicy")
                                    && role.boundaryArn().equals(Optional.of(arn))))
                    .forEach(role ->
                            roles.addObject().put("RoleName", role.name()).put("RoleId", role.id()));
        }
        return Optional.of(IamEntities.page(call, "PolicyRoles", roles));
    }

    private static Optional<ObjectNode> listTags(ServiceCall call) {
        return Optional.of(
                IamEntities.page(call, "Tags", Members.tagNodes(seen(call).tags())));
    }

    private static Optional<ObjectNode> tag(ServiceCall call) {
        ManagedPolicy policy = changeable(call);
        all(call).put(policy.arn(), policy.withTags(Members.tags(call)));
        return Optional.empty();
    }

    private static String document(ServiceCall call) {
        String document = Members.required(call, "PolicyDocument");
        IamEntities.checkDocument(document, PolicyParser::identityPolicy, "PolicySize", LONGEST);
        return document;
    }

    private static ManagedPolicy seen(ServiceCall call) {
        String arn = Members.arn(call, "PolicyArn");
        return IamEntities.iam(call)
                .policy(arn)
                .orElseThrow(() -> IamEntities.missing("Policy " + arn + " was not found."));
    }

    private static ManagedPolicy changeable(ServiceCall call) {
        String arn = Members.arn(call, "PolicyArn");
        if (arn.startsWith("arn:aws:iam::aws:policy/")) {
            throw new ServiceError(403, "AccessDenied", "Policy is outside your own account.");
        }
        return IamEntities.changeable(all(call), arn, "Policy " + arn + " was not found.");
    }

    private static Replicated<String, ManagedPolicy> all(ServiceCall call) {
        return IamEntities.iam(call).policies();
    }

    private static Optional<ObjectNode> wrapped(String name, ObjectNode node) {
        ObjectNode response = Members.object();
        response.set(name, node);
        return Optional.of(response);
    }
}
