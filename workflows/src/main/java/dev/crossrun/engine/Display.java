package dev.crossrun.engine;

import dev.crossrun.domain.AccountId;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunSummary;
import dev.crossrun.run.RunView;
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

/** Tells Temporal's listings and its UI what the view tells: search attributes, memo and current details. */
final class Display {
    private Optional<RunSummary> shown = Optional.empty();

    void show(RunView view, List<TaskRecord> open, RunStart start) {
        Workflow.setCurrentDetails(details(view));
        RunSummary next = new RunSummary(
                view.runbook(),
                view.name(),
                view.status(),
                start.requestedBy(),
                view.startedAt(),
                view.summary(),
                view.accounts(),
                open.stream().map(task -> task.view().summary()).toList());
        if (!shown.equals(Optional.of(next))) {
            Workflow.upsertMemo(Map.of(RunAttributes.MEMO_SUMMARY, next));
            Workflow.upsertTypedSearchAttributes(attributes(next).toArray(SearchAttributeUpdate[]::new));
            shown = Optional.of(next);
        }
    }

    private List<SearchAttributeUpdate<?>> attributes(RunSummary next) {
        List<String> kinds =
                next.tasks().stream().map(task -> task.kind().name()).distinct().toList();
        List<SearchAttributeUpdate<?>> updates = new ArrayList<>();
        if (shown.isEmpty()) {
            updates.add(RunAttributes.RUNBOOK.valueSet(next.runbook()));
            updates.add(RunAttributes.NAME.valueSet(next.name()));
            updates.add(RunAttributes.REQUESTER.valueSet(next.requestedBy().name()));
            updates.add(RunAttributes.ACCOUNTS.valueSet(
                    next.accounts().stream().map(AccountId::value).toList()));
        }
        updates.add(RunAttributes.STATUS.valueSet(next.status().name()));
        updates.add(
                kinds.isEmpty() ? RunAttributes.WAITING_FOR.valueUnset() : RunAttributes.WAITING_FOR.valueSet(kinds));
        return updates;
    }

    String summary(RunStatus status, Steps steps, List<TaskRecord> open) {
        if (status.closed()) {
            return capitalized(status);
        }
        if (!open.isEmpty()) {
            return open.stream()
                    .map(task -> "Waiting for " + who(task.kind()) + ": " + task.title())
                    .collect(Collectors.joining("; "));
        }
        String running =
                steps.running().stream().map(step -> step.definition().title()).collect(Collectors.joining("; "));
        return running.isEmpty() ? capitalized(status) : running;
    }

    List<WaitingFor> waitingFor(List<TaskRecord> open) {
        return open.stream()
                .map(TaskRecord::view)
                .map(task -> new WaitingFor(task.id(), task.kind(), task.title(), task.openedAt()))
                .toList();
    }

    private static String who(TaskKind kind) {
        return switch (kind) {
            case APPROVAL, UNDO -> "an approver";
            case HUMAN_STEP, DECISION -> "an administrator";
        };
    }

    private static String details(RunView view) {
        String steps = view.steps().stream().map(Display::line).collect(Collectors.joining("\n"));
        return "**" + view.status() + "** " + view.summary() + "\n\n| step | status | detail |\n|---|---|---|\n"
                + steps;
    }

    private static String line(StepView step) {
        return "| " + step.title() + " | " + step.status() + " | "
                + step.detail().orElse("").replace("|", "\\|").replace('\n', ' ') + " |";
    }

    private static String capitalized(RunStatus status) {
        String words = status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
