package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.pace.PaceClock;
import dev.crossrun.simulator.SimulatorSettings;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
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

    /** The default of Temporal's setting limit.userMetadataSummarySize. If Temporal ever applies it, no run could start. */
    @Test
    void temporalTakesAnEncryptedSummaryOfMoreThan400Bytes() {
        AccessRun run = run("n".repeat(63));
        assertThat(service.client()
                        .getWorkflowServiceStubs()
                        .blockingStub()
                        .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                                .setNamespace(service.client().getOptions().getNamespace())
                                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(run.workflowId()))
                                .build())
                        .getExecutionConfig()
                        .getUserMetadata()
                        .getSummary()
                        .getSerializedSize())
                .isGreaterThan(400);
    }

    @Override
    void endService() {
        service.close();
    }
}
