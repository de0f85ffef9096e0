package dev.crossrun.api;

import dev.crossrun.api.run.OpenAndClosedDirectory;
import dev.crossrun.api.run.RunDirectory;
import dev.crossrun.run.Runbook;
import dev.crossrun.temporal.ProcessMetrics;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.temporal.client.WorkflowClient;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API inside another program. */
public final class EmbeddedApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedApi.class);

    private final Server server;
    private final ProcessMetrics metrics;

    private EmbeddedApi(Server server, ProcessMetrics metrics) {
        this.server = server;
        this.metrics = metrics;
    }

    /** Starts to listen, on a Temporal service that lists runs as the in-memory server does. */
    public static EmbeddedApi start(
            ApiConfiguration configuration,
            List<Runbook<?>> runbooks,
            WebPages pages,
            WorkflowClient client,
            Clock clock) {
        return start(configuration, runbooks, pages, client, new OpenAndClosedDirectory(client), clock);
    }

    /**
     * Starts to listen; {@code directory} lists the runs.
     *
     * @throws IllegalStateException if it cannot, such as for a port in use
     */
    public static EmbeddedApi start(
            ApiConfiguration configuration,
            List<Runbook<?>> runbooks,
            WebPages pages,
            WorkflowClient client,
            RunDirectory directory,
            Clock clock) {
        CrossrunApi api = new CrossrunApi(runbooks, pages);
        Bootstrap<ApiConfiguration> bootstrap = new Bootstrap<>(api);
        try {
            api.initialize(bootstrap);
            Environment environment = new Environment(
                    api.getName(),
                    bootstrap.getObjectMapper(),
                    bootstrap.getValidatorFactory(),
                    bootstrap.getMetricRegistry(),
                    bootstrap.getClassLoader(),
                    bootstrap.getHealthCheckRegistry(),
                    configuration);
            configuration.getServerFactory().configure(environment);
            bootstrap.run(configuration, environment);
            ProcessMetrics metrics = new ProcessMetrics();
            api.serve(configuration, environment, client, directory, metrics, clock);
            Server server = configuration.getServerFactory().build(environment);
            server.start();
            return new EmbeddedApi(server, metrics);
        } catch (Exception e) {
            throw new IllegalStateException("The API cannot start: " + e.getMessage(), e);
        }
    }

    /** Where it listens, such as {@code http://127.0.0.1:8080}. */
    public URI address() {
        return address(0);
    }

    /** Where health and metrics are asked for. */
    public URI adminAddress() {
        return address(1);
    }

    private URI address(int connector) {
        ServerConnector bound = (ServerConnector) server.getConnectors()[connector];
        return URI.create("http://" + bound.getHost() + ":" + bound.getLocalPort());
    }

    /** Stops; what is under way when the grace period ends is cut off. */
    @Override
    public void close() {
        try {
            metrics.close();
            server.stop();
        } catch (TimeoutException graceEnded) {
            LOG.debug("connections were open to the end", graceEnded);
        } catch (Exception e) {
            throw new IllegalStateException("The API does not stop", e);
        }
    }
}
