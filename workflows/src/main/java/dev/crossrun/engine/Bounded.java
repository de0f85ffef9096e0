package dev.crossrun.engine;

import dev.crossrun.timer.NamedTimer;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Work that goes on until a time comes or something happens. */
final class Bounded {
    private Bounded() {}

    /** As {@link StepContext#unless}. */
    static boolean run(Supplier<Instant> deadline, String summary, BooleanSupplier over, Runnable work) {
        CompletablePromise<Void> done = Workflow.newPromise();
        CancellationScope scope = Workflow.newCancellationScope(() -> done.completeFrom(Async.procedure(work::run)));
        scope.run();
        try {
            while (!done.isCompleted() && !over.getAsBoolean() && Journal.now().isBefore(deadline.get())) {
                awaitOne(deadline, summary, () -> done.isCompleted() || over.getAsBoolean());
            }
        } catch (CanceledFailure cancelled) {
            scope.cancel();
            Workflow.newDetachedCancellationScope(() -> Workflow.await(done::isCompleted))
                    .run();
            throw cancelled;
        }
        if (done.isCompleted()) {
            done.get();
            return true;
        }
        scope.cancel();
        Workflow.await(done::isCompleted);
        return Cancellation.completed(done);
    }

    /** Waits for a deadline, for something else, or until the deadline is another one. */
    private static void awaitOne(Supplier<Instant> deadline, String summary, BooleanSupplier other) {
        Instant then = deadline.get();
        NamedTimer.await(
                Duration.between(Journal.now(), then),
                summary,
                () -> other.getAsBoolean() || !deadline.get().equals(then));
    }
}
