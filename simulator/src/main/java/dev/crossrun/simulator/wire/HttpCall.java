package dev.crossrun.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request as it came in.
 *
 * @param scheme {@code http} or {@code https}
 * @param path the path as sent, still encoded
 * @param query the query as sent, still encoded, or empty
 * @param headers values by lower-case name
 */
public record HttpCall(
        String scheme, String method, String path, String query, Map<String, List<String>> headers, HttpBody body) {
    public HttpCall {
        headers = Map.copyOf(headers);
    }

    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** The address that the client used: scheme, host and port. */
    public String origin() {
        return scheme + "://" + header("Host").orElse("localhost");
    }

    public String text() {
        return new String(body.bytes(), StandardCharsets.UTF_8);
    }
}
