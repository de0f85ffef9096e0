package dev.crossrun.run.document;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts of people, documents and providers within Markdown (CommonMark 0.31 with tables). They stay text: none of them becomes a
 * link, an image, HTML, a heading or another line.
 */
public final class MarkdownText {
    /** What means something within a line. An underscore within a word does not. */
    private static final Pattern INLINE = Pattern.compile("[\\\\`*\\[\\]<>|~&!]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])");

    /** What means something at the beginning of a line. */
    private static final Pattern OPENING = Pattern.compile("^(?:([#+=-])|(\\d{1,9})([.)]))");

    /** White space, line ends among it, control characters, and those that hide text or turn its direction (category Cf). */
    private static final Pattern INVISIBLE = Pattern.compile("[\\s\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+");

    private static final Pattern BACKTICKS = Pattern.compile("`+");

    private MarkdownText() {}

    /** The text on one line, with a backslash before each character that means something to Markdown. */
    public static String escaped(String others) {
        return OPENING.matcher(INLINE.matcher(line(others)).replaceAll("\\\\$0"))
                .replaceFirst(found -> Matcher.quoteReplacement(
                        found.group(1) != null ? "\\" + found.group(1) : found.group(2) + "\\" + found.group(3)));
    }

    /** The text on one line, as code: readable also where Markdown is shown as it is. Not for cells of tables. */
    public static String code(String others) {
        String line = line(others);
        String content = line.isEmpty() || line.startsWith("`") || line.endsWith("`") ? " " + line + " " : line;
        String fence = fence(content, 1);
        return fence + content + fence;
    }

    /** Backticks, at least {@code shortest}, that no text within them ends. */
    public static String fence(String content, int shortest) {
        int longest = BACKTICKS
                .matcher(content)
                .results()
                .mapToInt(found -> found.group().length())
                .max()
                .orElse(0);
        return "`".repeat(Math.max(shortest, longest + 1));
    }

    private static String line(String others) {
        return INVISIBLE.matcher(others).replaceAll(" ").strip();
    }
}
