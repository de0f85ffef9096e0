package dev.crossrun.desk.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a policy document says, one sentence for each statement (IAM User Guide, "IAM JSON policy element reference"). */
final class PolicyWords {
    private PolicyWords() {}

    static List<String> of(JsonNode policy) {
        List<String> sentences = new ArrayList<>();
        JsonNode statements = policy.path("Statement");
        if (statements.isObject()) {
            sentences.add(sentence(statements));
        } else {
            statements.forEach(statement -> sentences.add(sentence(statement)));
        }
        return sentences;
    }

    private static String sentence(JsonNode statement) {
        StringBuilder words =
                new StringBuilder(statement.path("Effect").asText("").equals("Deny") ? "Denies " : "Allows ");
        if (statement.has("Principal")) {
            words.append(principal(statement.path("Principal"))).append(' ');
        } else if (statement.has("NotPrincipal")) {
            words.append("everybody except ")
                    .append(principal(statement.path("NotPrincipal")))
                    .append(' ');
        }
        words.append(
                statement.has("NotAction")
                        ? "every action except " + texts(statement.path("NotAction"))
                        : actions(statement.path("Action")));
        if (statement.has("NotResource")) {
            words.append(" on everything except ").append(texts(statement.path("NotResource")));
        } else if (statement.has("Resource")) {
            words.append(" on ").append(everything(texts(statement.path("Resource"))));
        }
        String conditions = conditions(statement.path("Condition"));
        return words.append(conditions.isEmpty() ? "" : ", if " + conditions)
                .append('.')
                .toString();
    }

    private static String principal(JsonNode principal) {
        if (principal.isTextual()) {
            return principal.asText().equals("*") ? "everybody" : principal.asText();
        }
        return principal.properties().stream()
                .map(kind -> texts(kind.getValue()))
                .map(names -> names.equals("*") ? "everybody" : names)
                .collect(Collectors.joining(", "));
    }

    private static String actions(JsonNode action) {
        String actions = texts(action);
        return actions.equals("*") ? "every action" : actions;
    }

    private static String everything(String resources) {
        return resources.equals("*") ? "every resource" : resources;
    }

    private static String conditions(JsonNode condition) {
        List<String> all = new ArrayList<>();
        condition
                .properties()
                .forEach(operator -> operator.getValue()
                        .properties()
                        .forEach(key -> all.add(key.getKey() + " " + operator.getKey() + " " + texts(key.getValue()))));
        return String.join(" and ", all);
    }

    private static String texts(JsonNode node) {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(", "))
                : node.asText();
    }
}
