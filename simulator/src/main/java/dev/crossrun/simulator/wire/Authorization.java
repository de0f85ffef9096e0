package dev.crossrun.simulator.wire;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parsed Authorization header of Signature Version 4: whose key, and the credential scope. */
record Authorization(
        String accessKeyId, String date, String region, String service, List<String> signedHeaders, String signature) {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final Pattern FORM = Pattern.compile(ALGORITHM
            + " +Credential=([^/, ]+)/(\\d{8})/([^/, ]+)/([^/, ]+)/aws4_request, *"
            + "SignedHeaders=([^, ]+), *Signature=([0-9a-f]{64})");

    Authorization {
        signedHeaders = List.copyOf(signedHeaders);
    }

    static Optional<Authorization> of(HttpCall call) {
        Matcher matcher = FORM.matcher(call.header("authorization").orElse(""));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Authorization(
                matcher.group(1),
                matcher.group(2),
                matcher.group(3),
                matcher.group(4),
                List.of(matcher.group(5).split(";")),
                matcher.group(6)));
    }

    String scope() {
        return date + "/" + region + "/" + service + "/aws4_request";
    }
}
