package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.pace.PaceClock;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.temporal.TemporalConnection;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnRealTemporal
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

    @Test
    void anAccessIsGivenAndEndedByItsKeeper() {
        AccessRun run = run("kept").approved().given();
        assertThat(run.open(AccessRun.ACCOUNT)).isPresent();
        run.answer(run.kim, "window.offer.1", AccessRun.action("end").put("reason", "solved"));
        run.awaitStep("revoke", "DONE");
        assertThat(run.open(AccessRun.ACCOUNT)).isEmpty();
    }

    @Override
    void endService() {
        service.close();
    }
}
