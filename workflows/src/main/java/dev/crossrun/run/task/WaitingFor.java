package dev.crossrun.run.task;

import java.time.Instant;

/** An open task of a run, in short. */
public record WaitingFor(String task, TaskKind kind, String title, Instant since) {}
