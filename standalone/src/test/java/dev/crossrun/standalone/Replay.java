package dev.crossrun.standalone;

import dev.crossrun.engine.UndoWorkflowImpl;
import dev.crossrun.engine.call.StepCalls;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.runbook.connect.ConnectFederationWorkflowImpl;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;

/** The replay of a federation's history, or of an undo's, with what every worker has. */
final class Replay {
    private Replay() {}

    /** Fails if the history does not replay; {@code client} reads its payloads. */
    static void of(WorkflowExecutionHistory history, WorkflowClientOptions client) throws Exception {
        try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(client)
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new StepCalls.Interceptor())
                        .build())
                .build())) {
            // A busy machine is no deadlock.
            Worker worker = temporal.newWorker(
                    RunAttributes.TASK_QUEUE,
                    WorkerOptions.newBuilder()
                            .setDefaultDeadlockDetectionTimeout(10_000)
                            .build());
            worker.registerWorkflowImplementationTypes(ConnectFederationWorkflowImpl.class, UndoWorkflowImpl.class);
            WorkflowReplayer.replayWorkflowExecution(history, worker);
        }
    }
}
