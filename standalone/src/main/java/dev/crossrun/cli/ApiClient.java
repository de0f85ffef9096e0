package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.cli.text.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * One principal's calls of the REST API. Every method fails with an {@link ApiRefusal} where the API refuses, and with an
 * {@link ApiUnreachable} where it does not answer.
 */
public final class ApiClient {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** Longer than the API itself waits for the check of an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Pattern KEY = Pattern.compile("[!-~]{1,200}");

    private static final Pattern FILE_NAME = Pattern.compile("filename=\"([^\"]+)\"");

    private final HttpClient http;
    private final URI address;
    private final String token;

    public ApiClient(URI address, String token) {
        this.http = http(address);
        this.address = address;
        this.token = token;
    }

    private static HttpClient http(URI address) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5));
        return address.getScheme().equals("http")
                ? builder.sslContext(trustingNobody()).build()
                : builder.build();
    }

    /** Without TLS: to read the JVM's trust store would be a third of the time that a command takes to start. */
    private static SSLContext trustingNobody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }

    /** A document as it was downloaded. */
    @SuppressWarnings("ArrayRecordComponent") // passed on at once, never compared
    public record Download(String fileName, byte[] content) {}

    public JsonNode get(String path) {
        return json(send(request(path).header("Accept", "application/json").GET()));
    }

    /** A text of this media type. */
    String text(String path, String mediaType) {
        HttpResponse<byte[]> response =
                send(request(path).header("Accept", mediaType).GET());
        return Printable.of(new String(response.body(), StandardCharsets.UTF_8));
    }

    /** All items of a list, page by page. */
    public List<JsonNode> all(String path) {
        List<JsonNode> items = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            String join = path.contains("?") ? "&" : "?";
            JsonNode page = get(
                    path + cursor.map(next -> join + "cursor=" + encode(next)).orElse(""));
            page.path("items").forEach(items::add);
            cursor = page.hasNonNull("next") ? Optional.of(page.path("next").asText("")) : Optional.empty();
        } while (cursor.isPresent());
        return items;
    }

    public Download download(String path) {
        HttpResponse<byte[]> response = send(request(path).GET());
        Matcher name = FILE_NAME.matcher(
                response.headers().firstValue("Content-Disposition").orElse(""));
        return new Download(name.find() ? name.group(1) : "document", response.body());
    }

    public JsonNode post(String path, JsonNode body, Optional<String> idempotencyKey) {
        return post(path, "application/json", BodyPublishers.ofString(body.toString()), idempotencyKey);
    }

    /** Posts JSON as it is in a file, byte for byte. */
    public JsonNode post(String path, byte[] body, Optional<String> idempotencyKey) {
        return post(path, "application/json", BodyPublishers.ofByteArray(body), idempotencyKey);
    }

    /** Answers with a document: the JSON is the part {@code answer}, the document the part {@code file}. */
    public JsonNode upload(
            String path, JsonNode answer, String fileName, byte[] file, Optional<String> idempotencyKey) {
        String boundary = "crossrun-" + UUID.randomUUID();
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"answer\"\r\n"
                + "Content-Type: application/json\r\n\r\n" + answer + "\r\n--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + fileName.replaceAll("[^A-Za-z0-9._-]", "_") + "\"\r\nContent-Type: application/xml\r\n\r\n";
        BodyPublisher body = BodyPublishers.ofByteArrays(List.of(
                head.getBytes(StandardCharsets.UTF_8),
                file,
                ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8)));
        return post(path, "multipart/form-data; boundary=" + boundary, body, idempotencyKey);
    }

    /** Hands on the events after {@code seq} until the API ends the stream, or it breaks. */
    void events(String path, int seq, Consumer<JsonNode> listener) {
        HttpRequest request = request(path)
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", Integer.toString(seq))
                .GET()
                .build();
        try {
            HttpResponse<Stream<String>> response = http.send(request, BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                if (response.statusCode() >= 300) {
                    throw new ApiRefusal(response.statusCode(), said("HTTP status " + response.statusCode()));
                }
                // Each event's data is one line.
                lines.filter(line -> line.startsWith("data:")).forEach(line -> listener.accept(event(line)));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new ApiUnreachable(address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiUnreachable(address, e);
        }
    }

    private static JsonNode event(String line) {
        try {
            return Printable.of(JSON.readTree(line.substring("data:".length())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode post(String path, String type, BodyPublisher body, Optional<String> key) {
        HttpRequest.Builder request = request(path).header("Content-Type", type).POST(body);
        key.ifPresent(value -> request.header("Idempotency-Key", checked(value)));
        return json(send(request));
    }

    private static String checked(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new Usage("An idempotency key is 1 to 200 printable ASCII characters without spaces");
        }
        return key;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address.toString().replaceFirst("/+$", "") + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        HttpResponse<byte[]> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new ApiUnreachable(address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiUnreachable(address, e);
        }
        if (response.statusCode() >= 300) {
            throw new ApiRefusal(response.statusCode(), problem(response));
        }
        return response;
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        try {
            return Printable.of(JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new ApiRefusal(response.statusCode(), said("This is no API of Crossrun: it does not answer JSON"));
        }
    }

    private static JsonNode problem(HttpResponse<byte[]> response) {
        try {
            return Printable.of(JSON.readTree(response.body()));
        } catch (IOException e) {
            return said("HTTP status " + response.statusCode());
        }
    }

    private static ObjectNode said(String detail) {
        return JsonNodeFactory.instance.objectNode().put("detail", detail);
    }

    /** Encodes a value for a path or a query. */
    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
