package dev.crossrun.runbook.connect.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.crossrun.domain.Region;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Policy documents that a person wrote instead of a stuck step: whether they grant what the step would, and nothing else. */
public final class PolicyByHand {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PolicyByHand() {}

    /** What is wrong with a document in place of {@link AccessDocuments#access}. */
    public static Optional<String> faultOfPolicy(String ownUser, String document) {
        JsonNode policy = read(document);
        return policy.path("Version").asText().equals(AccessDocuments.VERSION)
                        && allow(
                                policy,
                                statement -> acts(statement, AccessDocuments.ENTER)
                                        && texts(statement.path("Resource")).equals(List.of(ownUser)))
                ? Optional.empty()
                : Optional.of("must allow " + AccessDocuments.ENTER + " on " + ownUser
                        + " and nothing else, in Version " + AccessDocuments.VERSION);
    }

    /** What is wrong with a document in place of {@link AccessDocuments#trust}. */
    public static Optional<String> faultOfTrust(String providerArn, Region region, String document) {
        return allow(
                        read(document),
                        statement -> acts(statement, AccessDocuments.ASSUME)
                                && only(statement.path("Principal"), "Federated")
                                        .equals(List.of(providerArn))
                                && isMeantFor(audiences(statement), region))
                ? Optional.empty()
                : Optional.of("must trust " + providerArn + " for " + AccessDocuments.ASSUME + ", where SAML:aud is "
                        + region.samlEndpoint() + ", alone or with " + AccessDocuments.GLOBAL_AUDIENCE
                        + ", and nobody else");
    }

    /** Upper and lower case are one in the names of context keys (IAM User Guide, "IAM JSON policy elements: Condition"). */
    private static List<String> audiences(JsonNode statement) {
        JsonNode equals = statement.path("Condition").path("StringEquals");
        return equals.size() != 1
                ? List.of()
                : equals.properties().stream()
                        .filter(key -> key.getKey().equalsIgnoreCase("SAML:aud"))
                        .flatMap(key -> texts(key.getValue()).stream())
                        .toList();
    }

    private static boolean isMeantFor(List<String> audiences, Region region) {
        return audiences.contains(region.samlEndpoint())
                && AccessDocuments.audiences(region).containsAll(audiences);
    }

    /** Upper and lower case are one in the names of actions (IAM User Guide, "IAM JSON policy elements: Action"). */
    private static boolean acts(JsonNode statement, String action) {
        List<String> actions = texts(statement.path("Action"));
        return actions.size() == 1 && actions.get(0).equalsIgnoreCase(action);
    }

    /** The texts of a member, if the object has no other. */
    private static List<String> only(JsonNode object, String member) {
        return object.size() == 1 ? texts(object.path(member)) : List.of();
    }

    private static boolean allow(JsonNode policy, Predicate<JsonNode> wanted) {
        List<JsonNode> statements = elements(policy.path("Statement")).toList();
        return !statements.isEmpty()
                && statements.stream()
                        .allMatch(statement ->
                                statement.path("Effect").asText().equals("Allow") && wanted.test(statement));
    }

    private static JsonNode read(String document) {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static List<String> texts(JsonNode oneOrMany) {
        return elements(oneOrMany).map(JsonNode::asText).toList();
    }

    /** IAM takes one statement or text, or a list of them. */
    private static Stream<JsonNode> elements(JsonNode oneOrMany) {
        if (oneOrMany.isMissingNode()) {
            return Stream.of();
        }
        return oneOrMany.isArray() ? StreamSupport.stream(oneOrMany.spliterator(), false) : Stream.of(oneOrMany);
    }
}
