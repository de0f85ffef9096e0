package dev.crossrun.run;

import dev.crossrun.domain.AccountId;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.task.TaskSummary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A run as a listing shows it; kept in the execution's memo, so that a listing wakes no workflow. */
public record RunSummary(
        String runbook,
        String name,
        RunStatus status,
        Actor requestedBy,
        Instant startedAt,
        String summary,
        List<AccountId> accounts,
        List<TaskSummary> tasks,
        Optional<String> undoes) {
    public RunSummary {
        accounts = List.copyOf(accounts);
        tasks = List.copyOf(tasks);
    }
}
