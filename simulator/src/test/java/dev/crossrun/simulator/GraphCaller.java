package dev.crossrun.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crossrun.simulator.world.ContactCenter;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An application that calls Graph and its tenant's other endpoints over TLS. */
final class GraphCaller {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private URI endpoint;
    private String token = "";

    /** What was answered. */
    record Answer(int status, String text, Optional<String> retryAfter) {
        JsonNode body() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError(text, e);
            }
        }

        String text(String field) {
            return body().path(field).asText();
        }

        String code() {
            return body().path("error").path("code").asText();
        }

        String message() {
            return body().path("error").path("message").asText();
        }
    }

    GraphCaller(Simulator simulator) {
        this.endpoint = simulator.secureEndpoint();
        this.http = HttpClient.newBuilder().sslContext(trusting(simulator)).build();
    }

    private static SSLContext trusting(Simulator simulator) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("simulator", simulator.certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Calls another simulator from now on, with the trust and the token of before. */
    void at(Simulator other) {
        endpoint = other.secureEndpoint();
    }

    GraphCaller signIn(String clientId, String secret) {
        token = token(clientId, secret).text("access_token");
        return this;
    }

    Answer token(String clientId, String secret) {
        return token(Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                clientId,
                "client_secret",
                secret,
                "scope",
                "https://graph.microsoft.com/.default"));
    }

    Answer token(Map<String, String> form) {
        String text = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return send("POST", "/" + ContactCenter.TENANT_ID + "/oauth2/v2.0/token", text);
    }

    /** The tenant's federation metadata; with a query that of an application. */
    Answer metadata(String query) {
        return send(
                "GET",
                "/" + ContactCenter.TENANT_ID + "/federationmetadata/2007-06/federationmetadata.xml" + query,
                "");
    }

    /** Outside Graph. */
    Answer outside(String method, String path, String body) {
        return send(method, path, body);
    }

    Answer get(String path) {
        return graph("GET", path, "");
    }

    Answer filter(String path, String filter) {
        return get(path + "?$filter=" + encoded(filter));
    }

    Answer post(String path, String body) {
        return graph("POST", path, body);
    }

    Answer patch(String path, String body) {
        return graph("PATCH", path, body);
    }

    Answer put(String path, String body) {
        return graph("PUT", path, body);
    }

    Answer delete(String path) {
        return graph("DELETE", path, "");
    }

    /** {@code path}: below {@code /v1.0}, or a link that Graph gave. */
    private Answer graph(String method, String path, String body) {
        return send(method, path.startsWith("https:") ? path : "/v1.0" + path, body);
    }

    private Answer send(String method, String path, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint.resolve(path)).method(method, BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(), response.body(), response.headers().firstValue("Retry-After"));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
