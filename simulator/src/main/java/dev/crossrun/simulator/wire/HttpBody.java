package dev.crossrun.simulator.wire;

import java.nio.charset.StandardCharsets;

/** The bytes of a request or a reply. */
public final class HttpBody {
    private final byte[] bytes;

    public HttpBody(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public static HttpBody of(String text) {
        return new HttpBody(text.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] bytes() {
        return bytes.clone();
    }
}
