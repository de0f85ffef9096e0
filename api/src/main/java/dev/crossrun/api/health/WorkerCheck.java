package dev.crossrun.api.health;

import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.health.HealthCheck;
import dev.crossrun.temporal.CallDeadline;
import dev.crossrun.temporal.Reachability;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks Temporal, and a worker by a workflow. Checks at the same time share one workflow. */
public final class WorkerCheck {
    /** A few hundred accounts take about a minute. */
    private static final Duration CREDENTIALS = Duration.ofMinutes(2);

    /** The start of the workflow takes no longer. */
    private static final Duration START = Duration.ofSeconds(10);

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
        return Reachability.of(temporal)
                ? CallDeadline.within(patience.plus(START), this::ofWorker)
                : Health.withoutTemporal();
    }

    private Health ofWorker() {
        HealthCheck check = temporal.newWorkflowStub(
                HealthCheck.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(ID)
                        .setTaskQueue(RunAttributes.TASK_QUEUE)
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        .setWorkflowExecutionTimeout(CREDENTIALS)
                        .setStaticSummary("Credentials of a worker")
                        .build());
        try {
            return Health.of(WorkflowClient.execute(check::credentials, CREDENTIALS)
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Health.withoutWorker("No worker answered within " + patience.toSeconds()
                    + " s. Either none polls Temporal, or its accounts take longer: ask again.");
        } catch (ExecutionException e) {
            LOG.warn("The check of a worker failed", e);
            return e.getCause() instanceof WorkflowFailedException
                    ? Health.withoutWorker("A worker took the check, and failed. Its log says why.")
                    : Health.withoutTemporal();
        } catch (WorkflowServiceException | StatusRuntimeException e) {
            LOG.warn("The check of a worker cannot be started", e);
            return Health.withoutTemporal();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Health.withoutWorker("The API stops");
        }
    }
}
