package dev.crossrun.run.task;

import dev.crossrun.domain.Sha256;

/**
 * What became of an answer. It stays in history with every answer, so it does not repeat the task.
 *
 * @param bodyHash of the answer that was judged: another one under the same key is none of it
 */
public record AnswerResult(Verdict verdict, Sha256 bodyHash) {}
