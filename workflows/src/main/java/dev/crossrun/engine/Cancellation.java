package dev.crossrun.engine;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;

/** Distinguishes a call that failed from one that was cancelled. */
public final class Cancellation {
    private Cancellation() {}

    /** Waits for work that was cancelled; says whether it came to its end by itself. */
    static boolean completed(Promise<Void> work) {
        try {
            work.get();
            return true;
        } catch (CanceledFailure cancelled) {
            return false;
        } catch (ActivityFailure failure) {
            if (failure.getCause() instanceof CanceledFailure) {
                return false;
            }
            throw failure;
        }
    }

    /**
     * Goes on with the cancellation if there is one: the call ended by it, or an attempt of the call failed while it was being
     * cancelled. Temporal then does not try again and ends the call with that attempt's failure (retry state
     * CANCEL_REQUESTED), about which nobody needs to decide.
     */
    public static void propagate(TemporalFailure failure) {
        if (failure.getCause() instanceof CanceledFailure cancelled) {
            throw cancelled;
        }
        if (CancellationScope.current().isCancelRequested()) {
            throw new CanceledFailure("cancelled while a call failed", failure);
        }
    }
}
