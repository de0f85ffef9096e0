package dev.crossrun.engine;

/** What a step does. It may run more than once: after a retry, and in a later round. */
@FunctionalInterface
public interface StepBody {
    void run(StepContext step);
}
