package dev.crossrun.temporal;

import com.uber.m3.tally.Scope;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** A connection to a Temporal service, with the data converter that worker and API share. */
public final class TemporalConnection implements AutoCloseable {
    private static final long CLOSE_SECONDS = 5;

    private final WorkflowServiceStubs service;
    private final WorkflowClient client;

    private TemporalConnection(WorkflowServiceStubs service, WorkflowClientOptions options) {
        this.service = service;
        this.client = WorkflowClient.newInstance(service, options);
    }

    /** Connects on first use; {@code keys} encrypt what goes to Temporal, {@code metrics} gets the metrics of the Temporal SDK. */
    public static TemporalConnection open(TemporalSettings settings, PayloadKeys keys, Scope metrics) {
        ClientConfigProfile profile = profile(settings);
        return new TemporalConnection(
                WorkflowServiceStubs.newServiceStubs(
                        WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions())
                                .setMetricsScope(metrics)
                                .build()),
                clientOptions(profile.toWorkflowClientOptions(), keys));
    }

    /** The options of a client whose payloads are in the clear. */
    public static WorkflowClientOptions clientOptions(WorkflowClientOptions base) {
        return clientOptions(base, PayloadKeys.none());
    }

    /** The options of every client: with the shared data converter. */
    public static WorkflowClientOptions clientOptions(WorkflowClientOptions base, PayloadKeys keys) {
        return WorkflowClientOptions.newBuilder(base)
                .setDataConverter(Payloads.converter(keys))
                .build();
    }

    public WorkflowClient client() {
        return client;
    }

    private static ClientConfigProfile profile(TemporalSettings settings) {
        try {
            ClientConfigProfile.Builder profile = ClientConfigProfile.load().toBuilder();
            settings.address().ifPresent(profile::setAddress);
            settings.namespace().ifPresent(profile::setNamespace);
            return profile.build();
        } catch (IOException e) {
            throw new UncheckedIOException("Temporal's own configuration file cannot be read", e);
        }
    }

    @Override
    public void close() {
        service.shutdown();
        service.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
