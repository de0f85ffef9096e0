package dev.crossrun.simulator.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Computes what the signature of a request must be ("Create a signed AWS API request", IAM user guide). */
final class SignatureV4 {
    private SignatureV4() {}

    static boolean matches(HttpCall call, Scope scope, String secret) {
        byte[] expected = sign(call, scope, secret).getBytes(UTF_8);
        return MessageDigest.isEqual(expected, scope.signature().getBytes(UTF_8));
    }

    private static String sign(HttpCall call, Scope scope, String secret) {
        try {
            String stringToSign = String.join(
                    "\n",
                    "AWS4-HMAC-SHA256",
                    call.header("x-amz-date").orElse(""),
                    scope.credentialScope(),
                    sha256(canonicalRequest(call, scope).getBytes(UTF_8)));
            byte[] key = ("AWS4" + secret).getBytes(UTF_8);
            for (String part : List.of(scope.date(), scope.region(), scope.service(), "aws4_request")) {
                key = hmac(key, part);
            }
            return HexFormat.of().formatHex(hmac(key, stringToSign));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String canonicalRequest(HttpCall call, Scope scope) throws GeneralSecurityException {
        String headers = scope.signedHeaders().stream()
                .map(name -> name + ":" + headerValue(call, name) + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                call.method(),
                canonicalPath(call.path()),
                canonicalQuery(call.query()),
                headers,
                String.join(";", scope.signedHeaders()),
                sha256(call.body().bytes()));
    }

    private static String headerValue(HttpCall call, String name) {
        return call.headers().getOrDefault(name, List.of()).stream()
                .map(value -> value.strip().replaceAll(" +", " "))
                .collect(Collectors.joining(","));
    }

    /** Every service but S3 encodes the path a second time. */
    private static String canonicalPath(String path) {
        String encoded =
                Arrays.stream(path.split("/", -1)).map(SignatureV4::encode).collect(Collectors.joining("/"));
        return encoded.isEmpty() ? "/" : encoded;
    }

    private static String canonicalQuery(String query) {
        if (query.isEmpty()) {
            return "";
        }
        return Arrays.stream(query.split("&", -1))
                .map(pair -> pair.contains("=") ? pair : pair + "=")
                .map(pair -> {
                    int equals = pair.indexOf('=');
                    return recode(pair.substring(0, equals)) + "=" + recode(pair.substring(equals + 1));
                })
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String recode(String encoded) {
        return encode(URLDecoder.decode(encoded, UTF_8));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }
}
