package dev.crossrun.standalone;

import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.standalone.temporal.InMemoryTemporal;
import org.junit.jupiter.api.AfterAll;

/** On the in-memory service. */
class ForgedPayloadsTest extends ForgedPayloads {
    private final InMemoryTemporal temporal = new InMemoryTemporal(KEYS);

    @Override
    Site site() {
        return Site.of(Stack.on(
                temporal.client(),
                SimulatorSettings.defaults().withClock(temporal.clock()),
                new SkippedPace(temporal.client())));
    }

    @AfterAll
    void end() {
        temporal.close();
    }
}
