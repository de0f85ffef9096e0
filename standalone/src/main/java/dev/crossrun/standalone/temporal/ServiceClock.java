package dev.crossrun.standalone.temporal;

import static dev.crossrun.standalone.temporal.ServerInside.field;
import static dev.crossrun.standalone.temporal.ServerInside.part;

import com.google.protobuf.Empty;
import com.google.protobuf.util.Timestamps;
import io.grpc.Channel;
import io.temporal.api.testservice.v1.TestServiceGrpc;
import io.temporal.testserver.TestServer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/** The time of an in-memory Temporal service. It passes like real time, except when a test skips some of it. */
public final class ServiceClock extends Clock {
    private final LongSupplier millis;

    private ServiceClock(LongSupplier millis) {
        this.millis = millis;
    }

    /** Asks a service, which may be in another process. */
    public ServiceClock(Channel channel) {
        this(asking(TestServiceGrpc.newBlockingStub(channel)));
    }

    private static LongSupplier asking(TestServiceGrpc.TestServiceBlockingStub service) {
        return () -> Timestamps.toMillis(
                service.getCurrentTime(Empty.getDefaultInstance()).getTime());
    }

    /** The clock that a server in this JVM itself reads: each call of the simulated clouds looks at it several times. */
    static ServiceClock of(TestServer.InProcessTestServer server) {
        return new ServiceClock((LongSupplier) field(part(server, "selfAdvancingTimer"), "clock"));
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.getAsLong());
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
