package dev.crossrun.standalone.temporal;

import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.SearchAttributes;
import dev.crossrun.temporal.TemporalConnection;
import io.temporal.api.testservice.v1.LockTimeSkippingRequest;
import io.temporal.api.testservice.v1.TestServiceGrpc;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.time.Clock;
import java.util.List;

/**
 * A Temporal service in this JVM. It keeps nothing when it is closed.
 *
 * <p>The server (temporal-test-server 1.38) skips time while it counts no call at work, and counts one too few for an activity that
 * times out between two attempts. So it is kept far from such a count, and its time passes like real time.
 */
public final class InMemoryTemporal implements AutoCloseable {
    private static final int FAR_FROM_SKIPPING = 100;

    private final TestServer.InProcessTestServer server = TestServer.createServer(true);
    private final WorkflowServiceStubs service;
    private final WorkflowClient client;

    public InMemoryTemporal() {
        this(PayloadKeys.none());
    }

    /** With a client whose payloads are encrypted, if there are keys. */
    public InMemoryTemporal(PayloadKeys keys) {
        service = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setChannel(server.getChannel())
                .setGrpcClientInterceptors(List.of(new CrossedCancellations(new ServerTimers(server))))
                .build());
        client = WorkflowClient.newInstance(
                service, TemporalConnection.clientOptions(WorkflowClientOptions.getDefaultInstance(), keys));
        SearchAttributes.register(client);
        TestServiceGrpc.TestServiceBlockingStub time = TestServiceGrpc.newBlockingStub(server.getChannel());
        for (int held = 0; held < FAR_FROM_SKIPPING; held++) {
            time.lockTimeSkipping(LockTimeSkippingRequest.getDefaultInstance());
        }
    }

    /** The service's time. Everything that works with the service goes by it. */
    public Clock clock() {
        return new ServiceClock(server.getChannel());
    }

    /** The server itself, whose time a test can skip. */
    public TestServer.InProcessTestServer server() {
        return server;
    }

    public WorkflowClient client() {
        return client;
    }

    @Override
    public void close() {
        service.shutdownNow();
        server.close();
    }
}
