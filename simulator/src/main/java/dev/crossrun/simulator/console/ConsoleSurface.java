package dev.crossrun.simulator.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crossrun.simulator.saml.SigningKeys;
import dev.crossrun.simulator.signin.AccountPortal;
import dev.crossrun.simulator.signin.SignIn;
import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.wire.Surface;
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
        SigningKeys keys = world.signingKeys();
        ApplicationConsole applications = new ApplicationConsole(world, keys);
        AssignmentConsole assignments = new AssignmentConsole(world);
        Downloads downloads = new Downloads(world, keys);
        IdentitySourceConsole source = new IdentitySourceConsole(world);
        this.signIn = new SignInPages(new SignIn(world), new AccountPortal(world));
        this.routes = List.of(
                new Route("GET", APPLICATIONS, applications::list),
                new Route("POST", APPLICATIONS, applications::add),
                new Route("GET", APPLICATION, applications::show),
                new Route("DELETE", APPLICATION, applications::delete),
                new Route("GET", APPLICATION + "/metadata", downloads::applicationMetadata),
                new Route("PUT", APPLICATION + "/configuration", applications::configure),
                new Route("PUT", APPLICATION + "/attribute-mappings", applications::mapAttributes),
                new Route("PUT", APPLICATION + "/status", applications::changeStatus),
                new Route("POST", APPLICATION + "/certificates", applications::rotateCertificate),
                new Route("POST", APPLICATION + "/assignments", assignments::assign),
                new Route("DELETE", APPLICATION + "/assignments/{type}/{name}", assignments::unassign),
                new Route("GET", "/_console/documents/{document}", downloads::document),
                new Route("GET", SOURCE, source::show),
                new Route("GET", SOURCE + "/metadata", source::downloadMetadata),
                new Route("PUT", SOURCE, source::change),
                new Route("POST", "/_console/provisioning", source::enableProvisioning),
                new Route("DELETE", "/_console/provisioning", source::disableProvisioning),
                new Route("POST", "/_console/provisioning/tokens", source::generateToken),
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

    static HttpReply json(int status, JsonNode body) {
        return HttpReply.of(status, "application/json", body.toPrettyString() + "\n");
    }
}
