package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.simulator.world.ConnectUser;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** The search criteria of Connect's SearchUsers, as far as they are about texts. */
final class UserCriteria {
    private UserCriteria() {}

    static Predicate<ConnectUser> of(JsonNode criteria) {
        Predicate<ConnectUser> all = user -> true;
        for (String name : (Iterable<String>) criteria::fieldNames) {
            JsonNode value = criteria.get(name);
            all = all.and(
                    switch (name) {
                        case "StringCondition" -> string(value);
                        case "AndConditions" -> user -> stream(value).allMatch(of -> of(of).test(user));
                        case "OrConditions" -> user -> stream(value).anyMatch(of -> of(of).test(user));
                        default -> throw invalid("The simulator does not search by " + name);
                    });
        }
        return all;
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static Predicate<ConnectUser> string(JsonNode condition) {
        String field = condition.path("FieldName").asText();
        String value = condition.path("Value").asText();
        String comparison = condition.path("ComparisonType").asText();
        Predicate<String> fits = switch (comparison) {
            case "EXACT" -> value::equals;
            case "STARTS_WITH" -> text -> lower(text).startsWith(lower(value));
            case "CONTAINS" -> contains(value);
            default -> throw invalid("Invalid ComparisonType: " + comparison);
        };
        checkField(field);
        return user -> values(user, field).stream().anyMatch(fits);
    }

    /** Queries for a part of a text are limited to 2 to 25 characters. */
    private static Predicate<String> contains(String value) {
        if (value.length() < 2 || value.length() > 25) {
            throw invalid("Contains queries must have 2 to 25 characters");
        }
        return text -> lower(text).contains(lower(value));
    }

    private static void checkField(String field) {
        if (!List.of("Username", "FirstName", "LastName", "RoutingProfileId", "SecurityProfileId", "resourceId")
                .contains(field)) {
            throw invalid("Invalid FieldName: " + field);
        }
    }

    private static List<String> values(ConnectUser user, String field) {
        return switch (field) {
            case "Username" -> List.of(user.username());
            case "FirstName" -> List.of(user.firstName());
            case "LastName" -> List.of(user.lastName());
            case "RoutingProfileId" -> List.of(user.routingProfileId());
            case "SecurityProfileId" -> user.securityProfileIds();
            default -> List.of(user.id());
        };
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static ServiceError invalid(String message) {
        return new ServiceError(400, "InvalidParameterException", message);
    }
}
