package dev.crossrun.standalone.temporal;

import static dev.crossrun.standalone.temporal.ServerInside.call;
import static dev.crossrun.standalone.temporal.ServerInside.field;
import static dev.crossrun.standalone.temporal.ServerInside.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ServerLocksTest {
    @Test
    void aLockOfTheServersTimeIsReleasedOnce() {
        try (InMemoryTemporal temporal = new InMemoryTemporal()) {
            Object timer = part(temporal.server(), "selfAdvancingTimer");
            assertThat(field(timer, "lockEvents")).isInstanceOf(ServerLocks.class);
            Object lock = call(timer, "lockTimeSkipping", "test");
            call(lock, "unlock");
            assertThatThrownBy(() -> call(lock, "unlock")).hasRootCauseMessage("Unbalanced lock and unlock calls");
        }
    }
}
