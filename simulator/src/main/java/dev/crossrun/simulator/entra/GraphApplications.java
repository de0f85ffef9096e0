package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Application templates, applications and deleted applications. */
final class GraphApplications {
    private static final Map<String, String> TEMPLATES = Map.of(
            EntraTenant.IDENTITY_CENTER_TEMPLATE,
            "AWS IAM Identity Center (successor to AWS Single Sign-On)",
            "8adf8e6e-67b2-4cf2-a259-e3dc5476c621",
            "Custom",
            "8b1025e4-1dd2-430b-a150-2ef79cd700f5",
            "AWS Single-Account Access");

    private GraphApplications() {}

    static List<GraphRoute> routes() {
        return List.of(
                new GraphRoute(
                        "graph:getTemplate", "GET", "/applicationTemplates/{id}", 200, GraphApplications::template),
                new GraphRoute(
                        "graph:instantiate",
                        "POST",
                        "/applicationTemplates/{id}/instantiate",
                        201,
                        GraphApplications::instantiate),
                new GraphRoute("graph:listApplications", "GET", "/applications", 200, GraphApplications::list),
                new GraphRoute("graph:getApplication", "GET", "/applications/{id}", 200, GraphApplications::get),
                new GraphRoute(
                        "graph:getApplication",
                        "GET",
                        "/applications(appId='{appId}')",
                        200,
                        GraphApplications::byAppId),
                new GraphRoute(
                        "graph:updateApplication", "PATCH", "/applications/{id}", 204, GraphApplications::update),
                new GraphRoute(
                        "graph:deleteApplication", "DELETE", "/applications/{id}", 204, GraphApplications::delete),
                new GraphRoute(
                        "graph:getDeletedItem", "GET", "/directory/deletedItems/{id}", 200, GraphApplications::deleted),
                new GraphRoute(
                        "graph:restore",
                        "POST",
                        "/directory/deletedItems/{id}/restore",
                        200,
                        GraphApplications::restore));
    }

    private static Optional<ObjectNode> template(GraphCall call) {
        ObjectNode node = object().put("id", call.id("id")).put("displayName", title(call.id("id")));
        return Optional.of(node.put("homePageUrl", "https://aws.amazon.com"));
    }

    private static String title(String templateId) {
        return Optional.ofNullable(TEMPLATES.get(templateId)).orElseThrow(() -> GraphError.notFound(templateId));
    }

    private static Optional<ObjectNode> instantiate(GraphCall call) {
        call.require("Application.ReadWrite.OwnedBy", "Application.ReadWrite.All");
        title(call.id("id"));
        String name = call.required("displayName");
        EntraTenant tenant = call.tenant();
        EntraApplication application =
                tenant.create(call.id("id"), name, List.of(call.client().clientId()));
        ServicePrincipal principal = tenant.principalOf(application).orElseThrow();
        ObjectNode answer = object();
        answer.set("application", form(application));
        answer.set("servicePrincipal", GraphServicePrincipals.form(principal));
        return Optional.of(answer);
    }

    private static Optional<ObjectNode> list(GraphCall call) {
        call.require("Application.Read.All", "Application.ReadWrite.OwnedBy", "Application.ReadWrite.All");
        List<EntraApplication> found =
                call.filtered(call.tenant().applications().visible(), GraphApplications::property);
        return Optional.of(call.list(found, GraphApplications::form));
    }

    private static Function<EntraApplication, String> property(String name) {
        return switch (name) {
            case "displayName" -> EntraApplication::displayName;
            case "appId" -> EntraApplication::appId;
            default ->
                throw GraphError.badRequest("Unsupported or invalid query filter clause specified for property '" + name
                        + "' of resource 'Application'.");
        };
    }

    private static Optional<ObjectNode> get(GraphCall call) {
        return Optional.of(form(require(call)));
    }

    private static Optional<ObjectNode> byAppId(GraphCall call) {
        call.require("Application.Read.All", "Application.ReadWrite.OwnedBy", "Application.ReadWrite.All");
        return Optional.of(call.tenant().applications().visible().stream()
                .filter(each -> each.appId().equals(call.id("appId")))
                .findFirst()
                .map(GraphApplications::form)
                .orElseThrow(() -> GraphError.notFound(call.id("appId"))));
    }

    private static Optional<ObjectNode> update(GraphCall call) {
        EntraApplication after = require(call);
        call.requireOwn(after);
        EntraApplication latest =
                call.tenant().applications().latest(after.id()).orElseThrow(() -> GraphError.notFound(after.id()));
        call.tenant().applications().put(latest.id(), changed(call, latest));
        return Optional.empty();
    }

    private static EntraApplication changed(GraphCall call, EntraApplication before) {
        EntraApplication after = before;
        if (call.body().has("tags")) {
            after = after.withTags(GraphCall.texts(call.body().path("tags")));
        }
        if (call.body().has("identifierUris")) {
            after = after.withIdentifierUris(uris(call, before));
        }
        if (call.body().path("web").has("redirectUris")) {
            after = after.withRedirectUris(
                    GraphCall.texts(call.body().path("web").path("redirectUris")));
        }
        return after;
    }

    /** An identifier is unique in the tenant, and of an unverified domain only where single sign-on is by SAML. */
    private static List<String> uris(GraphCall call, EntraApplication application) {
        List<String> uris = GraphCall.texts(call.body().path("identifierUris"));
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
        return Optional.of(form(requireDeleted(call)));
    }

    private static Optional<ObjectNode> restore(GraphCall call) {
        EntraApplication application = requireDeleted(call);
        call.requireOwn(application);
        call.tenant().restore(application);
        return Optional.of(form(application));
    }

    private static EntraApplication requireDeleted(GraphCall call) {
        return call.tenant().deleted().stream()
                .filter(each -> each.id().equals(call.id("id")))
                .findFirst()
                .orElseThrow(() -> GraphError.notFound(call.id("id")));
    }

    private static EntraApplication require(GraphCall call) {
        call.require("Application.Read.All", "Application.ReadWrite.OwnedBy", "Application.ReadWrite.All");
        return call.tenant().applications().get(call.id("id")).orElseThrow(() -> GraphError.notFound(call.id("id")));
    }

    static ObjectNode form(EntraApplication application) {
        ObjectNode node = object().put("id", application.id())
                .put("appId", application.appId())
                .put("displayName", application.displayName())
                .put("applicationTemplateId", application.templateId())
                .put("createdDateTime", application.createdAt().toString());
        node.set("identifierUris", texts(application.identifierUris()));
        node.set("tags", texts(application.tags()));
        node.putObject("web").set("redirectUris", texts(application.redirectUris()));
        return node;
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
