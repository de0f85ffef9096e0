package dev.crossrun.simulator.entra;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * A request to sign somebody in whose client and redirect URI are good.
 *
 * @param parameters all parameters as they were sent
 */
record AuthorizationRequest(EntraApplication application, String redirectUri, Map<String, String> parameters) {

    /** Why the request is refused, by redirection; {@code code} is the number after AADSTS. */
    record Fault(String error, int code, String description) {}

    AuthorizationRequest {
        parameters = Map.copyOf(parameters);
    }

    String clientId() {
        return application.appId();
    }

    String codeChallenge() {
        return value("code_challenge");
    }

    String value(String name) {
        return parameters.getOrDefault(name, "");
    }

    boolean has(String scope) {
        return scopes().contains(scope);
    }

    Set<String> scopes() {
        Set<String> scopes =
                new LinkedHashSet<>(Arrays.asList(value("scope").trim().split(" +")));
        scopes.remove("");
        return scopes;
    }

    /** The names of the scopes of the application's own API. */
    List<String> ownScopes() {
        return scopes().stream()
                .filter(scope -> !AccessTokens.OPENID.contains(scope))
                .map(scope -> scope.substring(scope.lastIndexOf('/') + 1))
                .toList();
    }

    /**
     * What else is wrong with the request. As at Entra {@code code} is the response type of a web application; stricter than
     * Entra, a client with a secret has to use PKCE, too, with S256.
     */
    Optional<Fault> fault() {
        for (String name : List.of("response_type", "scope", "code_challenge")) {
            if (value(name).isBlank()) {
                return Optional.of(new Fault(
                        "invalid_request",
                        900144,
                        "The request body must contain the following parameter: '" + name + "'."));
            }
        }
        if (!value("response_type").equals("code")) {
            return Optional.of(new Fault(
                    "unsupported_response_type",
                    700054,
                    "response_type '" + value("response_type") + "' is not enabled for the application."));
        }
        if (!parameters.getOrDefault("response_mode", "query").equals("query")) {
            return Optional.of(new Fault(
                    "invalid_request",
                    90013,
                    "Invalid input received from the user. The simulator supports response_mode=query."));
        }
        if (!value("code_challenge_method").equals("S256")) {
            return Optional.of(new Fault("invalid_request", 50149, "Invalid Code_Challenge_method parameter."));
        }
        if (!codeChallenge().matches("[A-Za-z0-9_-]{43}")) {
            return Optional.of(new Fault("invalid_request", 501491, "Invalid size of Code_Challenge parameter."));
        }
        return scopeFault().or(this::silentFault);
    }

    private Optional<Fault> scopeFault() {
        List<String> known = ownScopeNames();
        for (String scope : scopes()) {
            if (!AccessTokens.OPENID.contains(scope) && !known.contains(scope)) {
                return Optional.of(new Fault(
                        "invalid_scope",
                        70011,
                        "The provided value for the input parameter 'scope' is not valid. The scope '" + scope
                                + "' does not exist."));
            }
        }
        return Optional.empty();
    }

    private List<String> ownScopeNames() {
        return Optional.ofNullable(application.settings().get("api")).stream()
                .flatMap(api ->
                        StreamSupport.stream(api.path("oauth2PermissionScopes").spliterator(), false))
                .map(scope -> scope.path("value").asText())
                .flatMap(name -> application.identifierUris().stream().map(uri -> uri + "/" + name))
                .toList();
    }

    /** Nobody stays signed in here. */
    private Optional<Fault> silentFault() {
        return value("prompt").equals("none")
                ? Optional.of(new Fault(
                        "login_required",
                        50058,
                        "A silent sign-in request was sent but no user is signed in. The cookies used to represent the"
                                + " user's session were not sent in the request to Microsoft Entra ID."))
                : Optional.empty();
    }
}
