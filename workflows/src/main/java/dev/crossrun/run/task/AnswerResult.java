package dev.crossrun.run.task;

import dev.crossrun.domain.Sha256;

/**
 * What became of an answer. It stays in history with every answer, so it does not repeat the task.
 *
 * @param bodyHash of the answer that was checked: an answer with another hash under the same key is a different one
 */
public record AnswerResult(Verdict verdict, Sha256 bodyHash) {}
