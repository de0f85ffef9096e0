package dev.crossrun.simulator.iam;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads policy documents with IAM's grammar (IAM reference, "Grammar of the IAM JSON policy language"). */
public final class PolicyParser {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> TOP = Set.of("Version", "Id", "Statement");
    private static final Set<String> ELEMENTS = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");
    private static final String SYNTAX = "Syntax errors in policy.";

    private PolicyParser() {}

    /** A policy of an identity: says which resources, names no principal. */
    public static PolicyDocument identityPolicy(String json) {
        return parse(json, false);
    }

    /** A trust policy: names principals and no resource. */
    public static PolicyDocument trustPolicy(String json) {
        return parse(json, true);
    }

    private static PolicyDocument parse(String json, boolean trust) {
        JsonNode root = read(json);
        require(root.isObject(), SYNTAX);
        root.fieldNames().forEachRemaining(name -> require(TOP.contains(name), SYNTAX));
        String version = root.path("Version").asText("2008-10-17");
        require(Set.of("2012-10-17", "2008-10-17").contains(version), SYNTAX);
        JsonNode nodes = root.path("Statement");
        require(nodes.isObject() || (nodes.isArray() && !nodes.isEmpty()), SYNTAX);
        List<Statement> statements = new ArrayList<>();
        List<PolicyEngine.Place> places = places(json);
        Set<String> sids = new HashSet<>();
        for (JsonNode node : nodes.isObject() ? List.of(nodes) : nodes) {
            statements.add(statement(node, trust, version.equals("2012-10-17"), places.get(statements.size())));
            checkSid(node.path("Sid"), sids);
        }
        return new PolicyDocument(statements);
    }

    private static void checkSid(JsonNode sid, Set<String> before) {
        if (sid.isMissingNode()) {
            return;
        }
        require(
                sid.isTextual() && sid.asText().matches("[0-9A-Za-z]*"),
                "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression"
                        + " [0-9A-Za-z]*");
        require(
                sid.asText().isEmpty() || before.add(sid.asText()),
                "Statement IDs (SID) in a single policy must be unique.");
    }

    private static List<PolicyEngine.Place> places(String json) {
        List<PolicyEngine.Place> places = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean statements = parser.currentName().equals("Statement");
                JsonToken value = parser.nextToken();
                if (statements && value == JsonToken.START_OBJECT) {
                    places.add(place(parser));
                } else if (statements && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        places.add(place(parser));
                    }
                } else {
                    parser.skipChildren();
                }
            }
            return places;
        } catch (IOException e) {
            throw new MalformedPolicyException(SYNTAX);
        }
    }

    private static PolicyEngine.Place place(JsonParser parser) throws IOException {
        JsonLocation start = parser.currentTokenLocation();
        parser.skipChildren();
        JsonLocation end = parser.currentLocation();
        return new PolicyEngine.Place(start.getLineNr(), start.getColumnNr(), end.getLineNr(), end.getColumnNr());
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new MalformedPolicyException(
                    json.isBlank() || json.strip().charAt(0) != '{' ? SYNTAX : "This policy contains invalid Json");
        }
    }

    private static Statement statement(JsonNode node, boolean trust, boolean variables, PolicyEngine.Place place) {
        require(node.isObject(), SYNTAX);
        node.fieldNames().forEachRemaining(name -> require(ELEMENTS.contains(name), SYNTAX));
        String effect = node.path("Effect").asText();
        require(effect.equals("Allow") || effect.equals("Deny"), SYNTAX);
        require(node.has("Action") != node.has("NotAction"), "Policy statement must contain actions.");
        boolean notAction = node.has("NotAction");
        List<Pattern> actions = patterns(node.path(notAction ? "NotAction" : "Action"), variables);
        actions.forEach(action -> checkAction(action.text(), trust));
        checkPrincipalAndResource(node, trust);
        boolean notResource = node.has("NotResource");
        List<Pattern> resources = trust
                ? List.of(new Pattern("*", false))
                : patterns(node.path(notResource ? "NotResource" : "Resource"), variables);
        resources.forEach(resource -> checkResource(resource.text()));
        return new Statement(
                node.path("Sid").asText(),
                effect.equals("Allow"),
                principals(node.path("Principal")),
                actions,
                notAction,
                resources,
                notResource,
                conditions(node.path("Condition"), variables),
                place);
    }

    private static void checkPrincipalAndResource(JsonNode node, boolean trust) {
        boolean hasResource = node.has("Resource") || node.has("NotResource");
        if (trust) {
            require(!hasResource, "Has prohibited field Resource");
            require(node.has("Principal"), "Missing required field Principal");
        } else {
            require(
                    !node.has("Principal") && !node.has("NotPrincipal"),
                    "Policy document should not specify a principal.");
            require(hasResource, "Policy statement must contain resources.");
        }
    }

    private static void checkAction(String action, boolean trust) {
        boolean prefixed = action.equals("*") || action.matches("[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+");
        require(prefixed, "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
        require(!trust || action.startsWith("sts:"), "AssumeRole policy may only specify STS AssumeRole actions.");
    }

    private static void checkResource(String resource) {
        boolean arn = resource.equals("*") || resource.startsWith("arn:");
        require(arn, "Resource " + resource + " must be in ARN format or \"*\".");
        require(resource.equals("*") || resource.split(":", 6).length == 6, "The policy failed legacy parsing");
    }

    private static Map<String, List<String>> principals(JsonNode node) {
        Map<String, List<String>> principals = new LinkedHashMap<>();
        if (node.isTextual()) {
            require(node.asText().equals("*"), "Invalid principal in policy: " + node);
            principals.put("AWS", List.of("*"));
        }
        node.properties().forEach(entry -> principals.put(entry.getKey(), texts(entry.getValue())));
        return principals;
    }

    private static List<Condition> conditions(JsonNode node, boolean variables) {
        List<Condition> conditions = new ArrayList<>();
        node.properties()
                .forEach(operator -> operator.getValue()
                        .properties()
                        .forEach(key -> conditions.add(
                                Condition.of(operator.getKey(), key.getKey(), patterns(key.getValue(), variables)))));
        return conditions;
    }

    private static List<Pattern> patterns(JsonNode node, boolean variables) {
        return texts(node).stream().map(text -> new Pattern(text, variables)).toList();
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : node.isArray() ? node : List.of(node)) {
            require(item.isValueNode() && !item.isNull(), SYNTAX);
            texts.add(item.asText());
        }
        require(!texts.isEmpty(), SYNTAX);
        return texts;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new MalformedPolicyException(message);
        }
    }
}
