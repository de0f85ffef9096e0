package dev.crossrun.engine;

import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunSummary;
import dev.crossrun.run.RunView;
import dev.crossrun.run.document.MarkdownText;
import dev.crossrun.run.step.StepView;
import dev.crossrun.run.task.TaskKind;
import dev.crossrun.run.task.WaitingFor;
import io.temporal.common.SearchAttributeUpdate;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Shows the view in Temporal's listings and UI: search attributes, memo and current details. */
final class Display {
    private Optional<RunSummary> shown = Optional.empty();
    private List<String> kindsShown = List.of();

    /**
     * Shows a run where Temporal lists it. A listing tells the status and what people are asked; which step runs is told by the
     * view and the current details, which cost no event.
     */
    void show(RunView view, List<TaskRecord> open) {
        Workflow.setCurrentDetails(details(view));
        RunSummary next = new RunSummary(
                view.runbook(),
                view.name(),
                view.status(),
                view.requestedBy(),
                view.startedAt(),
                view.status().closed() ? view.summary() : summary(view.status(), "", open),
                view.accounts(),
                open.stream().map(TaskRecord::listed).toList(),
                view.undoes());
        if (!shown.equals(Optional.of(next)) && (shown.isPresent() || says(next))) {
            Workflow.upsertMemo(Map.of(RunAttributes.MEMO_SUMMARY, next));
            List<SearchAttributeUpdate<?>> updates = attributes(next);
            if (!updates.isEmpty()) {
                Workflow.upsertTypedSearchAttributes(updates.toArray(SearchAttributeUpdate[]::new));
            }
            shown = Optional.of(next);
        }
    }

    /** Whether there is more to say than what the run was started with. */
    private static boolean says(RunSummary next) {
        return next.status() != RunStatus.PLANNING || !next.tasks().isEmpty();
    }

    /** Those that differ; the start has set runbook, name, requester, accounts and the first status. */
    private List<SearchAttributeUpdate<?>> attributes(RunSummary next) {
        List<SearchAttributeUpdate<?>> updates = new ArrayList<>();
        RunStatus before = shown.map(RunSummary::status).orElse(RunStatus.PLANNING);
        if (next.status() != before) {
            updates.add(RunAttributes.STATUS.valueSet(next.status().name()));
        }
        List<String> kinds = next.tasks().stream()
                .map(task -> task.kind().name())
                .distinct()
                .sorted()
                .toList();
        if (!kinds.equals(kindsShown)) {
            updates.add(
                    kinds.isEmpty()
                            ? RunAttributes.WAITING_FOR.valueUnset()
                            : RunAttributes.WAITING_FOR.valueSet(kinds));
            kindsShown = kinds;
        }
        return updates;
    }

    String summary(RunStatus status, Steps steps, List<TaskRecord> open) {
        return summary(
                status,
                steps.running().stream().map(step -> step.definition().title()).collect(Collectors.joining("; ")),
                open);
    }

    private static String summary(RunStatus status, String running, List<TaskRecord> open) {
        if (status.closed()) {
            return capitalized(status);
        }
        List<TaskRecord> waiting = waiting(open);
        if (!waiting.isEmpty()) {
            return waiting.stream()
                    .map(task -> "Waiting for " + who(task.kind()) + ": " + task.title())
                    .collect(Collectors.joining("; "));
        }
        return running.isEmpty() ? capitalized(status) : running;
    }

    List<WaitingFor> waitingFor(List<TaskRecord> open) {
        return waiting(open).stream()
                .map(TaskRecord::view)
                .map(task -> new WaitingFor(task.id(), task.kind(), task.title(), task.openedAt()))
                .toList();
    }

    /** Of an offer nobody has to make use. */
    private static List<TaskRecord> waiting(List<TaskRecord> open) {
        return open.stream().filter(task -> task.kind() != TaskKind.OFFER).toList();
    }

    private static String who(TaskKind kind) {
        return switch (kind) {
            case APPROVAL, UNDO -> "an approver";
            case HUMAN_STEP, DECISION -> "an administrator";
            case OFFER -> "the requester";
        };
    }

    /** A list: a table would be wider than the column that Temporal's UI has for it. */
    private static String details(RunView view) {
        String steps = view.steps().stream().map(Display::line).collect(Collectors.joining("\n"));
        return "**" + view.status() + "** " + MarkdownText.escaped(view.summary()) + "\n\n" + steps;
    }

    static String line(StepView step) {
        return "- **" + step.status() + "** " + MarkdownText.escaped(step.title())
                + step.detail()
                        .map(detail -> ": " + MarkdownText.escaped(detail))
                        .orElse("");
    }

    private static String capitalized(RunStatus status) {
        String words = status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
