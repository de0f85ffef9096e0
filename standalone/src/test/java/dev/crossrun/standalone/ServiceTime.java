package dev.crossrun.standalone;

import com.google.protobuf.Empty;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.grpc.Channel;
import io.temporal.api.testservice.v1.SleepRequest;
import io.temporal.api.testservice.v1.TestServiceGrpc;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time of an in-memory Temporal service, for all that goes with it. It passes as the real one does, and can be moved. */
final class ServiceTime extends Clock {
    private final TestServiceGrpc.TestServiceBlockingStub service;

    ServiceTime(Channel channel) {
        this.service = TestServiceGrpc.newBlockingStub(channel);
    }

    /** Lets so much time pass at once, with every timer and retry that falls due on the way. */
    void move(Duration by) {
        service.unlockTimeSkippingWithSleep(SleepRequest.newBuilder()
                .setDuration(Durations.fromMillis(by.toMillis()))
                .build());
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
