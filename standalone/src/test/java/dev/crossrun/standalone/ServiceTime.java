package dev.crossrun.standalone;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.util.Durations;
import dev.crossrun.standalone.temporal.ServiceClock;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.testservice.v1.SleepRequest;
import io.temporal.api.testservice.v1.SleepResponse;
import io.temporal.api.testservice.v1.TestServiceGrpc;
import io.temporal.api.testservice.v1.UnlockTimeSkippingRequest;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/** Skips time of an in-memory Temporal service. */
final class ServiceTime {
    /** No attempt of a call takes longer in real time. */
    private static final Duration AT_WORK = Duration.ofSeconds(25);

    /** By the services' channels: one at a time may skip time. */
    private static final Map<Channel, Lock> SKIPPING = Collections.synchronizedMap(new WeakHashMap<>());

    private final Channel channel;
    private final Lock skipping;
    private final TestServiceGrpc.TestServiceBlockingStub service;
    private final ServiceClock clock;

    ServiceTime(WorkflowClient temporal) {
        this.channel = temporal.getWorkflowServiceStubs().getRawChannel();
        this.skipping = SKIPPING.computeIfAbsent(channel, any -> new ReentrantLock());
        this.service = TestServiceGrpc.newBlockingStub(channel);
        this.clock = new ServiceClock(channel);
    }

    Instant instant() {
        return clock.instant();
    }

    /**
     * Lets this much time pass at once, with every timer and retry that falls due on the way. While a call is at work, the
     * service's time passes like real time.
     */
    void move(Duration by) {
        skipping.lock();
        try {
            skip(by);
        } finally {
            skipping.unlock();
        }
    }

    private void skip(Duration by) {
        Instant then = instant().plus(by);
        try {
            service.withDeadlineAfter(AT_WORK.toSeconds(), TimeUnit.SECONDS).unlockTimeSkippingWithSleep(sleep(by));
        } catch (StatusRuntimeException late) {
            if (late.getStatus().getCode() != Status.Code.DEADLINE_EXCEEDED) {
                throw late;
            }
            putRight(then);
        }
    }

    /** As {@link #move}, while this number of calls does not count as being at work. */
    void moveWhileAtWork(Duration by, int calls) {
        Instant then = instant().plus(by);
        List<ListenableFuture<SleepResponse>> released = IntStream.range(0, calls)
                .mapToObj(call -> TestServiceGrpc.newFutureStub(channel).unlockTimeSkippingWithSleep(sleep(by)))
                .toList();
        Waiting.until(() -> {
            if (skipping.tryLock()) {
                try {
                    skipTo(then);
                } finally {
                    skipping.unlock();
                }
            }
            return released.stream().allMatch(Future::isDone);
        });
    }

    private void skipTo(Instant then) {
        Duration left = Duration.between(instant(), then);
        if (left.toMillis() > 0) {
            service.unlockTimeSkippingWithSleep(sleep(left));
        }
    }

    private static SleepRequest sleep(Duration time) {
        return SleepRequest.newBuilder()
                .setDuration(Durations.fromMillis(time.toMillis()))
                .build();
    }

    /**
     * The service now and then counts a call at work for ever. Each time nothing has moved for longer than any call takes, one
     * such count is put right; what was asked for goes on in the service meanwhile.
     */
    private void putRight(Instant then) {
        boolean stands = true;
        for (Instant now = instant(); now.isBefore(then); ) {
            if (stands) {
                service.unlockTimeSkipping(UnlockTimeSkippingRequest.getDefaultInstance());
            }
            Instant later = waited(then);
            stands = Duration.between(now, later).compareTo(AT_WORK.multipliedBy(2)) < 0;
            now = later;
        }
    }

    /** What time it is when it is {@code then}, or when no call of before is at work any more. */
    private Instant waited(Instant then) {
        long until = System.nanoTime() + AT_WORK.toNanos();
        Instant now = instant();
        while (now.isBefore(then) && System.nanoTime() < until) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            now = instant();
        }
        return now;
    }
}
