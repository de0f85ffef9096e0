package dev.crossrun.simulator.wire;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP response to be sent.
 *
 * @param delay the real time after which it is sent
 */
public record HttpReply(int status, Map<String, String> headers, HttpBody body, Duration delay) {
    /** No response at all: the connection is dropped. */
    public static final HttpReply NONE = new HttpReply(0, Map.of(), HttpBody.of(""));

    public HttpReply {
        headers = Map.copyOf(headers);
    }

    public HttpReply(int status, Map<String, String> headers, HttpBody body) {
        this(status, headers, body, Duration.ZERO);
    }

    public static HttpReply of(int status, String contentType, String text) {
        return new HttpReply(status, Map.of("Content-Type", contentType), HttpBody.of(text));
    }

    public HttpReply withHeader(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new HttpReply(status, all, body, delay);
    }

    public boolean isNone() {
        return status == 0;
    }

    /** What comes of a response that is lost on its way. */
    public HttpReply lost() {
        return NONE;
    }

    public HttpReply after(Duration later) {
        return new HttpReply(status, headers, body, later);
    }
}
