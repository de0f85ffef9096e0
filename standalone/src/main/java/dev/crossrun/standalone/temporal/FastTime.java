package dev.crossrun.standalone.temporal;

import com.google.protobuf.util.Durations;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.testservice.v1.SleepRequest;
import io.temporal.api.testservice.v1.TestServiceGrpc;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Lets the time of an in-memory Temporal service pass quickly: a demo shows hours in seconds. */
public final class FastTime {
    /** While a call is at work the service's time passes like real time: then this is all that passes. */
    private static final Duration MOST = Duration.ofSeconds(2);

    private final TestServiceGrpc.TestServiceBlockingStub service;
    private final ServiceClock clock;

    public FastTime(WorkflowClient temporal) {
        this.service = TestServiceGrpc.newBlockingStub(
                temporal.getWorkflowServiceStubs().getRawChannel());
        this.clock = new ServiceClock(temporal.getWorkflowServiceStubs().getRawChannel());
    }

    public Instant instant() {
        return clock.instant();
    }

    /** Lets so much time pass at once, or less. */
    public void pass(Duration by) {
        try {
            service.withDeadlineAfter(MOST.toSeconds(), TimeUnit.SECONDS)
                    .unlockTimeSkippingWithSleep(SleepRequest.newBuilder()
                            .setDuration(Durations.fromMillis(by.toMillis()))
                            .build());
        } catch (StatusRuntimeException late) {
            if (late.getStatus().getCode() != Status.Code.DEADLINE_EXCEEDED) {
                throw late;
            }
        }
    }
}
