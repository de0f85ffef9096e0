package dev.crossrun.desk.page;

/** Reasons and details as sentences: they come with and without a full stop. */
public final class Sentences {
    private static final String ENDS = ".!?:…";

    private Sentences() {}

    /** The text with one full stop. */
    public static String ended(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() || ENDS.indexOf(stripped.charAt(stripped.length() - 1)) >= 0
                ? stripped
                : stripped + ".";
    }
}
