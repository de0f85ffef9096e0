package dev.crossrun.standalone;

import static dev.crossrun.standalone.temporal.ServerInside.call;
import static dev.crossrun.standalone.temporal.ServerInside.field;
import static dev.crossrun.standalone.temporal.ServerInside.part;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/**
 * What stands inside a test server (temporal-test-server 1.38): its clock, and the timers that wait for it.
 *
 * <p>The server's API skips time only while the server counts no call at work. It miscounts: an activity that is cancelled before an
 * attempt counts for ever, and one that times out between attempts is discounted twice. When the count is below zero, an update of
 * a run fails and leaves the run locked. So the tests move the clock itself, which the count does not concern.
 */
final class ServerTimer {
    private final Object timer;
    private final Lock lock;

    /** {@code server} is an in-process or a port-bound test server. */
    ServerTimer(Object server) {
        this.timer = part(server, "selfAdvancingTimer");
        this.lock = (Lock) field(timer, "lock");
    }

    /**
     * How it stands.
     *
     * @param due whether some timer has not fired yet that is due
     * @param next when the next timer fires
     * @param count how many calls the server counts at work, and by how many it is held in real time
     */
    record State(Instant now, boolean due, Optional<Instant> next, int count) {}

    State state() {
        lock.lock();
        try {
            Instant now = now();
            Optional<Instant> next = ((Collection<?>) field(timer, "tasks"))
                    .stream()
                            .filter(task -> !(boolean) call(task, "isCanceled"))
                            .map(task -> Instant.ofEpochMilli((long) call(task, "getExecutionTime")))
                            .min(Comparator.naturalOrder());
            boolean due = next.filter(at -> !at.isAfter(now)).isPresent();
            // Without timers, it counts one more.
            int count = (int) field(timer, "lockCount") - ((boolean) field(timer, "emptyQueue") ? 1 : 0);
            return new State(now, due, next, count);
        } finally {
            lock.unlock();
        }
    }

    Instant now() {
        return Instant.ofEpochMilli((long) call(timer, "currentTimeMillis"));
    }

    /** Counts one more. */
    void hold() {
        call(timer, "lockTimeSkipping", "a test");
    }

    void skip(Duration by) {
        call(timer, "skip", by);
    }
}
