package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.simulator.SimulatorSettings;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LeakingLogsTest {
    @Test
    void hearsASecretThatIsLoggedWhileAStackRuns() {
        LeakingLogs.watch("Tr0ub4dor");
        try (Stack stack = TestStack.start(SimulatorSettings.defaults())) {
            assertThat(LeakingLogs.of("Tr0ub4dor")).isEmpty();
            LoggerFactory.getLogger("dev.crossrun.api")
                    .info("started {}", stack.api(), new IllegalStateException("Tr0ub4dor&3"));
            assertThat(LeakingLogs.of("Tr0ub4dor")).hasSize(1);
        }
    }
}
