package dev.crossrun.temporal;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import java.util.concurrent.TimeUnit;

/** Whether Temporal answers, and knows the namespace (WorkflowService, DescribeNamespace). */
public final class Reachability {
    private static final int SECONDS = 3;

    private Reachability() {}

    /** Asks once, for at most three seconds. */
    public static boolean of(WorkflowClient client) {
        try {
            client.getWorkflowServiceStubs()
                    .blockingStub()
                    .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(client.getOptions().getNamespace())
                            .build());
            return true;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }
}
