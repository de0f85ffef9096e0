package dev.crossrun.standalone;

import dev.crossrun.standalone.temporal.InMemoryTemporal;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Skips time of an in-memory Temporal service, from one timer to the next. While a call or a workflow task is at work, the service's
 * time passes like real time.
 */
final class ServiceTime {
    /** In this real time a worker takes an attempt that is due. Until then nothing but the server's count shows it. */
    private static final long TAKEN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** The server skips time by itself, and fails, where its count comes to nothing. It is never off by so much. */
    private static final int FAR_FROM_SKIPPING = 100;

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final Map<InMemoryTemporal, ServiceTime> OF = Collections.synchronizedMap(new WeakHashMap<>());

    private final WorkflowClient client;
    private final Optional<ServerTimer> timer;
    private final OpenWork work;

    /** One at a time skips. */
    private final Lock skipping = new ReentrantLock();

    /** Until when calls wait that do not count as being at work. */
    private final List<Instant> waiting = new CopyOnWriteArrayList<>();

    /** What the server counted at last when nothing was at work. It miscounts ({@link ServerTimer}). */
    private int rest;

    private ServiceTime(WorkflowClient client, Optional<ServerTimer> timer) {
        this.client = client;
        this.timer = timer;
        this.work = new OpenWork(client);
        this.rest = timer.map(service -> service.state().count()).orElse(0);
    }

    /** Of an in-memory service that nothing works on yet. */
    ServiceTime(WorkflowClient client, ServerTimer timer) {
        this(client, Optional.of(held(timer)));
    }

    private static ServerTimer held(ServerTimer timer) {
        for (int held = 0; held < FAR_FROM_SKIPPING; held++) {
            timer.hold();
        }
        return timer;
    }

    /** Of a real service, whose time nobody can skip. */
    static ServiceTime real(WorkflowClient client) {
        return new ServiceTime(client, Optional.empty());
    }

    static ServiceTime of(InMemoryTemporal temporal) {
        return OF.computeIfAbsent(
                temporal, any -> new ServiceTime(temporal.client(), new ServerTimer(temporal.server())));
    }

    WorkflowClient client() {
        return client;
    }

    Instant instant() {
        return timer.map(ServerTimer::now).orElseGet(Instant::now);
    }

    /** Lets this much time pass at once, with every timer and retry that falls due on the way. */
    void move(Duration by) {
        skipping.lock();
        try {
            Instant then = instant().plus(by);
            while (instant().isBefore(then)) {
                step(then);
            }
        } finally {
            skipping.unlock();
        }
    }

    /** As {@link #move}, while this number of calls waits for it, which do not count as being at work. */
    void moveWhileAtWork(Duration by, int calls) {
        Instant then = instant().plus(by);
        List<Instant> released = Collections.nCopies(calls, then);
        waiting.addAll(released);
        try {
            while (instant().isBefore(then)) {
                if (skipping.tryLock()) {
                    try {
                        step(then);
                    } finally {
                        skipping.unlock();
                    }
                } else {
                    look();
                }
            }
        } finally {
            released.forEach(waiting::remove);
        }
    }

    /** Goes to the next timer if nothing is at work, and else lets a moment pass. */
    private void step(Instant then) {
        ServerTimer.State state = timer().state();
        if (state.due() || !rests(state)) {
            look();
            return;
        }
        Instant next = Stream.of(Stream.of(then), state.next().stream(), waiting.stream())
                .flatMap(each -> each)
                .filter(at -> at.isAfter(state.now()))
                .min(Comparator.naturalOrder())
                .orElse(then);
        timer().skip(Duration.between(state.now(), next));
    }

    private boolean rests(ServerTimer.State state) {
        long released = waiting.stream().filter(state.now()::isBefore).count();
        if (work.count() > released) {
            return false;
        }
        int count = (int) (state.count() - released);
        if (count != rest && !stays(state.count())) {
            return false;
        }
        rest = count;
        return timer().state().count() == state.count();
    }

    private ServerTimer timer() {
        return timer.orElseThrow(() -> new IllegalStateException("The time of a real service passes by itself"));
    }

    /** Whether the server's count is still the same when an attempt that is due would have been taken. */
    private boolean stays(int count) {
        for (long since = System.nanoTime(); System.nanoTime() - since < TAKEN_NANOS; ) {
            if (timer().state().count() != count) {
                return false;
            }
            look();
        }
        return true;
    }

    /** Lets a moment pass until the next look. A test's own timeout ends it. */
    private static void look() {
        LockSupport.parkNanos(LOOK_NANOS);
        if (Thread.interrupted()) {
            throw new IllegalStateException("waited in vain");
        }
    }
}
