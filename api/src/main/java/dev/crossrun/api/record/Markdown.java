package dev.crossrun.api.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.run.document.MarkdownText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Markdown document (CommonMark 0.31 with tables) under construction. Texts are escaped: people, documents and providers wrote
 * them, and none of them may become a link, an image, HTML or a heading.
 */
final class Markdown {
    private final StringBuilder text = new StringBuilder();

    void heading(int level, String others) {
        text.append(text.isEmpty() ? "" : "\n")
                .append("#".repeat(level))
                .append(' ')
                .append(MarkdownText.escaped(others))
                .append("\n\n");
    }

    void line(String others) {
        text.append(MarkdownText.escaped(others)).append("\n\n");
    }

    /** A line of a list: our label, and a text of others. */
    void item(String label, String others) {
        text.append("- **")
                .append(label)
                .append("**: ")
                .append(MarkdownText.escaped(others))
                .append('\n');
    }

    /** A line of a list whose text is Markdown of ours, on one line. */
    void ours(String label, String markdown) {
        text.append("- **").append(label).append("**: ").append(markdown).append('\n');
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
        text.append(cells.stream().map(MarkdownText::escaped).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    /** A JSON document, literally; invisible characters as JSON escapes. */
    void json(JsonNode document) {
        String content = Pattern.compile("[\\p{Cf}\\p{Zl}\\p{Zp}\\x{80}-\\x{9F}]")
                .matcher(document.toPrettyString())
                .replaceAll(found -> found.group()
                        .chars()
                        .mapToObj("\\\\\\\\u%04x"::formatted)
                        .collect(Collectors.joining()));
        String fence = MarkdownText.fence(content, 3);
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
