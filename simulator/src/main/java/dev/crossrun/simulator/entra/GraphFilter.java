package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * What {@code $filter} lets through: {@code eq}, {@code in} with up to 15 values, {@code startswith}, {@code any}, and
 * {@code ge} and {@code le} for times, joined by {@code and}; and what {@code $search} finds.
 */
final class GraphFilter {
    private static final String VALUE = "'((?:[^']|'')*)'";
    private static final Pattern EQUALS = Pattern.compile("(\\w+) eq (?:" + VALUE + "|(true|false|null))");
    private static final Pattern NUMBER = Pattern.compile("(\\w+/\\w+) eq (\\d{1,9})");
    private static final Pattern TIME =
            Pattern.compile("(\\w+) (eq|ge|le) (\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z)");
    private static final Pattern IN = Pattern.compile("(\\w+) in \\(([^()]*)\\)");
    private static final Pattern STARTS = Pattern.compile("startswith\\( *(\\w+) *, *" + VALUE + " *\\)");
    private static final Pattern ANY = Pattern.compile("(\\w+)/any\\( *(\\w+) *: *\\2 eq " + VALUE + " *\\)");
    private static final Pattern AND = Pattern.compile(" +and +(?=(?:[^']*'[^']*')*[^']*$)");
    private static final Pattern QUOTED = Pattern.compile(VALUE);
    private static final Pattern SEARCH = Pattern.compile("\"(displayName|mail|userPrincipalName):([^\"]+)\"");
    private static final int MOST = 15;

    private GraphFilter() {}

    static Predicate<ObjectNode> parse(GraphType type, String filter) {
        return AND.splitAsStream(filter.trim())
                .map(clause -> clause(type, clause))
                .reduce(form -> true, Predicate::and);
    }

    private static Predicate<ObjectNode> clause(GraphType type, String clause) {
        Matcher equal = EQUALS.matcher(clause);
        if (equal.matches()) {
            String property = filterable(type, equal.group(1));
            String wanted = equal.group(2) == null ? equal.group(3) : plain(equal.group(2));
            return form -> wanted.equalsIgnoreCase(form.path(property).asText());
        }
        Matcher number = NUMBER.matcher(clause);
        if (number.matches()) {
            String pointer = "/" + filterable(type, number.group(1));
            int wanted = Integer.parseInt(number.group(2));
            return form -> form.at(pointer).asInt(-1) == wanted;
        }
        Matcher time = TIME.matcher(clause);
        if (time.matches()) {
            return time(filterable(type, time.group(1)), time.group(2), clause, time.group(3));
        }
        Matcher starts = STARTS.matcher(clause);
        if (starts.matches()) {
            String property = filterable(type, starts.group(1));
            String prefix = plain(starts.group(2)).toLowerCase(Locale.ROOT);
            return form ->
                    form.path(property).asText("").toLowerCase(Locale.ROOT).startsWith(prefix);
        }
        Matcher any = ANY.matcher(clause);
        if (any.matches()) {
            String property = filterable(type, any.group(1));
            String wanted = plain(any.group(3));
            return form -> contains(form.path(property), wanted);
        }
        return in(type, clause);
    }

    private static Predicate<ObjectNode> time(String property, String operator, String clause, String text) {
        Instant wanted;
        try {
            wanted = Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw GraphError.badRequest("Invalid filter clause: " + clause);
        }
        return form -> {
            int order = Instant.parse(form.path(property).asText()).compareTo(wanted);
            return operator.equals("eq") ? order == 0 : operator.equals("ge") ? order >= 0 : order <= 0;
        };
    }

    private static Predicate<ObjectNode> in(GraphType type, String clause) {
        Matcher in = IN.matcher(clause);
        if (!in.matches()) {
            throw GraphError.badRequest("Invalid filter clause: " + clause);
        }
        String property = filterable(type, in.group(1));
        List<String> wanted = QUOTED.matcher(in.group(2))
                .results()
                .map(match -> plain(match.group(1)))
                .toList();
        if (wanted.size() > MOST) {
            throw GraphError.badRequest("Too many child clauses specified in search filter expression containing 'OR'"
                    + " operators: " + wanted.size() + ". Max allowed: 15.");
        }
        return form -> wanted.stream()
                .anyMatch(each -> each.equalsIgnoreCase(form.path(property).asText()));
    }

    private static String filterable(GraphType type, String property) {
        if (!type.filterable().contains(property)) {
            throw GraphError.badRequest("Unsupported or invalid query filter clause specified for property '" + property
                    + "' of resource '" + type.name() + "'.");
        }
        return property;
    }

    private static boolean contains(JsonNode list, String wanted) {
        return StreamSupport.stream(list.spliterator(), false)
                .anyMatch(each -> each.asText().equalsIgnoreCase(wanted));
    }

    private static String plain(String quoted) {
        return quoted.replace("''", "'");
    }

    /** One clause such as {@code "displayName:ada"}: a word of the property begins with the text. */
    static Predicate<ObjectNode> search(GraphType type, String search) {
        Matcher clause = SEARCH.matcher(search.trim());
        if (!clause.matches() || !type.properties().contains(clause.group(1))) {
            throw GraphError.badRequest("Syntax error: invalid search query '" + search
                    + "'. Expected: a property and a" + " text in double quotes, such as \"displayName:text\".");
        }
        String property = clause.group(1);
        String wanted = clause.group(2).toLowerCase(Locale.ROOT);
        return form -> (" "
                        + form.path(property)
                                .asText("")
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\p{L}\\p{N}]+", " "))
                .contains(" " + wanted.replaceAll("[^\\p{L}\\p{N}]+", " "));
    }
}
