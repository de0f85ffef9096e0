package dev.crossrun.simulator.wire;

import dev.crossrun.simulator.service.PercentEncoding;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Computes Signature Version 4 of a request that came in (IAM user guide, "Create a signed request"). */
final class Signature {
    private Signature() {}

    static boolean matches(HttpCall call, Authorization authorization, String secret) {
        String expected = of(call, authorization, secret);
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8),
                authorization.signature().getBytes(StandardCharsets.UTF_8));
    }

    private static String of(HttpCall call, Authorization authorization, String secret) {
        String toSign = String.join(
                "\n",
                Authorization.ALGORITHM,
                call.header("x-amz-date").orElse(""),
                authorization.scope(),
                sha256(canonical(call, authorization).getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(authorization.scope().split("/"))) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static String canonical(HttpCall call, Authorization authorization) {
        String headers = authorization.signedHeaders().stream()
                .map(name -> name + ":" + headerValue(call, name) + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                call.method(),
                Arrays.stream(call.path().split("/", -1))
                        .map(PercentEncoding::encode)
                        .collect(Collectors.joining("/")),
                query(call.query()),
                headers,
                String.join(";", authorization.signedHeaders()),
                sha256(call.body().bytes()));
    }

    private static String headerValue(HttpCall call, String name) {
        return call.headers().getOrDefault(name, List.of()).stream()
                .map(value -> value.strip().replaceAll(" +", " "))
                .collect(Collectors.joining(","));
    }

    private static String query(String query) {
        return UrlText.parameters(query).stream()
                .map(pair -> PercentEncoding.encode(pair.getKey()) + "=" + PercentEncoding.encode(pair.getValue()))
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no HmacSHA256", e);
        }
    }
}
