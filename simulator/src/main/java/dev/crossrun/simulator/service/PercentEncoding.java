package dev.crossrun.simulator.service;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Percent-encoding by RFC 3986, as signatures and IAM's policy documents are encoded. */
public final class PercentEncoding {
    private PercentEncoding() {}

    /** Encodes all but unreserved characters. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
