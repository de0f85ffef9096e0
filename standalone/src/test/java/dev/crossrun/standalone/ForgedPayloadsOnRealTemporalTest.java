package dev.crossrun.standalone;

import dev.crossrun.pace.PaceClock;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.temporal.TemporalConnection;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** On a Temporal dev server. */
@EnabledIfEnvironmentVariable(named = "TEMPORAL_CLI", matches = ".+")
class ForgedPayloadsOnRealTemporalTest extends ForgedPayloads {
    @TempDir
    static Path folder;

    private RealService service;

    @Override
    Site site() {
        service = new RealService(folder);
        WorkflowClient client = WorkflowClient.newInstance(
                service.client().getWorkflowServiceStubs(),
                TemporalConnection.clientOptions(service.client().getOptions(), KEYS));
        return Site.of(Stack.on(client, SimulatorSettings.defaults(), PaceClock.SYSTEM));
    }

    @AfterAll
    void end() {
        service.close();
    }
}
