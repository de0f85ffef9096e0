package dev.crossrun.cli.text;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Prints rows in columns as wide as they need to be; the last column is not padded. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... header) {
        row(header);
    }

    public void row(String... cells) {
        rows.add(Stream.of(cells)
                .map(cell -> cell.strip().replaceAll("\\s*\\R\\s*", " "))
                .toList());
    }

    /** Adds a line that belongs to no column. */
    void line(String text) {
        rows.add(List.of(text));
    }

    public void print(PrintWriter out) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            if (row.size() < columns) {
                continue;
            }
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            if (row.size() < columns) {
                out.println(row.get(0));
                continue;
            }
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns - 1; i++) {
                line.append(padded(row.get(i), widths[i])).append("  ");
            }
            out.println(line.append(row.get(columns - 1)).toString().stripTrailing());
        }
    }

    static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
