package dev.crossrun.desk.picture;

import dev.crossrun.api.resource.RunbookResponse;
import dev.crossrun.run.step.StepKind;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.step.StepView;
import java.util.ArrayList;
import java.util.Collection;
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
    private static final int LANE = NODE_WIDTH + 46;
    private static final int HEAD = 34;
    private static final int BETWEEN_LAYERS = 26;
    private static final int BETWEEN_ROWS = 14;
    private static final int LONGEST_LINE = 27;
    private static final int HEAD_OF_ARROW = 6;

    /** The number of tracks on which the lines of different steps run side by side. */
    private static final int TRACKS = 4;

    /** The steps of one system. */
    public record Lane(String label, int x, int width) {}

    /**
     * A step.
     *
     * @param lines its title, in lines that fit
     * @param status empty in a catalogue
     */
    public record Node(
            String id,
            String title,
            List<String> lines,
            Optional<StepStatus> status,
            StepKind kind,
            int x,
            int y,
            int width,
            int height) {
        /** Its status as the legend has it. */
        public String words() {
            return status.map(Picture::words).orElse(kind.name().toLowerCase(Locale.ROOT));
        }

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
                inLines(step.title()),
                step.status(),
                step.kind(),
                lane * LANE + (LANE - NODE_WIDTH) / 2,
                y,
                NODE_WIDTH,
                NODE_HEIGHT);
    }

    /** A status in the words of the legend. */
    private static String words(StepStatus status) {
        return switch (status) {
            case PENDING -> "not begun";
            case RUNNING -> "working";
            case WAITING -> "waits for a person";
            default -> status.name().toLowerCase(Locale.ROOT);
        };
    }

    private static List<String> inLines(String title) {
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
        List<String> order = List.copyOf(nodes.keySet());
        List<Line> lines = new ArrayList<>();
        layers.direct()
                .forEach((id, before) -> before.forEach(from -> {
                    Node start = nodes.get(from);
                    Node end = nodes.get(id);
                    if (start != null && end != null) {
                        lines.add(new Line(
                                isNext(start, end, nodes.values())
                                        ? down(start, end)
                                        : around(start, end, order.indexOf(from) % TRACKS),
                                start.status().map(StepStatus::finished).orElse(false)));
                    }
                }));
        return lines;
    }

    private static boolean isNext(Node start, Node end, Collection<Node> nodes) {
        return start.x() == end.x()
                && nodes.stream()
                        .noneMatch(node -> node.x() == start.x() && node.y() > start.y() && node.y() < end.y());
    }

    private static String down(Node start, Node end) {
        return "M " + start.middle() + " " + start.bottom() + " V " + (end.y() - HEAD_OF_ARROW);
    }

    /** Below the row of the start, down the gap beside the lane of the end, and into its side: under no other step. */
    private static String around(Node start, Node end, int track) {
        boolean fromRight = start.x() > end.x();
        int out = 4 + 4 * track;
        int gap = fromRight ? end.x() + end.width() + HEAD_OF_ARROW + out : end.x() - HEAD_OF_ARROW - out;
        int side = fromRight ? end.x() + end.width() + HEAD_OF_ARROW : end.x() - HEAD_OF_ARROW;
        return "M " + start.middle() + " " + start.bottom() + " V " + (start.bottom() + 3 + 3 * track) + " H " + gap
                + " V " + (end.y() + end.height() / 2) + " H " + side;
    }
}
