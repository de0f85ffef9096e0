package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Service principals: single sign-on and certificates. */
final class GraphServicePrincipals {
    private static final String BY_ID = "/servicePrincipals/{id}";
    private static final String BY_APP_ID = "/servicePrincipals(appId='{appId}')";
    private static final Set<String> MODES = Set.of("notSupported", "password", "saml", "external", "oidc");

    private static final Set<String> NULLS = Set.of(
            "appDescription",
            "deletedDateTime",
            "description",
            "disabledByMicrosoftStatus",
            "homepage",
            "loginUrl",
            "logoutUrl",
            "notes",
            "preferredSingleSignOnMode",
            "preferredTokenSigningKeyThumbprint",
            "samlSingleSignOnSettings",
            "tokenEncryptionKeyId");

    private static final GraphType TYPE = new GraphType(
            "servicePrincipal",
            "servicePrincipals",
            GraphApplications.union(
                    NULLS,
                    "id",
                    "accountEnabled",
                    "alternativeNames",
                    "appDisplayName",
                    "appId",
                    "applicationTemplateId",
                    "appOwnerOrganizationId",
                    "appRoleAssignmentRequired",
                    "appRoles",
                    "displayName",
                    "keyCredentials",
                    "notificationEmailAddresses",
                    "passwordCredentials",
                    "replyUrls",
                    "servicePrincipalNames",
                    "servicePrincipalType",
                    "tags"),
            Set.of(
                    "addIns",
                    "createdDateTime",
                    "info",
                    "oauth2PermissionScopes",
                    "preferredTokenSigningKeyEndDateTime",
                    "resourceSpecificApplicationPermissions",
                    "signInAudience",
                    "verifiedPublisher",
                    "appRoleAssignedTo",
                    "appRoleAssignments",
                    "claimsMappingPolicies",
                    "memberOf",
                    "oauth2PermissionGrants",
                    "ownedObjects",
                    "owners",
                    "synchronization"),
            Set.of("id", "appId", "applicationTemplateId", "displayName", "servicePrincipalNames", "tags"));

    private static final GraphProperties PROPERTIES = new GraphProperties(
            "servicePrincipal",
            Map.ofEntries(
                    Map.entry("accountEnabled", GraphProperties::isFlag),
                    Map.entry("alternativeNames", GraphProperties.list(GraphProperties.text(256))),
                    Map.entry("appRoleAssignmentRequired", GraphProperties::isFlag),
                    Map.entry("description", GraphProperties.orNull(GraphProperties.text(1024))),
                    Map.entry("homepage", GraphProperties.orNull(GraphProperties::isUri)),
                    Map.entry("loginUrl", GraphProperties.orNull(GraphProperties::isUri)),
                    Map.entry("logoutUrl", GraphProperties.orNull(GraphProperties::isUri)),
                    Map.entry("notes", GraphProperties.orNull(GraphProperties.text(1024))),
                    Map.entry("notificationEmailAddresses", GraphProperties.list(GraphProperties::isEmail)),
                    Map.entry(
                            "preferredSingleSignOnMode",
                            GraphProperties.orNull(mode -> MODES.contains(mode.asText()) && mode.isTextual())),
                    Map.entry("preferredTokenSigningKeyThumbprint", GraphProperties.orNull(JsonNode::isTextual)),
                    Map.entry("tags", GraphProperties.list(GraphProperties.text(256)))),
            Set.of(
                    "id",
                    "appDescription",
                    "appDisplayName",
                    "appId",
                    "applicationTemplateId",
                    "appOwnerOrganizationId",
                    "createdDateTime",
                    "deletedDateTime",
                    "disabledByMicrosoftStatus",
                    "info",
                    "servicePrincipalType",
                    "signInAudience",
                    "verifiedPublisher"),
            Set.of(
                    "addIns",
                    "appRoles",
                    "customSecurityAttributes",
                    "displayName",
                    "keyCredentials",
                    "oauth2PermissionScopes",
                    "passwordCredentials",
                    "preferredTokenSigningKeyEndDateTime",
                    "replyUrls",
                    "samlSingleSignOnSettings",
                    "servicePrincipalNames",
                    "tokenEncryptionKeyId"));

    private GraphServicePrincipals() {}

    static List<GraphRoute> routes() {
        return List.of(
                new GraphRoute(
                        "graph:listServicePrincipals", "GET", "/servicePrincipals", 200, GraphServicePrincipals::list),
                new GraphRoute("graph:getServicePrincipal", "GET", BY_ID, 200, GraphServicePrincipals::get),
                new GraphRoute("graph:getServicePrincipal", "GET", BY_APP_ID, 200, GraphServicePrincipals::get),
                new GraphRoute("graph:updateServicePrincipal", "PATCH", BY_ID, 204, GraphServicePrincipals::update),
                new GraphRoute(
                        "graph:updateServicePrincipal", "PATCH", BY_APP_ID, 204, GraphServicePrincipals::update));
    }

    private static Optional<ObjectNode> list(GraphCall call) {
        requireRead(call);
        return call.page(
                TYPE, call.tenant().servicePrincipals().visible(), principal -> form(call.tenant(), principal));
    }

    /** The certificates themselves are shown where they are asked for. */
    private static Optional<ObjectNode> get(GraphCall call) {
        ServicePrincipal principal = require(call);
        ObjectNode form = form(call.tenant(), principal);
        if (call.query().selects("keyCredentials")) {
            form.set("keyCredentials", GraphCertificates.credentials(principal, true));
        }
        return call.one(TYPE, form);
    }

    private static Optional<ObjectNode> update(GraphCall call) {
        ServicePrincipal after = latest(call);
        PROPERTIES.check(call.body());
        for (Map.Entry<String, JsonNode> property : call.body().properties()) {
            after = changed(after, property.getKey(), property.getValue());
        }
        call.tenant().servicePrincipals().put(after.id(), after);
        return Optional.empty();
    }

    private static ServicePrincipal changed(ServicePrincipal before, String property, JsonNode value) {
        return switch (property) {
            case "preferredSingleSignOnMode" -> before.withSingleSignOnMode(text(value));
            case "notificationEmailAddresses" -> before.withNotificationEmails(GraphCall.texts(value));
            case "preferredTokenSigningKeyThumbprint" -> before.withActiveThumbprint(thumbprint(before, value));
            case "tags" -> before.withTags(GraphCall.texts(value));
            default -> property.startsWith("@") ? before : before.withSetting(property, value);
        };
    }

    private static Optional<String> text(JsonNode value) {
        return value.isNull() ? Optional.empty() : Optional.of(value.asText());
    }

    private static Optional<String> thumbprint(ServicePrincipal principal, JsonNode value) {
        Optional<String> thumbprint = text(value);
        if (thumbprint
                .filter(text -> principal.keys().stream()
                        .noneMatch(key -> key.thumbprint().equalsIgnoreCase(text)))
                .isPresent()) {
            throw GraphError.badRequest("Invalid value specified for property 'preferredTokenSigningKeyThumbprint' of"
                    + " resource 'ServicePrincipal'.");
        }
        return thumbprint;
    }

    private static void requireRead(GraphCall call) {
        call.require("Application.Read.All", "Application.ReadWrite.OwnedBy", "Application.ReadWrite.All");
    }

    /** By the object's id or by the client id. */
    static ServicePrincipal require(GraphCall call) {
        requireRead(call);
        boolean byAppId = call.path().containsKey("appId");
        String key = call.id(byAppId ? "appId" : "id");
        return call.tenant().servicePrincipals().visible().stream()
                .filter(each -> key.equals(byAppId ? each.appId() : each.id()))
                .findFirst()
                .orElseThrow(() -> GraphError.notFound(key));
    }

    /** What a change starts from: a caller who may change it, and what was written last. */
    static ServicePrincipal latest(GraphCall call) {
        ServicePrincipal seen = require(call);
        EntraApplication application =
                call.tenant().applicationOf(seen).orElseThrow(() -> GraphError.notFound(seen.id()));
        call.requireOwn(application);
        return call.tenant().servicePrincipals().latest(seen.id()).orElseThrow(() -> GraphError.notFound(seen.id()));
    }

    static ObjectNode form(EntraTenant tenant, ServicePrincipal principal) {
        ObjectNode node = GraphApplications.object();
        NULLS.forEach(node::putNull);
        node.put("id", principal.id())
                .put("accountEnabled", true)
                .put("appId", principal.appId())
                .put("appDisplayName", principal.displayName())
                .put("appOwnerOrganizationId", tenant.id())
                .put("displayName", principal.displayName())
                .put("appRoleAssignmentRequired", true)
                .put("servicePrincipalType", "Application");
        principal.singleSignOnMode().ifPresent(mode -> node.put("preferredSingleSignOnMode", mode));
        principal.activeThumbprint().ifPresent(text -> node.put("preferredTokenSigningKeyThumbprint", text));
        node.set("notificationEmailAddresses", GraphApplications.texts(principal.notificationEmails()));
        node.set("tags", GraphApplications.texts(principal.tags()));
        node.set("appRoles", GraphApplications.roles(principal.appRoles()));
        node.set("keyCredentials", GraphCertificates.credentials(principal, false));
        node.putArray("alternativeNames");
        node.set("passwordCredentials", GraphCertificates.passwords(principal));
        addOfApplication(node, tenant.applicationOf(principal), principal);
        principal.settings().forEach(node::set);
        return node;
    }

    private static void addOfApplication(
            ObjectNode node, Optional<EntraApplication> application, ServicePrincipal principal) {
        List<String> names = new ArrayList<>();
        names.add(principal.appId());
        application.ifPresent(known -> names.addAll(known.identifierUris()));
        node.set("servicePrincipalNames", GraphApplications.texts(names));
        node.set(
                "replyUrls",
                GraphApplications.texts(
                        application.map(EntraApplication::redirectUris).orElse(List.of())));
        node.put(
                "applicationTemplateId",
                application.flatMap(EntraApplication::templateId).orElse(null));
    }
}
