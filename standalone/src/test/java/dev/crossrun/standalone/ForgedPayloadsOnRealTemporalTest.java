package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.pace.PaceClock;
import dev.crossrun.simulator.SimulatorSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
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
        return Site.of(Stack.on(service.client(KEYS), SimulatorSettings.defaults(), PaceClock.SYSTEM));
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
