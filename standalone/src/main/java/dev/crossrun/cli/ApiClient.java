package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.cli.text.Printable;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One principal's calls of the REST API. Every method fails with an {@link ApiRefusal} where the API refuses, and with an
 * {@link ApiUnreachable} where it does not answer.
 */
public final class ApiClient {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** Longer than the API itself waits for the check of an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final int OK = 200;
    private static final int FAILED = 300;
    private static final byte[] NOTHING = {};

    private static final Pattern KEY = Pattern.compile("[!-~]{1,200}");

    private static final Pattern FILE_NAME = Pattern.compile("filename=\"([^\"]+)\"");

    private static final Duration CONNECTING = Duration.ofSeconds(5);

    static {
        // Otherwise the JVM sends a POST again if the connection breaks before the response.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private final URI address;
    private final String token;

    public ApiClient(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    /** A document as it was downloaded. */
    @SuppressWarnings("ArrayRecordComponent") // passed on at once, never compared
    public record Download(String fileName, byte[] content) {}

    public JsonNode get(String path) {
        HttpURLConnection request = request(path);
        request.setRequestProperty("Accept", "application/json");
        return json(send(request, NOTHING));
    }

    /** A text of this media type. */
    String text(String path, String mediaType) {
        HttpURLConnection request = request(path);
        request.setRequestProperty("Accept", mediaType);
        return Printable.of(new String(send(request, NOTHING), StandardCharsets.UTF_8));
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
        HttpURLConnection request = request(path);
        byte[] content = send(request, NOTHING);
        Matcher name = FILE_NAME.matcher(Optional.ofNullable(request.getHeaderField("Content-Disposition"))
                .orElse(""));
        return new Download(name.find() ? name.group(1) : "document", content);
    }

    public JsonNode post(String path, JsonNode body, Optional<String> idempotencyKey) {
        return post(path, "application/json", body.toString().getBytes(StandardCharsets.UTF_8), idempotencyKey);
    }

    JsonNode delete(String path) {
        HttpURLConnection request = request(path);
        try {
            request.setRequestMethod("DELETE");
        } catch (ProtocolException e) {
            throw new IllegalStateException("DELETE is a method of HTTP", e);
        }
        return json(send(request, NOTHING));
    }

    /** Posts JSON as it is in a file, byte for byte. */
    public JsonNode post(String path, byte[] body, Optional<String> idempotencyKey) {
        return post(path, "application/json", body, idempotencyKey);
    }

    /** Answers with a document: the JSON is the part {@code answer}, the document the part {@code file}. */
    public JsonNode upload(
            String path, JsonNode answer, String fileName, byte[] file, Optional<String> idempotencyKey) {
        String boundary = "crossrun-" + UUID.randomUUID();
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"answer\"\r\n"
                + "Content-Type: application/json\r\n\r\n" + answer + "\r\n--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + fileName.replaceAll("[^A-Za-z0-9._-]", "_") + "\"\r\nContent-Type: application/xml\r\n\r\n";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(file);
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return post(path, "multipart/form-data; boundary=" + boundary, body.toByteArray(), idempotencyKey);
    }

    /**
     * Hands on the events after {@code seq} until the API ends the stream, it breaks, or a line comes that nobody wants any more: the API
     * sends one every few seconds, if only to keep the connection.
     */
    void events(String path, int seq, BooleanSupplier wanted, Consumer<JsonNode> listener) {
        HttpURLConnection request = request(path);
        request.setRequestProperty("Accept", "text/event-stream");
        request.setRequestProperty("Last-Event-ID", Integer.toString(seq));
        try {
            requireAccepted(request);
            // Each event's data is one line.
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(request.getInputStream(), StandardCharsets.UTF_8))) {
                lines.lines()
                        .takeWhile(line -> wanted.getAsBoolean())
                        .filter(line -> line.startsWith("data:"))
                        .forEach(line -> listener.accept(event(line)));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new ApiUnreachable(address, e);
        } finally {
            request.disconnect();
        }
    }

    private static JsonNode event(String line) {
        try {
            return Printable.of(JSON.readTree(line.substring("data:".length())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode post(String path, String type, byte[] body, Optional<String> key) {
        HttpURLConnection request = request(path);
        request.setRequestProperty("Content-Type", type);
        key.ifPresent(value -> request.setRequestProperty("Idempotency-Key", checked(value)));
        request.setDoOutput(true);
        return json(send(request, body));
    }

    private static String checked(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new Usage("An idempotency key is 1 to 200 printable ASCII characters without spaces");
        }
        return key;
    }

    /** A command starts in less time with this client than with java.net.http, which loads more classes and starts threads. */
    private HttpURLConnection request(String path) {
        try {
            HttpURLConnection request =
                    (HttpURLConnection) URI.create(address.toString().replaceFirst("/+$", "") + path)
                            .toURL()
                            .openConnection();
            request.setInstanceFollowRedirects(false);
            request.setConnectTimeout((int) CONNECTING.toMillis());
            request.setReadTimeout((int) PATIENCE.toMillis());
            request.setRequestProperty("Authorization", "Bearer " + token);
            request.setRequestProperty("Accept", "*/*");
            return request;
        } catch (IOException e) {
            throw new ApiUnreachable(address, e);
        }
    }

    private byte[] send(HttpURLConnection request, byte[] body) {
        try {
            if (request.getDoOutput()) {
                try (OutputStream out = request.getOutputStream()) {
                    out.write(body);
                }
            }
            requireAccepted(request);
            return all(request.getInputStream());
        } catch (IOException e) {
            throw new ApiUnreachable(address, e);
        }
    }

    private static void requireAccepted(HttpURLConnection request) throws IOException {
        int status = request.getResponseCode();
        if (status >= FAILED) {
            throw new ApiRefusal(status, problem(status, all(request.getErrorStream())));
        }
    }

    private static byte[] all(@Nullable InputStream stream) throws IOException {
        if (stream == null) {
            return NOTHING;
        }
        try (stream) {
            return stream.readAllBytes();
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return Printable.of(JSON.readTree(body));
        } catch (IOException e) {
            throw new ApiRefusal(OK, said("This is no API of Crossrun: it does not answer JSON"));
        }
    }

    private static JsonNode problem(int status, byte[] body) {
        try {
            return Printable.of(JSON.readTree(body));
        } catch (IOException e) {
            return said("HTTP status " + status);
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
