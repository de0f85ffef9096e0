package dev.crossrun.desk.page;

import java.util.Locale;

/** Texts of the API as people read them. */
public final class Sentences {
    private static final String ENDS = ".!?:…";

    private Sentences() {}

    /** The name of a field, such as {@code instanceArn}, as words: Instance arn. */
    public static String words(String name) {
        String words = name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** The field that a JSON Pointer names, such as {@code /agents/0/firstName}, as words: Agents 1, first name. */
    public static String field(String pointer) {
        String[] parts = pointer.substring(1).split("/", -1);
        StringBuilder text = new StringBuilder();
        for (String part : parts) {
            boolean index = part.matches("[0-9]{1,9}");
            String word = index
                    ? String.valueOf(Integer.parseInt(part) + 1)
                    : text.isEmpty() ? words(part) : words(part).toLowerCase(Locale.ROOT);
            text.append(text.isEmpty() ? "" : index ? " " : ", ").append(word);
        }
        return text.toString();
    }

    /** A reason or detail, which comes with or without a full stop, with one. */
    public static String ended(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() || ENDS.indexOf(stripped.charAt(stripped.length() - 1)) >= 0
                ? stripped
                : stripped + ".";
    }
}
