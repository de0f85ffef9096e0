package dev.crossrun.standalone.temporal;

import com.google.protobuf.Empty;
import com.google.protobuf.util.Timestamps;
import io.grpc.Channel;
import io.temporal.api.testservice.v1.TestServiceGrpc;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time of an in-memory Temporal service. It passes like real time, except when a test skips some of it. */
public final class ServiceClock extends Clock {
    private final TestServiceGrpc.TestServiceBlockingStub service;

    public ServiceClock(Channel channel) {
        this.service = TestServiceGrpc.newBlockingStub(channel);
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
        throw new UnsupportedOperationException("The clock's zone is always UTC");
    }
}
