package dev.crossrun.bench.bare;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;

/** A worker with the SDK's defaults, and callers, in this JVM: as the worker and the callers of Crossrun are in it. */
public final class BareRuns implements AutoCloseable {
    private static final String TASK_QUEUE = "bare";

    private final WorkflowClient client;
    private final WorkerFactory factory;

    /** On the service and in the namespace of {@code of}, with the SDK's default options. */
    public BareRuns(WorkflowClient of) {
        client = WorkflowClient.newInstance(
                of.getWorkflowServiceStubs(),
                WorkflowClientOptions.newBuilder()
                        .setNamespace(of.getOptions().getNamespace())
                        .build());
        factory = WorkerFactory.newInstance(client);
        Worker worker = factory.newWorker(TASK_QUEUE);
        worker.registerWorkflowImplementationTypes(BareWorkflowImpl.class);
        worker.registerActivitiesImplementations((BareActivity) payload -> payload);
        factory.start();
    }

    /** Starts a workflow, sends its updates one after the other, and waits for its end. */
    public void run(String id, Shape shape) {
        BareWorkflow workflow = client.newWorkflowStub(
                BareWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(id)
                        .setTaskQueue(TASK_QUEUE)
                        .build());
        WorkflowClient.start(workflow::run, shape);
        for (int i = 0; i < shape.updates(); i++) {
            workflow.update("payload");
        }
        WorkflowStub.fromTyped(workflow).getResult(Void.class);
    }

    @Override
    public void close() {
        factory.shutdownNow();
    }
}
