package dev.crossrun.temporal;

import io.grpc.Context;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Bounds calls of a Temporal client that the SDK alone would repeat until they succeed. */
public final class CallDeadline {
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "call-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    private CallDeadline() {}

    /**
     * Makes a call, and gives up after {@code limit}: the call then fails as the SDK reports a deadline. {@code call} declares
     * no checked exceptions.
     */
    public static <T> T within(Duration limit, Callable<T> call) {
        try (Context.CancellableContext limited =
                Context.current().withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS, TIMER)) {
            return limited.call(call);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("these calls declare no checked exceptions", e);
        }
    }
}
