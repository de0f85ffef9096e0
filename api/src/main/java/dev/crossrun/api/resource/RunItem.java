package dev.crossrun.api.resource;

import dev.crossrun.api.run.Execution;
import dev.crossrun.domain.AccountId;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunSummary;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.task.TaskKind;
import dev.crossrun.run.task.TaskSummary;
import dev.crossrun.run.task.WaitingFor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A run in a list. */
public record RunItem(
        String id,
        String runbook,
        String name,
        RunStatus status,
        Actor requestedBy,
        Instant startedAt,
        Optional<Instant> closedAt,
        String summary,
        List<AccountId> accounts,
        List<WaitingFor> waitingFor,
        Optional<String> undoes) {
    static RunItem of(Execution run) {
        RunSummary summary = run.summary();
        return new RunItem(
                run.id(),
                summary.runbook(),
                summary.name(),
                run.status(),
                summary.requestedBy(),
                run.startedAt(),
                run.closedAt(),
                summary.summary(),
                summary.accounts(),
                run.open() ? waiting(summary.tasks()) : List.of(),
                summary.undoes());
    }

    /** Of an offer nobody has to make use. */
    private static List<WaitingFor> waiting(List<TaskSummary> tasks) {
        return tasks.stream()
                .filter(task -> task.kind() != TaskKind.OFFER)
                .map(RunItem::waiting)
                .toList();
    }

    private static WaitingFor waiting(TaskSummary task) {
        return new WaitingFor(task.id(), task.kind(), task.title(), task.openedAt());
    }
}
