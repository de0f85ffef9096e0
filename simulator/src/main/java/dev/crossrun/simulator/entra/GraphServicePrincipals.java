package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.entra.ServicePrincipal.TokenSigningKey;
import dev.crossrun.simulator.saml.SigningKey;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Service principals: single sign-on, certificates and who is assigned. */
final class GraphServicePrincipals {
    private static final String SP = "/servicePrincipals/{id}";
    private static final List<String> MODES = List.of("notSupported", "password", "saml", "external", "oidc");

    private GraphServicePrincipals() {}

    static List<GraphRoute> routes() {
        return List.of(
                new GraphRoute(
                        "graph:listServicePrincipals", "GET", "/servicePrincipals", 200, GraphServicePrincipals::list),
                new GraphRoute("graph:getServicePrincipal", "GET", SP, 200, call -> Optional.of(form(require(call)))),
                new GraphRoute("graph:updateServicePrincipal", "PATCH", SP, 204, GraphServicePrincipals::update),
                new GraphRoute(
                        "graph:addTokenSigningCertificate",
                        "POST",
                        SP + "/addTokenSigningCertificate",
                        200,
                        GraphServicePrincipals::addCertificate),
                new GraphRoute(
                        "graph:listAssignments",
                        "GET",
                        SP + "/appRoleAssignedTo",
                        200,
                        GraphServicePrincipals::listAssignments),
                new GraphRoute("graph:assign", "POST", SP + "/appRoleAssignedTo", 201, GraphServicePrincipals::assign),
                new GraphRoute(
                        "graph:unassign",
                        "DELETE",
                        SP + "/appRoleAssignedTo/{assignment}",
                        204,
                        GraphServicePrincipals::unassign));
    }

    private static Optional<ObjectNode> list(GraphCall call) {
        requireRead(call);
        List<ServicePrincipal> found =
                call.filtered(call.tenant().servicePrincipals().visible(), GraphServicePrincipals::property);
        return Optional.of(call.list(found, GraphServicePrincipals::form));
    }

    private static Function<ServicePrincipal, String> property(String name) {
        return switch (name) {
            case "appId" -> ServicePrincipal::appId;
            case "displayName" -> ServicePrincipal::displayName;
            default ->
                throw GraphError.badRequest("Unsupported or invalid query filter clause specified for property '" + name
                        + "' of resource 'ServicePrincipal'.");
        };
    }

    private static Optional<ObjectNode> update(GraphCall call) {
        ServicePrincipal after = latest(call);
        if (call.body().has("preferredSingleSignOnMode")) {
            JsonNode mode = call.body().path("preferredSingleSignOnMode");
            if (!mode.isNull() && !MODES.contains(mode.asText())) {
                throw GraphError.badRequest("Invalid value specified for property 'preferredSingleSignOnMode'.");
            }
            after = after.withSingleSignOnMode(mode.isNull() ? Optional.empty() : Optional.of(mode.asText()));
        }
        if (call.body().has("notificationEmailAddresses")) {
            after = after.withNotificationEmails(GraphCall.texts(call.body().path("notificationEmailAddresses")));
        }
        if (call.body().has("preferredTokenSigningKeyThumbprint")) {
            after = after.withActiveThumbprint(
                    call.body().path("preferredTokenSigningKeyThumbprint").asText());
        }
        if (call.body().has("tags")) {
            after = after.withTags(GraphCall.texts(call.body().path("tags")));
        }
        call.tenant().servicePrincipals().put(after.id(), after);
        return Optional.empty();
    }

    /** The subject is the display name, which must begin with {@code CN=}; valid for three years unless it says less. */
    private static Optional<ObjectNode> addCertificate(GraphCall call) {
        ServicePrincipal before = latest(call);
        String name = call.required("displayName");
        if (!name.startsWith("CN=")) {
            throw GraphError.badRequest("Invalid value specified for property 'displayName': it must start with CN=.");
        }
        SigningKey key = call.tenant().keys().create(name, years(call));
        TokenSigningKey added = new TokenSigningKey(
                call.tenant().ids().uuid(), call.tenant().ids().uuid(), key);
        call.tenant().servicePrincipals().put(before.id(), before.withKey(added));
        ObjectNode answer = GraphApplications.object()
                .put("customKeyIdentifier", customKeyIdentifier(added))
                .put("displayName", name)
                .put("endDateTime", key.certificate().getNotAfter().toInstant().toString())
                .put(
                        "startDateTime",
                        key.certificate().getNotBefore().toInstant().toString())
                .put("keyId", added.verifyKeyId())
                .put("thumbprint", added.thumbprint())
                .put("type", "AsymmetricX509Cert")
                .put("usage", "Verify");
        return Optional.of(answer);
    }

    private static int years(GraphCall call) {
        if (!call.body().hasNonNull("endDateTime")) {
            return 3;
        }
        try {
            Instant end = Instant.parse(call.body().path("endDateTime").asText());
            long days = java.time.Duration.between(call.tenant().now(), end).toDays();
            if (days < 1 || days > 3 * 366) {
                throw GraphError.badRequest("Invalid value specified for property 'endDateTime'.");
            }
            return (int) Math.max(1, days / 365);
        } catch (DateTimeParseException e) {
            throw GraphError.badRequest("Invalid value specified for property 'endDateTime'.");
        }
    }

    private static Optional<ObjectNode> listAssignments(GraphCall call) {
        ServicePrincipal principal = require(call);
        List<AppRoleAssignment> found = call.tenant().assignments().visible().stream()
                .filter(each -> each.servicePrincipalId().equals(principal.id()))
                .toList();
        return Optional.of(call.list(found, assignment -> form(call, assignment)));
    }

    private static Optional<ObjectNode> assign(GraphCall call) {
        call.require("AppRoleAssignment.ReadWrite.All");
        ServicePrincipal principal = require(call);
        String principalId = call.required("principalId");
        String roleId = call.required("appRoleId");
        if (!call.required("resourceId").equals(principal.id())) {
            throw GraphError.badRequest("Resource id in request does not match the service principal.");
        }
        if (principal.appRoles().stream().noneMatch(role -> role.id().equals(roleId) && role.enabled())) {
            throw GraphError.badRequest(
                    "Permission being assigned was not found on application '" + principal.appId() + "'.");
        }
        boolean group = call.tenant().group(principalId).isPresent();
        if (!group && call.tenant().user(principalId).isEmpty()) {
            throw GraphError.notFound(principalId);
        }
        if (group && !call.tenant().premium()) {
            throw new GraphError(
                    403,
                    "Authorization_RequestDenied",
                    "Assigning groups to applications requires a Microsoft Entra ID P1 licence.");
        }
        boolean there = call.tenant().assignmentsOf(principal.id()).stream()
                .anyMatch(each -> each.principalId().equals(principalId)
                        && each.appRoleId().equals(roleId));
        if (there) {
            throw GraphError.badRequest("Permission being assigned already exists on the object");
        }
        AppRoleAssignment added = new AppRoleAssignment(
                call.tenant().ids().secret(43).replace('/', '_').replace('+', '-'),
                principal.id(),
                principalId,
                group ? "Group" : "User",
                roleId);
        call.tenant().assignments().put(added.id(), added);
        return Optional.of(form(call, added));
    }

    private static Optional<ObjectNode> unassign(GraphCall call) {
        call.require("AppRoleAssignment.ReadWrite.All");
        ServicePrincipal principal = require(call);
        String id = call.id("assignment");
        if (call.tenant().assignmentsOf(principal.id()).stream()
                .noneMatch(each -> each.id().equals(id))) {
            throw GraphError.notFound(id);
        }
        call.tenant().assignments().remove(id);
        return Optional.empty();
    }

    private static void requireRead(GraphCall call) {
        call.require("Application.Read.All", "Application.ReadWrite.OwnedBy", "Application.ReadWrite.All");
    }

    static ServicePrincipal require(GraphCall call) {
        requireRead(call);
        return call.tenant()
                .servicePrincipals()
                .get(call.id("id"))
                .orElseThrow(() -> GraphError.notFound(call.id("id")));
    }

    /** What a change starts from: a caller who may change it, and what was written last. */
    private static ServicePrincipal latest(GraphCall call) {
        ServicePrincipal seen = require(call);
        EntraApplication application =
                call.tenant().applicationOf(seen).orElseThrow(() -> GraphError.notFound(seen.id()));
        call.requireOwn(application);
        return call.tenant().servicePrincipals().latest(seen.id()).orElseThrow(() -> GraphError.notFound(seen.id()));
    }

    static ObjectNode form(ServicePrincipal principal) {
        ObjectNode node = GraphApplications.object()
                .put("id", principal.id())
                .put("appId", principal.appId())
                .put("displayName", principal.displayName())
                .put("appRoleAssignmentRequired", true)
                .put("servicePrincipalType", "Application");
        principal.singleSignOnMode().ifPresent(mode -> node.put("preferredSingleSignOnMode", mode));
        principal.activeThumbprint().ifPresent(text -> node.put("preferredTokenSigningKeyThumbprint", text));
        node.set("notificationEmailAddresses", GraphApplications.texts(principal.notificationEmails()));
        node.set("tags", GraphApplications.texts(principal.tags()));
        ArrayNode roles = node.putArray("appRoles");
        principal
                .appRoles()
                .forEach(role -> roles.addObject()
                        .put("id", role.id())
                        .put("displayName", role.displayName())
                        .put("isEnabled", role.enabled())
                        .putArray("allowedMemberTypes")
                        .add("User"));
        ArrayNode keys = node.putArray("keyCredentials");
        principal.keys().forEach(key -> {
            keys.add(credential(key, key.signKeyId(), "Sign"));
            keys.add(credential(key, key.verifyKeyId(), "Verify"));
        });
        return node;
    }

    private static ObjectNode credential(TokenSigningKey key, String keyId, String usage) {
        return GraphApplications.object()
                .put("customKeyIdentifier", customKeyIdentifier(key))
                .put(
                        "displayName",
                        key.key().certificate().getSubjectX500Principal().getName())
                .put(
                        "startDateTime",
                        key.key().certificate().getNotBefore().toInstant().toString())
                .put(
                        "endDateTime",
                        key.key().certificate().getNotAfter().toInstant().toString())
                .put("keyId", keyId)
                .put("type", usage.equals("Sign") ? "X509CertAndPassword" : "AsymmetricX509Cert")
                .put("usage", usage);
    }

    private static String customKeyIdentifier(TokenSigningKey key) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(key.thumbprint()));
    }

    private static ObjectNode form(GraphCall call, AppRoleAssignment assignment) {
        String name = call.tenant()
                .group(assignment.principalId())
                .map(EntraGroup::displayName)
                .or(() -> call.tenant().user(assignment.principalId()).map(EntraUser::displayName))
                .orElse("");
        return GraphApplications.object()
                .put("id", assignment.id())
                .put("appRoleId", assignment.appRoleId())
                .put("principalId", assignment.principalId())
                .put("principalType", assignment.principalType())
                .put("principalDisplayName", name)
                .put("resourceId", assignment.servicePrincipalId());
    }
}
