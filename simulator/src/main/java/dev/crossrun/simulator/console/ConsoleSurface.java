package dev.crossrun.simulator.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.signin.AccountPortal;
import dev.crossrun.simulator.signin.SignIn;
import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.wire.Surface;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.SamlApplication;
import dev.crossrun.simulator.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /_console/…} and the sign-in endpoint {@code /saml}: the routing table and nothing else. */
public final class ConsoleSurface implements Surface {

    private static final String APPLICATIONS = "/_console/applications";
    private static final String SOURCE = "/_console/identity-source";
    private static final String APPLICATION = APPLICATIONS + "/{application}";

    /** What clicks and sign-ins leave in CloudTrail. */
    private static final Set<String> EVENTS = Set.of(
            "AssociateProfile",
            "CreateApplicationInstance",
            "CreateApplicationInstanceCertificate",
            "CreateProfile",
            "DeleteApplicationInstance",
            "DisassociateProfile",
            "UpdateApplicationInstanceActiveCertificate",
            "UpdateApplicationInstanceResponseConfiguration",
            "UpdateApplicationInstanceResponseSchemaConfiguration",
            "UpdateApplicationInstanceServiceProviderConfiguration",
            "UpdateApplicationInstanceStatus",
            "GetAWSSPConfigurationForDirectory",
            "CreateExternalIdPConfigurationForDirectory",
            "EnableExternalIdPConfigurationForDirectory",
            "UpdateExternalIdPConfigurationForDirectory",
            "CreateProvisioningTenant",
            "DeleteProvisioningTenant",
            "CreateBearerToken",
            "DeleteBearerToken",
            "ExternalIdPDirectoryLogin",
            "Authenticate",
            "Federate",
            "AssumeRoleWithSAML",
            "GetFederationToken",
            "GetRoleCredentials");

    private final World world;
    private final SignInPages signIn;
    private final List<Route> routes;

    /** Whether a click or a sign-in leaves events of this name in CloudTrail. */
    public static boolean records(String event) {
        return EVENTS.contains(event);
    }

    /** The consoles of one world. */
    public ConsoleSurface(World world) {
        this.world = world;
        ApplicationConsole applications = new ApplicationConsole(world);
        AssignmentConsole assignments = new AssignmentConsole(world);
        Downloads downloads = new Downloads(world);
        IdentitySourceConsole source = new IdentitySourceConsole(world);
        this.signIn = new SignInPages(new SignIn(world), new AccountPortal(world));
        this.routes = List.of(
                new Route("GET", APPLICATIONS, request -> list(applications)),
                new Route("POST", APPLICATIONS, request -> page(201, applications.add(request))),
                new Route("GET", APPLICATION, request -> page(200, applications.show(request))),
                new Route(
                        "DELETE",
                        APPLICATION,
                        request -> json(200, InternalActions.instance(applications.delete(request)))),
                new Route(
                        "GET",
                        APPLICATION + "/metadata",
                        request -> downloads.applicationMetadata(applications.show(request))),
                new Route("PUT", APPLICATION + "/configuration", request -> page(200, applications.configure(request))),
                new Route(
                        "PUT",
                        APPLICATION + "/attribute-mappings",
                        request -> page(200, applications.mapAttributes(request))),
                new Route("PUT", APPLICATION + "/status", request -> page(200, applications.changeStatus(request))),
                new Route(
                        "POST",
                        APPLICATION + "/certificates",
                        request -> page(200, applications.rotateCertificate(request))),
                new Route("POST", APPLICATION + "/assignments", request -> page(200, assignments.assign(request))),
                new Route(
                        "DELETE",
                        APPLICATION + "/assignments/{type}/{name}",
                        request -> page(200, assignments.unassign(request))),
                new Route("GET", "/_console/documents/{document}", downloads::document),
                new Route("GET", SOURCE, request -> show(source)),
                new Route("GET", SOURCE + "/metadata", downloads::serviceProviderMetadata),
                new Route("PUT", SOURCE, request -> {
                    source.change(request);
                    return show(source);
                }),
                new Route("POST", "/_console/provisioning", request -> token(source.enableProvisioning(request))),
                new Route("DELETE", "/_console/provisioning", request -> {
                    source.disableProvisioning(request);
                    return show(source);
                }),
                new Route("POST", "/_console/provisioning/tokens", request -> token(source.generateToken(request))),
                new Route("POST", "/_console/open-application", signIn::openApplication),
                new Route("POST", "/_console/sign-in", signIn::signIn),
                new Route("POST", "/_console/portal-sign-in", signIn::signInAtPortal),
                new Route("POST", "/_console/open-instance", signIn::openInstance));
    }

    @Override
    public boolean serves(HttpCall call) {
        return call.path().startsWith("/_console/") || isSignInEndpoint(call);
    }

    private static boolean isSignInEndpoint(HttpCall call) {
        return call.path().equals("/saml") && call.method().equals("POST");
    }

    @Override
    public HttpReply handle(HttpCall call) {
        try {
            return world.locked(() -> isSignInEndpoint(call) ? signIn.post(call) : route(call));
        } catch (ConsoleException e) {
            return json(e.status(), JsonNodeFactory.instance.objectNode().put("error", String.valueOf(e.getMessage())));
        }
    }

    private HttpReply route(HttpCall call) {
        for (Route route : routes) {
            Optional<Map<String, String>> path = route.match(call);
            if (path.isPresent()) {
                return route.handler().apply(ConsoleRequest.of(call, path.get()));
            }
        }
        throw ConsoleException.notFound(call.method() + " " + call.path());
    }

    private HttpReply list(ApplicationConsole applications) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        applications.list().forEach(each -> all.add(view(each)));
        return json(200, all);
    }

    private HttpReply page(int status, SamlApplication application) {
        return json(status, view(application));
    }

    private ObjectNode view(SamlApplication application) {
        return ApplicationView.of(world.identityCenter().orElseThrow(), application);
    }

    private HttpReply show(IdentitySourceConsole source) {
        IdentityCenter center = world.identityCenter()
                .orElseThrow(() -> new ConsoleException(409, "IAM Identity Center is not enabled"));
        ObjectNode page = JsonNodeFactory.instance
                .objectNode()
                .put(
                        "identitySource",
                        center.source().external() ? "External identity provider" : "Identity Center directory")
                .put("entityId", center.entityId())
                .put("acsUrl", center.acsUrl());
        source.endpoint().ifPresent(endpoint -> page.put("scimEndpoint", endpoint));
        return json(200, page);
    }

    private static HttpReply token(IdentitySourceConsole.Provisioning issued) {
        return json(
                201,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("scimEndpoint", issued.endpoint())
                        .put("accessToken", issued.accessToken()));
    }

    static HttpReply json(int status, JsonNode body) {
        return HttpReply.of(status, "application/json", body.toPrettyString() + "\n");
    }
}
