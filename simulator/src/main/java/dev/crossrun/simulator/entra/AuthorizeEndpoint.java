package dev.crossrun.simulator.entra;

import dev.crossrun.simulator.entra.AuthorizationRequest.Fault;
import dev.crossrun.simulator.page.Origins;
import dev.crossrun.simulator.page.Pages;
import dev.crossrun.simulator.wire.HttpBody;
import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.wire.UrlText;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /oauth2/v2.0/authorize} and {@code /logout}: a page on which one chooses who signs in, and the way back to the
 * application. Nobody stays signed in, so there is no cookie, and each sign-in asks.
 */
final class AuthorizeEndpoint {
    private static final String USER = "user";
    private static final String CANCEL = "cancel";

    private final EntraTenant tenant;
    private final AuthorizationCodes codes;

    AuthorizeEndpoint(EntraTenant tenant, AuthorizationCodes codes) {
        this.tenant = tenant;
        this.codes = codes;
    }

    /** Somebody to choose, with the roles that the application gives. */
    record Choice(EntraUser user, List<String> roles, boolean hinted) {}

    /** What ends a sign-in at Entra, without a way back to the application. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stopped(String description) {
            super(description);
        }
    }

    HttpReply answer(HttpCall call, SignInReplies replies) {
        if (!call.method().equals("GET") && !call.method().equals("POST")) {
            return replies.unknownPage();
        }
        try {
            Map<String, String> parameters = parameters(call, replies);
            AuthorizationRequest request = request(parameters, replies);
            Optional<Fault> fault = request.fault();
            if (fault.isPresent()) {
                return refuse(request, fault.get(), "", replies);
            }
            boolean clicked =
                    call.method().equals("POST") && (parameters.containsKey(USER) || parameters.containsKey(CANCEL));
            return clicked ? click(call, request, replies) : choose(call, request);
        } catch (Stopped e) {
            return stop(400, String.valueOf(e.getMessage()));
        }
    }

    /** What an authority for several tenants answers: all registrations here are for one. */
    HttpReply refuseShared(HttpCall call, String authority, SignInReplies replies) {
        try {
            String clientId = parameters(call, replies).getOrDefault("client_id", "");
            throw new Stopped(tenant.applicationByClientId(clientId)
                    .map(application -> replies.described(50194, notMultiTenant(application, authority)))
                    .orElseGet(() -> replies.described(700016, replies.applicationNotFound(clientId))));
        } catch (Stopped e) {
            return stop(400, String.valueOf(e.getMessage()));
        }
    }

    static String notMultiTenant(EntraApplication application, String authority) {
        return "Application '" + application.appId() + "'(" + application.displayName()
                + ") is not configured as a multi-tenant application. Usage of the /" + authority
                + " endpoint is not supported for such applications created after '10/15/2018'. Use a tenant-specific"
                + " endpoint or configure the application to be multi-tenant.";
    }

    private static Map<String, String> parameters(HttpCall call, SignInReplies replies) {
        Map<String, String> parameters = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, String> each :
                    UrlText.parameters(call.method().equals("POST") ? call.text() : call.query())) {
                if (parameters.put(each.getKey(), each.getValue()) != null) {
                    throw new Stopped(replies.described(
                            9000411,
                            "The request is not properly formatted. The parameter '" + each.getKey()
                                    + "' is duplicated."));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new Stopped(replies.described(9002313, "Invalid request. Request is malformed or invalid."));
        }
        return parameters;
    }

    /** The request, once client and redirect URI are known to be good: nobody is sent anywhere before. */
    private AuthorizationRequest request(Map<String, String> parameters, SignInReplies replies) {
        String clientId = parameters.getOrDefault("client_id", "");
        if (clientId.isBlank()) {
            throw new Stopped(
                    replies.described(900144, "The request body must contain the following parameter: 'client_id'."));
        }
        EntraApplication application = tenant.applicationByClientId(clientId)
                .orElseThrow(() -> new Stopped(replies.described(700016, replies.applicationNotFound(clientId))));
        String redirectUri = parameters.getOrDefault("redirect_uri", "");
        if (redirectUri.isBlank()) {
            throw new Stopped(replies.described(900971, "No reply address provided."));
        }
        if (!application.redirectUris().contains(redirectUri)) {
            throw new Stopped(replies.described(
                    50011,
                    "The redirect URI '" + redirectUri + "' specified in the request does not match the redirect URIs"
                            + " configured for the application '" + clientId + "'. Make sure the redirect URI sent in"
                            + " the request matches one added to your application in the Azure portal. Navigate to"
                            + " https://aka.ms/redirectUriMismatchError to learn more about how to troubleshoot this"
                            + " error."));
        }
        return new AuthorizationRequest(application, redirectUri, parameters);
    }

    private HttpReply choose(HttpCall call, AuthorizationRequest request) {
        String hint = request.value("login_hint");
        List<Choice> choices = tenant.users().stream()
                .map(user -> new Choice(
                        user,
                        tenant.roles(request.application(), user),
                        user.userPrincipalName().equalsIgnoreCase(hint)))
                .sorted(Comparator.comparing((Choice choice) -> !choice.hinted())
                        .thenComparing(choice -> choice.roles().isEmpty()))
                .toList();
        return Pages.page(
                200,
                "entra/chooseUser.jte",
                Map.of("action", call.path(), "request", request, "choices", choices),
                "'self' " + origin(request.redirectUri()));
    }

    /** Where the browser goes after the form, which the page must allow. */
    private static String origin(String uri) {
        URI parsed = URI.create(uri);
        return parsed.getScheme() + "://" + parsed.getRawAuthority();
    }

    private HttpReply click(HttpCall call, AuthorizationRequest request, SignInReplies replies) {
        if (!Origins.isOwn(call)) {
            return stop(
                    403,
                    "This form was sent by a page of another site: "
                            + call.header("Origin").orElse(""));
        }
        if (!request.parameters().containsKey(USER)) {
            return refuse(
                    request,
                    new Fault("access_denied", 65004, "User declined to consent to access the app."),
                    "cancel",
                    replies);
        }
        EntraUser user = tenant.user(request.value(USER))
                .orElseThrow(() -> new Stopped(replies.described(
                        50034,
                        "The user account '" + request.value(USER) + "' does not exist in the " + tenant.id()
                                + " directory. To sign into this application, the account must be added to the"
                                + " directory.")));
        check(request.application(), user, replies);
        List<String> parameters = new ArrayList<>();
        parameters.add("code=" + UrlText.encode(codes.issue(request, user)));
        return back(request, parameters);
    }

    private void check(EntraApplication application, EntraUser user, SignInReplies replies) {
        if (!user.enabled()) {
            throw new Stopped(replies.described(50057, "The user account is disabled."));
        }
        ServicePrincipal principal = tenant.principalOf(application)
                .filter(each -> each.unlessUnset("accountEnabled"))
                .orElseThrow(() -> new Stopped(replies.described(
                        7000112,
                        "Application '" + application.appId() + "'(" + application.displayName() + ") is disabled.")));
        if (!tenant.admits(principal, user)) {
            throw new Stopped(
                    replies.described(50105, EntraSamlSignIn.notAssigned(application, user.userPrincipalName())));
        }
    }

    private static HttpReply refuse(AuthorizationRequest request, Fault fault, String subcode, SignInReplies replies) {
        List<String> parameters = new ArrayList<>();
        parameters.add("error=" + UrlText.encode(fault.error()));
        if (!subcode.isEmpty()) {
            parameters.add("error_subcode=" + subcode);
        }
        parameters.add("error_description=" + UrlText.encode(replies.described(fault.code(), fault.description())));
        return back(request, parameters);
    }

    private static HttpReply back(AuthorizationRequest request, List<String> parameters) {
        if (request.parameters().containsKey("state")) {
            parameters.add("state=" + UrlText.encode(request.value("state")));
        }
        return found(with(request.redirectUri(), parameters));
    }

    private static String with(String uri, List<String> parameters) {
        return uri + (uri.contains("?") ? "&" : "?") + String.join("&", parameters);
    }

    /** Signs nobody out, as nobody stays signed in; goes on to a redirect URI of one of the tenant's applications. */
    HttpReply signOut(HttpCall call, SignInReplies replies) {
        try {
            Map<String, String> parameters = parameters(call, replies);
            String next = parameters.getOrDefault("post_logout_redirect_uri", "");
            boolean registered = tenant.applications().visible().stream()
                    .anyMatch(application -> application.redirectUris().contains(next));
            if (!registered) {
                return Pages.page(200, "entra/signedOutOfEntra.jte", Map.of());
            }
            String state = parameters.getOrDefault("state", "");
            return found(state.isEmpty() ? next : with(next, List.of("state=" + UrlText.encode(state))));
        } catch (Stopped e) {
            return stop(400, String.valueOf(e.getMessage()));
        }
    }

    private static HttpReply found(String location) {
        return new HttpReply(302, Map.of("Location", location, "Cache-Control", "no-store"), HttpBody.of(""));
    }

    private static HttpReply stop(int status, String description) {
        return Pages.page(status, "entra/signInStopped.jte", Map.of("description", description));
    }
}
