package dev.crossrun.api.health;

import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.health.Credential;
import dev.crossrun.run.health.HealthCheck;
import dev.crossrun.temporal.CallDeadline;
import dev.crossrun.temporal.Reachability;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks Temporal, and a worker by a workflow. Checks at the same time share one workflow. */
public final class WorkerCheck {
    /** A few hundred accounts take about a minute. */
    private static final Duration CREDENTIALS = Duration.ofMinutes(2);

    private static final String ID = "health-check";
    private static final Logger LOG = LoggerFactory.getLogger(WorkerCheck.class);

    private final WorkflowClient temporal;
    private final Duration patience;

    /** {@code patience}: how long a worker may take. */
    public WorkerCheck(WorkflowClient temporal, Duration patience) {
        this.temporal = temporal;
        this.patience = patience;
    }

    public Health now() {
        if (!Reachability.of(temporal)) {
            return Health.withoutTemporal();
        }
        try {
            return Health.of(begun().get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Health.withoutWorker("No worker answered within " + patience.toSeconds()
                    + " s. Either none polls Temporal, or its accounts take longer: ask again.");
        } catch (WorkflowServiceException | StatusRuntimeException e) {
            LOG.debug("Temporal did not answer", e);
            return Health.withoutTemporal();
        } catch (ExecutionException e) {
            LOG.warn("A worker could not check its health", e);
            return Health.withoutWorker("A worker took the check, and failed. Its log says why.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Health.withoutWorker("The API stops");
        }
    }

    private CompletableFuture<List<Credential>> begun() {
        HealthCheck check = temporal.newWorkflowStub(
                HealthCheck.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(ID)
                        .setTaskQueue(RunAttributes.TASK_QUEUE)
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        .setWorkflowExecutionTimeout(CREDENTIALS)
                        .setStaticSummary("Credentials of a worker")
                        .build());
        return CallDeadline.within(patience, () -> WorkflowClient.execute(check::credentials, CREDENTIALS));
    }
}
