package dev.crossrun.timer;

import dev.crossrun.activity.Summary;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Timers of workflows that say in their summary what they wait for: Temporal's UI shows it. */
public final class NamedTimer {
    private NamedTimer() {}

    /** A timer of the current cancellation scope; {@code left} below zero is now. */
    public static Promise<Void> start(Duration left, String summary) {
        return Workflow.newTimer(
                left.isNegative() ? Duration.ZERO : left,
                TimerOptions.newBuilder().setSummary(Summary.fitting(summary)).build());
    }

    /** Lets time pass. */
    public static void sleep(Duration time, String summary) {
        start(time, summary).get();
    }

    /**
     * Waits for something, for so long at most.
     *
     * @return whether it happened
     */
    public static boolean await(Duration most, String summary, BooleanSupplier happened) {
        if (happened.getAsBoolean()) {
            return true;
        }
        List<Promise<Void>> timer = new ArrayList<>();
        CancellationScope scope = Workflow.newCancellationScope(() -> timer.add(start(most, summary)));
        scope.run();
        try {
            Workflow.await(() -> timer.get(0).isCompleted() || happened.getAsBoolean());
            return happened.getAsBoolean();
        } finally {
            scope.cancel();
        }
    }
}
