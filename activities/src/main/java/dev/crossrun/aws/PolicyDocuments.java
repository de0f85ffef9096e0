package dev.crossrun.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.crossrun.activity.FailureType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Policy documents, as JSON. */
final class PolicyDocuments {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PolicyDocuments() {}

    /** A document that was asked for. */
    static JsonNode wanted(String document) {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException e) {
            throw FailureType.INVALID_REQUEST.failure(
                    "the policy document is not JSON: " + e.getOriginalMessage(), "Correct the document.");
        }
    }

    /** Whether two documents say the same, whatever their text; absent is no document. */
    static boolean same(Optional<String> one, Optional<String> other) {
        return one.map(PolicyDocuments::wanted).equals(other.map(PolicyDocuments::wanted));
    }

    /** Whether a trust policy names this SAML provider, alone or in a list. */
    static boolean federates(JsonNode trust, String providerArn) {
        return trust.findValues("Federated").stream()
                .flatMap(federated -> federated.isArray()
                        ? StreamSupport.stream(federated.spliterator(), false)
                        : Stream.of(federated))
                .anyMatch(federated -> federated.asText().equals(providerArn));
    }

    /** A document as IAM hands it out: percent-encoded (RFC 3986). */
    static JsonNode decoded(String encoded) {
        // URLDecoder reads a plus sign as a space; IAM encodes a space as %20 and may leave a plus as it is.
        String text = encoded.startsWith("%")
                ? URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8)
                : encoded;
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw FailureType.INCONSISTENT.failure(
                    "IAM returned a policy document that is not JSON", "Look at the policy in the IAM console.");
        }
    }
}
