package dev.crossrun.engine.task;

import dev.crossrun.run.task.Answer;

/** Looks at an answer's substance; may call activities. */
@FunctionalInterface
public interface AnswerCheck<T> {
    Checked<T> check(Answer answer);
}
