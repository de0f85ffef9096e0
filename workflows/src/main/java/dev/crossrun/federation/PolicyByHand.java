package dev.crossrun.federation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.crossrun.domain.Region;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Policy documents that somebody wrote in a stuck step's stead: whether they grant what the step would, and nothing else. */
final class PolicyByHand {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PolicyByHand() {}

    /** What is wrong with a policy for an instance's agents. */
    static Optional<String> faultOfAccess(String document, String instanceArn) {
        String own = instanceArn + "/user/${aws:userid}";
        return allow(
                        document,
                        statement -> texts(statement.path("Action")).equals(List.of("connect:GetFederationToken"))
                                && texts(statement.path("Resource")).equals(List.of(own)))
                ? Optional.empty()
                : Optional.of("must allow connect:GetFederationToken on " + own + " and nothing else");
    }

    /** What is wrong with the trust policy of a role for sessions that sign in to AWS by this SAML provider. */
    static Optional<String> faultOfTrust(String document, String providerArn, Region region) {
        Set<String> signIn =
                Set.of("https://signin.aws.amazon.com/saml", "https://" + region + ".signin.aws.amazon.com/saml");
        return allow(
                        document,
                        statement -> texts(statement.path("Action")).equals(List.of("sts:AssumeRoleWithSAML"))
                                && only(statement.path("Principal"), "Federated")
                                        .equals(List.of(providerArn))
                                && isSome(only(statement.path("Condition").path("StringEquals"), "SAML:aud"), signIn))
                ? Optional.empty()
                : Optional.of("must trust " + providerArn + " for sts:AssumeRoleWithSAML, where SAML:aud is one of "
                        + signIn.stream().sorted().collect(Collectors.joining(", ")) + ", and nobody else");
    }

    private static boolean isSome(List<String> texts, Set<String> of) {
        return !texts.isEmpty() && of.containsAll(texts);
    }

    /** The texts of a member, if the object has no other. */
    private static List<String> only(JsonNode object, String member) {
        return object.size() == 1 ? texts(object.path(member)) : List.of();
    }

    private static boolean allow(String document, Predicate<JsonNode> wanted) {
        List<JsonNode> statements = statements(document);
        return !statements.isEmpty()
                && statements.stream()
                        .allMatch(statement ->
                                statement.path("Effect").asText().equals("Allow") && wanted.test(statement));
    }

    /** IAM takes one statement, or a list of them. */
    private static List<JsonNode> statements(String document) {
        try {
            return elements(JSON.readTree(document).path("Statement")).toList();
        } catch (JsonProcessingException e) {
            return List.of();
        }
    }

    private static List<String> texts(JsonNode oneOrMany) {
        return elements(oneOrMany).map(JsonNode::asText).toList();
    }

    private static Stream<JsonNode> elements(JsonNode oneOrMany) {
        if (oneOrMany.isMissingNode()) {
            return Stream.of();
        }
        return oneOrMany.isArray() ? StreamSupport.stream(oneOrMany.spliterator(), false) : Stream.of(oneOrMany);
    }
}
