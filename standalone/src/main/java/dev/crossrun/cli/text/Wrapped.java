package dev.crossrun.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text in lines of up to 80 columns. A longer word, such as an ARN, stays whole, on a line of its own. */
public final class Wrapped {
    private static final int COLUMNS = 80;
    private static final Pattern ITEM = Pattern.compile("(\\s*(?:[-*]|\\d+\\.) +)(.*)");
    private static final String FENCE = "```";

    /** A code span, in which a backslash is one, or an escaped character (CommonMark 0.31, "Backslash escapes"). */
    private static final Pattern ESCAPE = Pattern.compile("((?<!`)(`+)(?!`).+?(?<!`)\\2(?!`))|\\\\(\\p{Punct})");

    private Wrapped() {}

    /** {@code first} stands before the first line, and as many spaces before the others. */
    static List<String> lines(String first, String text) {
        return lines(first, " ".repeat(first.length()), text);
    }

    static List<String> lines(String first, String others, String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : text.strip().split("\\s+")) {
            if (!empty && line.length() + 1 + word.length() > COLUMNS) {
                lines.add(line.toString());
                line = new StringBuilder(others);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString());
        return lines;
    }

    /** Markdown: paragraphs and items are wrapped and lose the backslashes of escapes; what stands between fences stays as it is. */
    public static List<String> markdown(String text) {
        List<String> lines = new ArrayList<>();
        String head = "";
        StringBuilder paragraph = new StringBuilder();
        boolean fenced = false;
        for (String line : (text.strip() + "\n").split("\n", -1)) {
            Matcher item = ITEM.matcher(line);
            boolean fence = line.strip().startsWith(FENCE);
            if (fenced || fence || line.isBlank() || item.matches()) {
                if (!paragraph.isEmpty()) {
                    lines.addAll(lines(head, unescaped(paragraph.toString())));
                }
                paragraph.setLength(0);
                head = "";
            }
            if (fence || fenced) {
                lines.add(line);
                fenced = fence != fenced;
            } else if (item.matches()) {
                head = item.group(1);
                paragraph.append(item.group(2));
            } else if (line.isBlank()) {
                lines.add("");
            } else {
                paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
            }
        }
        lines.remove(lines.size() - 1);
        return lines;
    }

    private static String unescaped(String markdown) {
        return ESCAPE.matcher(markdown)
                .replaceAll(
                        found -> Matcher.quoteReplacement(found.group(1) != null ? found.group(1) : found.group(3)));
    }
}
