package dev.crossrun.run.task;

import dev.crossrun.domain.Sha256;

/** The task after an answer; its verdict is this answer's. {@code bodyHash} is that of the answer it came from. */
public record AnswerResult(Task task, Verdict verdict, Sha256 bodyHash) {}
