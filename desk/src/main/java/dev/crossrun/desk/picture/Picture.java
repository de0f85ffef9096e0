package dev.crossrun.desk.picture;

import dev.crossrun.api.resource.RunbookResponse;
import dev.crossrun.run.step.StepKind;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.step.StepView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A procedure as a layered graph: a lane for each system, and each step below all that it waits for. Lengths are in CSS pixels.
 */
public record Picture(int width, int height, List<Lane> lanes, List<Node> nodes, List<Line> lines) {
    private static final int NODE_WIDTH = 206;
    private static final int NODE_HEIGHT = 54;
    private static final int LANE = NODE_WIDTH + 34;
    private static final int HEAD = 34;
    private static final int BETWEEN_LAYERS = 24;
    private static final int BETWEEN_ROWS = 8;
    private static final int LONGEST_LINE = 27;

    /** The steps of one system. */
    public record Lane(String label, int x, int width) {}

    /**
     * A step.
     *
     * @param words its title, in lines that fit
     * @param status in lower case; empty in a catalogue
     */
    public record Node(
            String id,
            String title,
            List<String> words,
            Optional<StepStatus> status,
            StepKind kind,
            int x,
            int y,
            int width,
            int height) {
        public String look() {
            return status.map(each -> each.name().toLowerCase(Locale.ROOT)).orElse("none");
        }

        int middle() {
            return x + width / 2;
        }

        int bottom() {
            return y + height;
        }
    }

    /** From a step to one that waits for it: the path of a line (SVG 2, "Path data"). */
    public record Line(String path, boolean finished) {}

    private record Step(
            String id,
            String title,
            String system,
            StepKind kind,
            List<String> dependsOn,
            Optional<StepStatus> status) {}

    /** Of a run. */
    public static Picture of(List<StepView> steps) {
        return draw(steps.stream()
                .map(step -> new Step(
                        step.id(),
                        step.title(),
                        step.system(),
                        step.kind(),
                        step.dependsOn(),
                        Optional.of(step.status())))
                .toList());
    }

    /** Of a catalogue. */
    public static Picture ofCatalogue(List<RunbookResponse.Step> steps) {
        return draw(steps.stream()
                .map(step -> new Step(
                        step.id(), step.title(), step.system(), step.kind(), step.dependsOn(), Optional.empty()))
                .toList());
    }

    private static Picture draw(List<Step> steps) {
        Layers layers = Layers.of(dependencies(steps));
        List<String> systems = steps.stream().map(Step::system).distinct().toList();
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < systems.size(); i++) {
            lanes.add(new Lane(systems.get(i).replace('_', ' '), i * LANE, LANE));
        }
        Map<String, Node> nodes = new LinkedHashMap<>();
        int y = HEAD + BETWEEN_LAYERS / 2;
        for (int layer = 0; layer < layers.count(); layer++) {
            Map<String, Integer> rows = new LinkedHashMap<>();
            for (Step step : steps) {
                if (layers.of(step.id()) == layer) {
                    int row = rows.merge(step.system(), 1, Integer::sum) - 1;
                    nodes.put(
                            step.id(),
                            node(step, systems.indexOf(step.system()), y + row * (NODE_HEIGHT + BETWEEN_ROWS)));
                }
            }
            int most = rows.values().stream().mapToInt(Integer::intValue).max().orElse(1);
            y += most * (NODE_HEIGHT + BETWEEN_ROWS) - BETWEEN_ROWS + BETWEEN_LAYERS;
        }
        return new Picture(
                Math.max(1, systems.size()) * LANE, y, lanes, List.copyOf(nodes.values()), lines(layers, nodes));
    }

    private static Map<String, List<String>> dependencies(List<Step> steps) {
        Set<String> there = steps.stream().map(Step::id).collect(Collectors.toSet());
        Map<String, List<String>> dependencies = new LinkedHashMap<>();
        steps.forEach(step -> dependencies.put(
                step.id(), step.dependsOn().stream().filter(there::contains).toList()));
        return dependencies;
    }

    private static Node node(Step step, int lane, int y) {
        return new Node(
                step.id(),
                step.title(),
                words(step.title()),
                step.status(),
                step.kind(),
                lane * LANE + (LANE - NODE_WIDTH) / 2,
                y,
                NODE_WIDTH,
                NODE_HEIGHT);
    }

    private static List<String> words(String title) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : title.split(" ")) {
            if (line.length() + 1 + word.length() > LONGEST_LINE && !line.isEmpty()) {
                lines.add(line.toString());
                line = new StringBuilder();
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines.size() <= 2 ? lines : List.of(lines.get(0), lines.get(1) + " …");
    }

    private static List<Line> lines(Layers layers, Map<String, Node> nodes) {
        List<Line> lines = new ArrayList<>();
        layers.direct()
                .forEach((id, before) -> before.forEach(from -> {
                    Node start = nodes.get(from);
                    Node end = nodes.get(id);
                    if (start != null && end != null) {
                        boolean skips = layers.of(id) - layers.of(from) > 1;
                        lines.add(new Line(
                                path(start, end, skips && start.x() == end.x()),
                                start.status().map(StepStatus::finished).orElse(false)));
                    }
                }));
        return lines;
    }

    /** Down from step to step; past the steps between two of one lane, along its side. */
    private static String path(Node start, Node end, boolean around) {
        if (around) {
            int side = start.x() - 12;
            int first = start.y() + start.height() / 2;
            int last = end.y() + end.height() / 2;
            return "M " + start.x() + " " + first + " C " + side + " " + first + " " + side + " " + first + " " + side
                    + " " + (first + 12) + " L " + side + " " + (last - 12) + " C " + side + " " + last + " " + side
                    + " " + last + " " + end.x() + " " + last;
        }
        int bend = Math.max(14, (end.y() - start.bottom()) / 2);
        return "M " + start.middle() + " " + start.bottom() + " C " + start.middle() + " " + (start.bottom() + bend)
                + " " + end.middle() + " " + (end.y() - bend) + " " + end.middle() + " " + end.y();
    }
}
