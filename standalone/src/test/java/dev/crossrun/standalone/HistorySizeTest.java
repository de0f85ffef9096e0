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
@Timeout(240)
class HistorySizeTest {
    @TempDir
    Path folder;

    @Test
    void anExistingInstanceWithTwoAgentsHasFewEvents(TestReporter reporter) {
        try (RealService service = new RealService(folder);
                Stack stack = service.stack(new ContactCenter());
                FederationRun run = new FederationRun(stack, FederationRun.example())) {
            assertThat(run.succeed().path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(ownEvents(service, stack, run, reporter)).isLessThanOrEqualTo(90);
        }
    }

    @Test
    void aWholeCompanyHasFewEvents(TestReporter reporter) {
        try (RealService service = new RealService(folder);
                Stack stack = service.stack(new NewCompany());
                WholeRun whole = new WholeRun(stack, request -> {})) {
            assertThat(whole.succeed().path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(ownEvents(service, stack, whole.run, reporter)).isLessThanOrEqualTo(220);
        }
    }

    /** The events without those of workflow tasks, of which a busy machine makes more. */
    private static long ownEvents(RealService service, Stack stack, FederationRun run, TestReporter reporter) {
        WorkflowExecutionInfo execution = service.execution(run);
        long own = stack
                .temporal()
                .fetchHistory(
                        execution.getExecution().getWorkflowId(),
                        execution.getExecution().getRunId())
                .getEvents()
                .stream()
                .filter(event -> !event.getEventType().name().startsWith("EVENT_TYPE_WORKFLOW_TASK_"))
                .count();
        reporter.publishEntry(
                "history",
                execution.getHistoryLength() + " events, " + own + " of them not of workflow tasks, "
                        + execution.getHistorySizeBytes() + " bytes");
        return own;
    }
}
