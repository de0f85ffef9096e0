package dev.crossrun.standalone;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Waits for what comes by itself. A test's own timeout ends the wait. */
final class Waiting {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);

    private Waiting() {}

    static void until(Callable<Boolean> condition) {
        until(BETWEEN_LOOKS, condition);
    }

    static void until(Duration betweenLooks, Callable<Boolean> condition) {
        Awaitility.await()
                .forever()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(betweenLooks)
                .until(() -> {
                    // Awaitility sleeps on when the timeout interrupts it.
                    if (Thread.currentThread().isInterrupted()) {
                        throw new InterruptedException("waited in vain");
                    }
                    return condition.call();
                });
    }
}
