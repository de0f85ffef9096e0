package dev.crossrun.desk.plan;

import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.Finding;
import dev.crossrun.run.plan.Plan;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.step.Reversibility;
import dev.crossrun.run.step.StepView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A plan as an approver reads it: what was found, then line by line what would be written, by system.
 *
 * @param warnings what an approver acknowledges
 */
public record PlanLines(String hash, List<Finding> blocking, List<Finding> warnings, List<Part> systems) {
    /** The most lines that the top of a page repeats. */
    public static final int FEW = 5;

    /** What would be done in one system. */
    public record Part(String system, List<Line> lines) {}

    /**
     * What one step would do.
     *
     * @param changes what would be written; {@code kept} is what stays as it is
     */
    public record Line(
            String step,
            String action,
            String resource,
            String detail,
            boolean irreversible,
            List<ChangeLines> changes,
            List<ChangeLines> kept) {}

    /** {@code steps} are those of the plan's run. */
    public static PlanLines of(Plan plan, List<StepView> steps) {
        Map<String, String> systems = new LinkedHashMap<>();
        steps.forEach(step -> systems.put(step.id(), step.system().replace('_', ' ')));
        Map<String, List<Line>> parts = new LinkedHashMap<>();
        for (PlannedStep step : plan.steps()) {
            parts.computeIfAbsent(systems.getOrDefault(step.step(), "ALL"), any -> new ArrayList<>())
                    .add(line(step));
        }
        return new PlanLines(
                plan.hash(),
                plan.findings().stream()
                        .filter(finding -> finding.severity() == Finding.Severity.BLOCKING)
                        .toList(),
                plan.warnings(),
                parts.entrySet().stream()
                        .map(part -> new Part(part.getKey(), part.getValue()))
                        .toList());
    }

    /** The lines that write something. */
    public List<Line> written() {
        return systems.stream()
                .flatMap(part -> part.lines().stream())
                .filter(line -> !line.changes().isEmpty())
                .toList();
    }

    /** How many resources would be created, changed or removed, in words. */
    public String summary() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        systems.stream()
                .flatMap(part -> part.lines().stream())
                .flatMap(line -> line.changes().stream())
                .forEach(change -> counts.merge(change.word(), 1, Integer::sum));
        return counts.isEmpty()
                ? "It writes nothing."
                : counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", ", "Resources: ", "."));
    }

    /** Where a step only changes what is there, that is said instead of the plan's word. */
    private static String action(PlannedStep step) {
        List<Change> written =
                step.changes().stream().filter(change -> !change.stays()).toList();
        boolean changes = step.action() == PlannedStep.Action.CREATE
                && !written.isEmpty()
                && written.stream()
                        .allMatch(change ->
                                change.before().isPresent() && change.after().isPresent());
        return changes ? "change" : step.action().name().toLowerCase(Locale.ROOT);
    }

    private static Line line(PlannedStep step) {
        return new Line(
                step.step(),
                action(step),
                step.resource(),
                step.detail(),
                step.reversibility() == Reversibility.IRREVERSIBLE,
                step.changes().stream()
                        .filter(change -> !change.stays())
                        .map(ChangeLines::of)
                        .toList(),
                step.changes().stream()
                        .filter(Change::stays)
                        .map(ChangeLines::of)
                        .toList());
    }
}
