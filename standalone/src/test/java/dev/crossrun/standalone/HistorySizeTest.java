package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.NewCompany;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How long the histories of the two example requests become; on a real Temporal service. */
@OnRealTemporal
@Timeout(120)
class HistorySizeTest {
    @TempDir
    Path folder;

    @Test
    void anExistingInstanceWithTwoAgentsHasAtMost150Events(TestReporter reporter) {
        try (RealService service = new RealService(folder);
                Stack stack = service.stack(new ContactCenter());
                FederationRun run = new FederationRun(stack, FederationRun.example())) {
            assertThat(run.succeed().path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(size(service, run, reporter).getHistoryLength()).isLessThanOrEqualTo(150);
        }
    }

    @Test
    void aWholeCompanyHasAtMost400Events(TestReporter reporter) {
        try (RealService service = new RealService(folder);
                WholeRun whole = new WholeRun(service.stack(new NewCompany()), request -> {})) {
            assertThat(whole.succeed().path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(size(service, whole.run, reporter).getHistoryLength()).isLessThanOrEqualTo(400);
        }
    }

    private static WorkflowExecutionInfo size(RealService service, FederationRun run, TestReporter reporter) {
        WorkflowExecutionInfo execution = service.execution(run);
        reporter.publishEntry(
                "history", execution.getHistoryLength() + " events, " + execution.getHistorySizeBytes() + " bytes");
        return execution;
    }
}
