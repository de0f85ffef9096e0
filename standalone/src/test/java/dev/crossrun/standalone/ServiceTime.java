package dev.crossrun.standalone;

import com.google.protobuf.Empty;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.testservice.v1.SleepRequest;
import io.temporal.api.testservice.v1.TestServiceGrpc;
import io.temporal.api.testservice.v1.UnlockTimeSkippingRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The time of an in-memory Temporal service, for all that goes with it. It passes as the real one does, and can be moved. */
final class ServiceTime extends Clock {
    /** No attempt of a call takes longer in real time. */
    private static final Duration AT_WORK = Duration.ofSeconds(25);

    private final TestServiceGrpc.TestServiceBlockingStub service;

    ServiceTime(Channel channel) {
        this.service = TestServiceGrpc.newBlockingStub(channel);
    }

    /**
     * Lets so much time pass at once, with every timer and retry that falls due on the way. The service lets nobody move it while
     * a call is at work.
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

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(Timestamps.toMillis(
                service.getCurrentTime(Empty.getDefaultInstance()).getTime()));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("it is UTC");
    }
}
