package dev.crossrun.cli.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A run view with a column for each system, so that what goes on side by side is seen side by side. */
public final class RunLanes {
    private static final String ALL = "ALL";
    private static final Set<String> BUSY = Set.of("RUNNING", "VERIFYING", "WAITING", "STUCK", "UNDOING");
    private static final String GAP = "   ";

    private final RunText text;
    private final List<String> before = new ArrayList<>();
    private final Map<String, List<String>> lanes = new LinkedHashMap<>();
    private final List<String> after = new ArrayList<>();
    private final List<String> busy = new ArrayList<>();

    public RunLanes(JsonNode run, RunText text) {
        this.text = text;
        run.path("steps").forEach(this::place);
    }

    private void place(JsonNode step) {
        String system = step.path("system").asText(ALL);
        List<String> lane = system.equals(ALL)
                ? (lanes.isEmpty() ? before : after)
                : lanes.computeIfAbsent(system, name -> new ArrayList<>(List.of(name)));
        lane.add(text.brief(step));
        if (BUSY.contains(step.path("status").asText(""))) {
            busy.add(text.step(step));
        }
    }

    /** Columns that a terminal must have to show it. */
    public int width() {
        return lanes.size() * (cell() + GAP.length());
    }

    /** Shared steps, the lanes, shared steps, and below what the busy steps do. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(before);
        int rows = lanes.values().stream().mapToInt(List::size).max().orElse(0);
        for (int row = 0; row < rows; row++) {
            StringBuilder line = new StringBuilder();
            for (List<String> lane : lanes.values()) {
                line.append(Table.padded(row < lane.size() ? lane.get(row) : "", cell()))
                        .append(GAP);
            }
            lines.add(line.toString().stripTrailing());
        }
        lines.addAll(after);
        lines.add("");
        lines.addAll(busy);
        return lines;
    }

    private int cell() {
        return lanes.values().stream()
                .flatMap(List::stream)
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }
}
