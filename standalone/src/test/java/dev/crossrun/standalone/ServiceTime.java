package dev.crossrun.standalone;

import com.google.protobuf.util.Durations;
import dev.crossrun.standalone.temporal.ServiceClock;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.testservice.v1.LockTimeSkippingRequest;
import io.temporal.api.testservice.v1.SleepRequest;
import io.temporal.api.testservice.v1.TestServiceGrpc;
import io.temporal.api.testservice.v1.UnlockTimeSkippingRequest;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Skips time of an in-memory Temporal service. */
final class ServiceTime {
    /** No attempt of a call takes longer in real time. */
    private static final Duration AT_WORK = Duration.ofSeconds(25);

    private final TestServiceGrpc.TestServiceBlockingStub service;
    private final ServiceClock clock;

    ServiceTime(WorkflowClient temporal) {
        Channel channel = temporal.getWorkflowServiceStubs().getRawChannel();
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
        Instant then = instant().plus(by);
        try {
            service.withDeadlineAfter(AT_WORK.toSeconds(), TimeUnit.SECONDS)
                    .unlockTimeSkippingWithSleep(SleepRequest.newBuilder()
                            .setDuration(Durations.fromMillis(by.toMillis()))
                            .build());
        } catch (StatusRuntimeException late) {
            if (late.getStatus().getCode() != Status.Code.DEADLINE_EXCEEDED) {
                throw late;
            }
            putRight(then);
        }
    }

    /** As {@link #move}, while this number of calls does not count as being at work. */
    void moveWhileAtWork(Duration by, int calls) {
        for (int i = 0; i < calls; i++) {
            service.unlockTimeSkipping(UnlockTimeSkippingRequest.getDefaultInstance());
        }
        try {
            service.unlockTimeSkippingWithSleep(SleepRequest.newBuilder()
                    .setDuration(Durations.fromMillis(by.toMillis()))
                    .build());
        } finally {
            for (int i = 0; i < calls; i++) {
                service.lockTimeSkipping(LockTimeSkippingRequest.getDefaultInstance());
            }
        }
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
