package dev.crossrun.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Clicks in the simulated consoles, as an administrator and as people who sign in. */
final class ConsoleClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoint;

    ConsoleClient(Simulator simulator) {
        this.endpoint = simulator.endpoint();
    }

    JsonNode post(String path, String body) {
        return json(send("POST", path, body));
    }

    JsonNode put(String path, String body) {
        return json(send("PUT", path, body));
    }

    JsonNode get(String path) {
        return json(send("GET", path, ""));
    }

    JsonNode delete(String path) {
        return json(send("DELETE", path, ""));
    }

    String download(String path) {
        return send("GET", path, "").body();
    }

    /** Signs in and opens the application of this name. */
    JsonNode signIn(String user, String application) {
        return post("/_console/sign-in", click(user, application));
    }

    /** Opens the application without posting the form that the portal answers. */
    JsonNode open(String user, String application) {
        return post("/_console/open-application", click(user, application));
    }

    JsonNode postForm(String samlEndpoint, String response, String relayState) {
        String form =
                Map.of("endpoint", samlEndpoint, "SAMLResponse", response, "RelayState", relayState).entrySet().stream()
                        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return post("/saml", form);
    }

    HttpResponse<String> send(String method, String path, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(endpoint.resolve(path))
                    .method(method, BodyPublishers.ofString(body))
                    .build();
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String click(String user, String application) {
        return JSON.createObjectNode()
                .put("user", user)
                .put("application", application)
                .toString();
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(response.body(), e);
        }
    }
}
