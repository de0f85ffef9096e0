package dev.crossrun.standalone;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Waits for what comes by itself. A test's own timeout ends the wait. */
final class Waiting {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);

    private Waiting() {}

    static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .forever()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(BETWEEN_LOOKS)
                .until(condition);
    }
}
