package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.entra.EntraApplication.AppRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Applications and deleted applications. */
final class GraphApplications {
    private static final String BY_ID = "/applications/{id}";
    private static final String BY_APP_ID = "/applications(appId='{appId}')";

    private static final Set<String> NULLS = Set.of(
            "defaultRedirectUri",
            "deletedDateTime",
            "description",
            "disabledByMicrosoftStatus",
            "groupMembershipClaims",
            "isFallbackPublicClient",
            "notes",
            "optionalClaims",
            "samlMetadataUrl",
            "serviceManagementReference",
            "tokenEncryptionKeyId");

    static final GraphType TYPE = new GraphType(
            "application",
            "applications",
            union(
                    NULLS,
                    "id",
                    "appId",
                    "applicationTemplateId",
                    "appRoles",
                    "createdDateTime",
                    "displayName",
                    "identifierUris",
                    "keyCredentials",
                    "passwordCredentials",
                    "requiredResourceAccess",
                    "signInAudience",
                    "tags",
                    "web"),
            Set.of(
                    "addIns",
                    "api",
                    "certification",
                    "info",
                    "isDeviceOnlyAuthSupported",
                    "logo",
                    "parentalControlSettings",
                    "publicClient",
                    "publisherDomain",
                    "spa",
                    "uniqueName",
                    "verifiedPublisher",
                    "owners",
                    "createdOnBehalfOf",
                    "extensionProperties",
                    "federatedIdentityCredentials",
                    "tokenIssuancePolicies",
                    "tokenLifetimePolicies"),
            Set.of("id", "appId", "applicationTemplateId", "displayName", "identifierUris", "tags"));

    private static final GraphProperties WEB = new GraphProperties(
            "webApplication",
            Map.of(
                    "redirectUris", GraphProperties.list(GraphProperties::isRedirect),
                    "homePageUrl", GraphProperties.orNull(GraphProperties::isUri),
                    "logoutUrl", GraphProperties.orNull(GraphProperties::isRedirect)),
            Set.of(),
            Set.of("implicitGrantSettings", "redirectUriSettings"));

    private static final GraphProperties PROPERTIES = new GraphProperties(
            "application",
            Map.of(
                    "displayName", GraphProperties.text(256),
                    "description", GraphProperties.orNull(GraphProperties.text(1024)),
                    "identifierUris", GraphProperties.list(GraphProperties::isUri),
                    "isFallbackPublicClient", GraphProperties.orNull(GraphProperties::isFlag),
                    "notes", GraphProperties.orNull(GraphProperties.text(1024)),
                    "serviceManagementReference", GraphProperties.orNull(GraphProperties.text(256)),
                    "tags", GraphProperties.list(GraphProperties.text(256)),
                    "web", JsonNode::isObject),
            Set.of(
                    "id",
                    "appId",
                    "applicationTemplateId",
                    "createdDateTime",
                    "deletedDateTime",
                    "disabledByMicrosoftStatus",
                    "publisherDomain"),
            Set.of(
                    "addIns",
                    "api",
                    "appRoles",
                    "defaultRedirectUri",
                    "groupMembershipClaims",
                    "info",
                    "keyCredentials",
                    "optionalClaims",
                    "parentalControlSettings",
                    "passwordCredentials",
                    "publicClient",
                    "requiredResourceAccess",
                    "samlMetadataUrl",
                    "signInAudience",
                    "spa",
                    "tokenEncryptionKeyId",
                    "verifiedPublisher"));

    private GraphApplications() {}

    static List<GraphRoute> routes() {
        return List.of(
                new GraphRoute("graph:listApplications", "GET", "/applications", 200, GraphApplications::list),
                new GraphRoute("graph:getApplication", "GET", BY_ID, 200, GraphApplications::get),
                new GraphRoute("graph:getApplication", "GET", BY_APP_ID, 200, GraphApplications::get),
                new GraphRoute("graph:updateApplication", "PATCH", BY_ID, 204, GraphApplications::update),
                new GraphRoute("graph:updateApplication", "PATCH", BY_APP_ID, 204, GraphApplications::update),
                new GraphRoute("graph:deleteApplication", "DELETE", BY_ID, 204, GraphApplications::delete),
                new GraphRoute("graph:deleteApplication", "DELETE", BY_APP_ID, 204, GraphApplications::delete),
                new GraphRoute(
                        "graph:getDeletedItem", "GET", "/directory/deletedItems/{id}", 200, GraphApplications::deleted),
                new GraphRoute(
                        "graph:restore",
                        "POST",
                        "/directory/deletedItems/{id}/restore",
                        200,
                        GraphApplications::restore));
    }

    private static Optional<ObjectNode> list(GraphCall call) {
        requireRead(call);
        return call.page(TYPE, call.tenant().applications().visible(), GraphApplications::form);
    }

    private static Optional<ObjectNode> get(GraphCall call) {
        return call.one(TYPE, form(require(call)));
    }

    private static Optional<ObjectNode> update(GraphCall call) {
        EntraApplication seen = require(call);
        call.requireOwn(seen);
        EntraApplication latest =
                call.tenant().applications().latest(seen.id()).orElseThrow(() -> GraphError.notFound(seen.id()));
        PROPERTIES.check(call.body());
        if (call.body().path("web") instanceof ObjectNode web) {
            WEB.check(web);
        }
        EntraApplication after = latest;
        for (Map.Entry<String, JsonNode> property : call.body().properties()) {
            after = changed(call, after, property.getKey(), property.getValue());
        }
        call.tenant().applications().put(latest.id(), after);
        return Optional.empty();
    }

    private static EntraApplication changed(GraphCall call, EntraApplication before, String property, JsonNode value) {
        return switch (property) {
            case "displayName" -> before.withDisplayName(value.asText());
            case "tags" -> before.withTags(GraphCall.texts(value));
            case "identifierUris" -> before.withIdentifierUris(uris(call, before, GraphCall.texts(value)));
            case "web" -> web(before, value);
            default -> property.startsWith("@") ? before : before.withSetting(property, value);
        };
    }

    private static EntraApplication web(EntraApplication before, JsonNode web) {
        EntraApplication after = before;
        if (web.has("redirectUris")) {
            after = after.withRedirectUris(GraphCall.texts(web.path("redirectUris")));
        }
        for (String address : List.of("homePageUrl", "logoutUrl")) {
            if (web.has(address)) {
                after = after.withSetting("web/" + address, web.path(address));
            }
        }
        return after;
    }

    /** An identifier is unique in the tenant, and of an unverified domain only where single sign-on is by SAML. */
    private static List<String> uris(GraphCall call, EntraApplication application, List<String> uris) {
        boolean saml = call.tenant()
                .principalOf(application)
                .flatMap(ServicePrincipal::singleSignOnMode)
                .filter("saml"::equals)
                .isPresent();
        for (String uri : uris) {
            if (!saml) {
                throw GraphError.badRequest("Values of identifierUris property must use a verified domain of the"
                        + " organization or its subdomain: '" + uri + "'");
            }
            boolean taken = call.tenant().applications().all().stream()
                            .anyMatch(other -> !other.id().equals(application.id())
                                    && other.identifierUris().contains(uri))
                    || call.tenant().deleted().stream()
                            .anyMatch(other -> other.identifierUris().contains(uri));
            if (taken) {
                throw GraphError.badRequest(
                        "Another object with the same value for property identifierUris already exists.");
            }
        }
        return uris;
    }

    private static Optional<ObjectNode> delete(GraphCall call) {
        EntraApplication application = require(call);
        call.requireOwn(application);
        EntraApplication latest = call.tenant()
                .applications()
                .latest(application.id())
                .orElseThrow(() -> GraphError.notFound(application.id()));
        call.tenant().delete(latest);
        return Optional.empty();
    }

    private static Optional<ObjectNode> deleted(GraphCall call) {
        return directoryObject(call, requireDeleted(call));
    }

    private static Optional<ObjectNode> restore(GraphCall call) {
        EntraApplication application = requireDeleted(call);
        call.requireOwn(application);
        call.tenant().restore(application);
        return directoryObject(call, application);
    }

    private static Optional<ObjectNode> directoryObject(GraphCall call, EntraApplication application) {
        ObjectNode form = object().put("@odata.type", "#microsoft.graph.application");
        form.setAll(form(application));
        return call.one(TYPE.in("directoryObjects"), form);
    }

    private static EntraApplication requireDeleted(GraphCall call) {
        requireRead(call);
        return call.tenant().deleted().stream()
                .filter(each -> each.id().equals(call.id("id")))
                .findFirst()
                .orElseThrow(() -> GraphError.notFound(call.id("id")));
    }

    private static void requireRead(GraphCall call) {
        call.require("Application.Read.All", "Application.ReadWrite.OwnedBy", "Application.ReadWrite.All");
    }

    /** By the object's id or by the client id. */
    private static EntraApplication require(GraphCall call) {
        requireRead(call);
        String key = call.path().values().iterator().next();
        return call.tenant().applications().visible().stream()
                .filter(each -> key.equals(call.path().containsKey("appId") ? each.appId() : each.id()))
                .findFirst()
                .orElseThrow(() -> GraphError.notFound(key));
    }

    static ObjectNode form(EntraApplication application) {
        ObjectNode node = object();
        NULLS.forEach(node::putNull);
        node.put("id", application.id())
                .put("appId", application.appId())
                .put("displayName", application.displayName())
                .put("applicationTemplateId", application.templateId().orElse(null))
                .put("createdDateTime", application.createdAt().toString())
                .put("signInAudience", "AzureADMyOrg");
        node.set("identifierUris", texts(application.identifierUris()));
        node.set("tags", texts(application.tags()));
        node.set("appRoles", roles(application.appRoles()));
        node.putArray("keyCredentials");
        node.putArray("passwordCredentials");
        node.putArray("requiredResourceAccess");
        ObjectNode web = node.putObject("web").putNull("homePageUrl").putNull("logoutUrl");
        web.set("redirectUris", texts(application.redirectUris()));
        application.settings().forEach((name, value) -> {
            if (name.startsWith("web/")) {
                web.set(name.substring("web/".length()), value);
            } else {
                node.set(name, value);
            }
        });
        return node;
    }

    static ArrayNode roles(List<AppRole> roles) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        roles.forEach(role -> array.addObject()
                .put("id", role.id())
                .put("displayName", role.displayName())
                .put("description", role.displayName())
                .put("isEnabled", role.enabled())
                .put("origin", "Application")
                .put("value", role.value().orElse(null))
                .putArray("allowedMemberTypes")
                .add("User"));
        return array;
    }

    static Set<String> union(Set<String> some, String... others) {
        Set<String> all = new java.util.HashSet<>(some);
        all.addAll(List.of(others));
        return all;
    }

    static ArrayNode texts(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
