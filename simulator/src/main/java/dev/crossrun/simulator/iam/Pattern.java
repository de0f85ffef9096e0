package dev.crossrun.simulator.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;

/**
 * A string of a policy with wildcards {@code *} and {@code ?} and, since policy version 2012-10-17, variables like
 * {@code ${aws:userid}} (IAM user guide, "Policy elements: variables and tags"). What a variable stands for is taken
 * literally. A variable without a value matches nothing.
 */
final class Pattern {
    private static final java.util.regex.Pattern VARIABLE =
            java.util.regex.Pattern.compile("\\$\\{([^},]+)(?:,\\s*'([^']*)')?}");

    private final String text;
    private final boolean variables;

    Pattern(String text, boolean variables) {
        this.text = text;
        this.variables = variables;
    }

    /** A piece of this pattern, read by the same rules. */
    Pattern part(String piece) {
        return new Pattern(piece, variables);
    }

    String text() {
        return text;
    }

    /** The keys of the variables in this pattern. */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(text);
        while (variables && matcher.find()) {
            if (!isLiteral(matcher.group(1)) && matcher.group(2) == null) {
                keys.add(matcher.group(1).trim());
            }
        }
        return keys;
    }

    boolean matches(String value, Context context, boolean ignoreCase) {
        return regex(context, true)
                .map(regex -> java.util.regex.Pattern.compile(regex, flags(ignoreCase))
                        .matcher(value)
                        .matches())
                .orElse(false);
    }

    /** Compares without wildcards, as {@code StringEquals} does. */
    boolean equalTo(String value, Context context, boolean ignoreCase) {
        return regex(context, false)
                .map(regex -> java.util.regex.Pattern.compile(regex, flags(ignoreCase))
                        .matcher(value)
                        .matches())
                .orElse(false);
    }

    private static int flags(boolean ignoreCase) {
        return java.util.regex.Pattern.DOTALL
                | (ignoreCase ? java.util.regex.Pattern.CASE_INSENSITIVE | java.util.regex.Pattern.UNICODE_CASE : 0);
    }

    private Optional<String> regex(Context context, boolean wildcards) {
        StringBuilder regex = new StringBuilder();
        Consumer<String> plain = part -> regex.append(wildcards ? glob(part) : quote(part));
        Matcher matcher = VARIABLE.matcher(text);
        int from = 0;
        while (variables && matcher.find()) {
            plain.accept(text.substring(from, matcher.start()));
            Optional<String> value = resolve(matcher, context);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            regex.append(quote(value.get()));
            from = matcher.end();
        }
        plain.accept(text.substring(from));
        return Optional.of(regex.toString());
    }

    private static Optional<String> resolve(Matcher variable, Context context) {
        String key = variable.group(1).trim();
        if (isLiteral(key)) {
            return Optional.of(key);
        }
        return context.get(key)
                .filter(values -> values.size() == 1)
                .map(values -> values.get(0))
                .or(() -> Optional.ofNullable(variable.group(2)));
    }

    private static boolean isLiteral(String key) {
        return key.equals("*") || key.equals("?") || key.equals("$");
    }

    private static String glob(String part) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : quote(String.valueOf(c)));
        }
        return regex.toString();
    }

    private static String quote(String part) {
        return part.isEmpty() ? "" : java.util.regex.Pattern.quote(part);
    }
}
