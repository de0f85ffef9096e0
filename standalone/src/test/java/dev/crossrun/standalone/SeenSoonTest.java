package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.world.NewCompany;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a run waits for is seen soon after it is there, by Temporal's time. */
class SeenSoonTest {
    private static final Duration CREATION = Duration.ofSeconds(32);

    @Test
    void anInstanceIsSeenSoonAfterItIsActive() {
        try (WholeRun whole = new WholeRun(
                TestStack.start(
                        SimulatorSettings.defaults().withSeed(new NewCompany()).withInstanceCreation(CREATION)),
                request -> {})) {
            whole.run.approve();
            whole.run.awaitStep("connect-instance", "DONE");
            JsonNode step = whole.run.step("connect-instance");
            // A backoff that doubles would look after 31.75 s and 61.75 s.
            assertThat(Duration.between(at(step, "startedAt"), at(step, "finishedAt")))
                    .isBetween(CREATION, CREATION.plusSeconds(15));
        }
    }

    private static Instant at(JsonNode step, String name) {
        return Instant.parse(step.path(name).asText());
    }
}
