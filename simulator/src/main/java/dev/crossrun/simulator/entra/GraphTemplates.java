package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The gallery's application templates and what is made of them. */
final class GraphTemplates {
    private static final Map<String, String> TEMPLATES = Map.of(
            EntraTenant.IDENTITY_CENTER_TEMPLATE,
            "AWS IAM Identity Center (successor to AWS Single Sign-On)",
            "8adf8e6e-67b2-4cf2-a259-e3dc5476c621",
            "Custom",
            "8b1025e4-1dd2-430b-a150-2ef79cd700f5",
            "AWS Single-Account Access");

    private static final GraphType TYPE = new GraphType(
            "applicationTemplate",
            "applicationTemplates",
            Set.of("id", "displayName", "homePageUrl", "supportedSingleSignOnModes", "supportedProvisioningTypes"),
            Set.of("categories", "description", "logoUrl", "publisher"),
            Set.of("id", "displayName"));

    private GraphTemplates() {}

    static List<GraphRoute> routes() {
        return List.of(
                new GraphRoute("graph:listTemplates", "GET", "/applicationTemplates", 200, GraphTemplates::list),
                new GraphRoute(
                        "graph:getTemplate",
                        "GET",
                        "/applicationTemplates/{id}",
                        200,
                        call -> call.one(TYPE, form(known(call)))),
                new GraphRoute(
                        "graph:instantiate",
                        "POST",
                        "/applicationTemplates/{id}/instantiate",
                        201,
                        GraphTemplates::instantiate));
    }

    private static Optional<ObjectNode> list(GraphCall call) {
        return call.page(TYPE, TEMPLATES.keySet().stream().sorted().toList(), GraphTemplates::form);
    }

    private static String known(GraphCall call) {
        String id = call.id("id");
        if (!TEMPLATES.containsKey(id)) {
            throw GraphError.notFound(id);
        }
        return id;
    }

    private static ObjectNode form(String id) {
        ObjectNode node = GraphApplications.object()
                .put("id", id)
                .put("displayName", TEMPLATES.get(id))
                .put("homePageUrl", "https://aws.amazon.com/");
        node.set("supportedSingleSignOnModes", GraphApplications.texts(List.of("saml", "external")));
        node.set("supportedProvisioningTypes", GraphApplications.texts(List.of("sync")));
        return node;
    }

    private static Optional<ObjectNode> instantiate(GraphCall call) {
        call.require("Application.ReadWrite.OwnedBy", "Application.ReadWrite.All");
        String template = known(call);
        call.only("displayName", "serviceManagementReference");
        if (call.body().hasNonNull("serviceManagementReference")) {
            throw GraphError.notSimulated("serviceManagementReference of instantiate");
        }
        String name = call.required("displayName");
        if (name.length() > 256) {
            throw GraphError.badRequest(
                    "Invalid value specified for property 'displayName' of resource 'Application'.");
        }
        EntraTenant tenant = call.tenant();
        EntraApplication application =
                tenant.create(template, name, List.of(call.client().clientId()));
        ServicePrincipal principal = tenant.principalOf(application).orElseThrow();
        ObjectNode answer = GraphApplications.object();
        answer.set("application", GraphApplications.form(application));
        answer.set("servicePrincipal", GraphServicePrincipals.form(tenant, principal));
        return Optional.of(GraphQuery.result("microsoft.graph.applicationServicePrincipal", answer));
    }
}
