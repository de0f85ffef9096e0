package dev.crossrun.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IamActivities.Policy;
import dev.crossrun.activity.IamActivities.RoleRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The JSON documents of a federation. */
final class PolicyDocuments {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PolicyDocuments() {}

    static ObjectNode access(Policy policy) {
        ObjectNode document = document();
        ObjectNode statement = statement(document);
        statement.put("Action", "connect:GetFederationToken");
        statement.put("Resource", policy.ownUser());
        return document;
    }

    static ObjectNode trust(RoleRequest role) {
        ObjectNode document = document();
        ObjectNode statement = statement(document);
        statement.putObject("Principal").put("Federated", role.providerArn());
        statement.put("Action", "sts:AssumeRoleWithSAML");
        ArrayNode audiences =
                statement.putObject("Condition").putObject("StringEquals").putArray("SAML:aud");
        role.audiences().forEach(audiences::add);
        return document;
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

    private static ObjectNode document() {
        return JSON.createObjectNode().put("Version", "2012-10-17");
    }

    private static ObjectNode statement(ObjectNode document) {
        return document.putArray("Statement").addObject().put("Effect", "Allow");
    }
}
