package dev.crossrun.run.task;

import java.time.Instant;

/** An open task in the inbox. */
public record TaskSummary(
        String id, TaskKind kind, String step, String title, TaskState state, Instant openedAt, boolean escalated) {}
