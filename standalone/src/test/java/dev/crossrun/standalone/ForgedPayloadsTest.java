package dev.crossrun.standalone;

import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.standalone.temporal.InMemoryTemporal;

/** On the in-memory service. */
class ForgedPayloadsTest extends ForgedPayloads {
    private final InMemoryTemporal temporal = new InMemoryTemporal(KEYS);

    @Override
    Site site() {
        ServiceTime time = ServiceTime.of(temporal);
        SimulatorSettings settings = SimulatorSettings.defaults().withClock(temporal.clock());
        return Site.of(Stack.on(temporal.client(), settings, new SkippedPace(time)), time);
    }

    @Override
    void endService() {
        temporal.close();
    }
}
