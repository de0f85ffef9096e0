package dev.crossrun.standalone.temporal;

import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.SearchAttributes;
import dev.crossrun.temporal.TemporalConnection;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.time.Clock;
import java.util.List;

/** A Temporal service in this JVM. It keeps nothing when it is closed. */
public final class InMemoryTemporal implements AutoCloseable {
    private final TestServer.InProcessTestServer server = TestServer.createServer(true);
    private final WorkflowServiceStubs service;
    private final WorkflowClient client;

    public InMemoryTemporal() {
        this(PayloadKeys.none());
    }

    /** With a client whose payloads are encrypted, if there are keys. */
    public InMemoryTemporal(PayloadKeys keys) {
        ServerLocks.install(server);
        service = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setChannel(server.getChannel())
                .setGrpcClientInterceptors(List.of(new CrossedCancellations(new ServerTimers(server))))
                .build());
        client = WorkflowClient.newInstance(
                service, TemporalConnection.clientOptions(WorkflowClientOptions.getDefaultInstance(), keys));
        SearchAttributes.register(client);
    }

    /** The service's time. Everything that works with the service goes by it. */
    public Clock clock() {
        return ServiceClock.of(server);
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
