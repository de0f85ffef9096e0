package dev.crossrun.api.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Markdown document (CommonMark 0.31 with tables) under construction. Texts are escaped: people, documents and providers wrote
 * them, and none of them may become a link, an image, HTML or a heading.
 */
final class Markdown {
    /** What means something within a line. */
    private static final Pattern INLINE = Pattern.compile("[\\\\`*_\\[\\]<>|~&!]");

    /** What means something at the beginning of a line. */
    private static final Pattern OPENING = Pattern.compile("^(?:([#+=-])|(\\d{1,9})([.)]))");

    /** White space, line ends among it, control characters, and those that hide text or turn its direction (category Cf). */
    private static final Pattern INVISIBLE = Pattern.compile("[\\s\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+");

    private static final Pattern BACKTICKS = Pattern.compile("`+");

    private final StringBuilder text = new StringBuilder();

    /** A text of others within a line. */
    static String escaped(String others) {
        String line = INVISIBLE.matcher(others).replaceAll(" ").strip();
        return OPENING.matcher(INLINE.matcher(line).replaceAll("\\\\$0"))
                .replaceFirst(found -> Matcher.quoteReplacement(
                        found.group(1) != null ? "\\" + found.group(1) : found.group(2) + "\\" + found.group(3)));
    }

    void heading(int level, String others) {
        text.append(text.isEmpty() ? "" : "\n")
                .append("#".repeat(level))
                .append(' ')
                .append(escaped(others))
                .append("\n\n");
    }

    void line(String others) {
        text.append(escaped(others)).append("\n\n");
    }

    /** A line of a list: our label, and a text of others. */
    void item(String label, String others) {
        text.append("- **").append(label).append("**: ").append(escaped(others)).append('\n');
    }

    void item(String label, Optional<?> others) {
        others.ifPresent(value -> item(label, value.toString()));
    }

    /** The rows of a table, whose first one is its head; nothing if there is no other one. */
    void table(List<List<String>> rows) {
        if (rows.size() < 2) {
            line("None.");
            return;
        }
        row(rows.get(0));
        text.append("|---".repeat(rows.get(0).size())).append("|\n");
        rows.subList(1, rows.size()).forEach(this::row);
    }

    private void row(List<String> cells) {
        text.append(cells.stream().map(Markdown::escaped).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    /** A JSON document, literally; invisible characters as JSON escapes. */
    void json(JsonNode document) {
        String content = Pattern.compile("[\\p{Cf}\\p{Zl}\\p{Zp}\\x{80}-\\x{9F}]")
                .matcher(document.toPrettyString())
                .replaceAll(found -> found.group()
                        .chars()
                        .mapToObj("\\\\\\\\u%04x"::formatted)
                        .collect(Collectors.joining()));
        int longest = BACKTICKS
                .matcher(content)
                .results()
                .mapToInt(found -> found.group().length())
                .max()
                .orElse(0);
        String fence = "`".repeat(Math.max(3, longest + 1));
        text.append('\n')
                .append(fence)
                .append("json\n")
                .append(content)
                .append('\n')
                .append(fence)
                .append("\n\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
