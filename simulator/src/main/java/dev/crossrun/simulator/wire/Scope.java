package dev.crossrun.simulator.wire;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a Signature Version 4 {@code Authorization} header. */
record Scope(
        String accessKeyId, String date, String region, String service, List<String> signedHeaders, String signature) {
    private static final Pattern HEADER = Pattern.compile("AWS4-HMAC-SHA256\\s+"
            + "Credential=([^/,]+)/(\\d{8})/([^/,]+)/([^/,]+)/aws4_request,\\s*"
            + "SignedHeaders=([^,]+),\\s*Signature=([0-9a-f]{64})");

    Scope {
        signedHeaders = List.copyOf(signedHeaders);
    }

    static Optional<Scope> of(HttpCall call) {
        Matcher matcher = HEADER.matcher(call.header("authorization").orElse("").strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Scope(
                matcher.group(1),
                matcher.group(2),
                matcher.group(3),
                matcher.group(4),
                List.of(matcher.group(5).split(";", -1)),
                matcher.group(6)));
    }

    String credentialScope() {
        return date + "/" + region + "/" + service + "/aws4_request";
    }
}
