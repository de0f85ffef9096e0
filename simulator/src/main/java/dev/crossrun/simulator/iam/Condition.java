package dev.crossrun.simulator.iam;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** One condition: an operator, a key and the values of which one must fit (IAM reference, "Condition operators"). */
record Condition(String quantifier, String operator, boolean ifExists, String key, List<Pattern> values) {
    private static final Set<String> OPERATORS = Set.of(
            "StringEquals",
            "StringNotEquals",
            "StringEqualsIgnoreCase",
            "StringNotEqualsIgnoreCase",
            "StringLike",
            "StringNotLike",
            "ArnEquals",
            "ArnLike",
            "ArnNotEquals",
            "ArnNotLike",
            "Bool",
            "Null",
            "DateEquals",
            "DateNotEquals",
            "DateLessThan",
            "DateLessThanEquals",
            "DateGreaterThan",
            "DateGreaterThanEquals",
            "NumericEquals",
            "NumericNotEquals",
            "NumericLessThan",
            "NumericLessThanEquals",
            "NumericGreaterThan",
            "NumericGreaterThanEquals");

    Condition {
        values = List.copyOf(values);
    }

    static Condition of(String name, String key, List<Pattern> values) {
        int colon = name.indexOf(':');
        String quantifier = colon < 0 ? "" : name.substring(0, colon);
        String rest = name.substring(colon + 1);
        boolean ifExists = rest.endsWith("IfExists");
        String operator = ifExists ? rest.substring(0, rest.length() - "IfExists".length()) : rest;
        if (!Set.of("", "ForAnyValue", "ForAllValues").contains(quantifier)) {
            throw new MalformedPolicyException("Syntax errors in policy.");
        }
        if (!OPERATORS.contains(operator)) {
            throw new MalformedPolicyException("Invalid Condition type : " + name + ".");
        }
        return new Condition(quantifier, operator, ifExists, key, values);
    }

    boolean holds(Context context) {
        Optional<List<String>> actual = context.get(key);
        if (operator.equals("Null")) {
            boolean expectAbsent = Boolean.parseBoolean(values.get(0).text());
            return actual.isEmpty() == expectAbsent;
        }
        if (actual.isEmpty() || actual.get().isEmpty()) {
            return ifExists || quantifier.equals("ForAllValues") || (quantifier.isEmpty() && negated());
        }
        Predicate<String> one = value -> negated() != anyFits(value, context);
        boolean all = quantifier.equals("ForAllValues") || (quantifier.isEmpty() && negated());
        return all ? actual.get().stream().allMatch(one) : actual.get().stream().anyMatch(one);
    }

    private boolean negated() {
        return operator.contains("Not");
    }

    private boolean anyFits(String value, Context context) {
        return values.stream().anyMatch(pattern -> fits(pattern, value, context));
    }

    private boolean fits(Pattern pattern, String value, Context context) {
        return switch (operator.replace("Not", "")) {
            case "StringEquals" -> pattern.equalTo(value, context, false);
            case "StringEqualsIgnoreCase", "Bool" -> pattern.equalTo(value, context, true);
            case "StringLike" -> pattern.matches(value, context, false);
            case "ArnEquals", "ArnLike" -> Arns.match(pattern, value, context);
            default -> order(pattern.text(), value).filter(this::fits).isPresent();
        };
    }

    /** How the request's value compares with the policy's; empty if one of them is no number or no date. */
    private Optional<Integer> order(String expected, String value) {
        return operator.startsWith("Date")
                ? Dates.parse(value).flatMap(actual -> Dates.parse(expected).map(actual::compareTo))
                : number(value).flatMap(actual -> number(expected).map(actual::compareTo));
    }

    private static Optional<BigDecimal> number(String text) {
        return text.matches("-?\\d+(\\.\\d+)?") ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    private boolean fits(int order) {
        return switch (operator.replaceFirst("Numeric|Date", "")) {
            case "Equals", "NotEquals" -> order == 0;
            case "LessThan" -> order < 0;
            case "LessThanEquals" -> order <= 0;
            case "GreaterThan" -> order > 0;
            default -> order >= 0;
        };
    }
}
