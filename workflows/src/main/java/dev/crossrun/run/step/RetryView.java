package dev.crossrun.run.step;

import dev.crossrun.run.failure.FailureView;
import java.time.Instant;
import java.util.Optional;

/**
 * An activity that is being retried.
 *
 * @param attempt the attempt that runs or comes next, from 1
 * @param nextAt when the next attempt starts; absent while one runs
 */
public record RetryView(int attempt, Optional<Instant> nextAt, Optional<FailureView> lastFailure) {}
