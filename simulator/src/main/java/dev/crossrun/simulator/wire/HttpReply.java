package dev.crossrun.simulator.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP response to be sent. */
public record HttpReply(int status, Map<String, String> headers, HttpBody body) {
    public HttpReply {
        headers = Map.copyOf(headers);
    }

    public static HttpReply of(int status, String contentType, String text) {
        return new HttpReply(status, Map.of("Content-Type", contentType), HttpBody.of(text));
    }

    public HttpReply withHeader(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new HttpReply(status, all, body);
    }
}
