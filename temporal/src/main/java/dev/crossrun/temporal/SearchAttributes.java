package dev.crossrun.temporal;

import dev.crossrun.run.RunAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;

/** Makes a namespace know the search attributes of runs (OperatorService, AddSearchAttributes). */
public final class SearchAttributes {
    private SearchAttributes() {}

    /** Registers what is missing. A second call does nothing: a service answers that they are there. */
    public static void register(WorkflowClient client) {
        OperatorServiceStubs operator = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setChannel(client.getWorkflowServiceStubs().getRawChannel())
                .validateAndBuildWithDefaults());
        for (SearchAttributeKey<?> key : RunAttributes.ALL) {
            try {
                operator.blockingStub()
                        .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                                .setNamespace(client.getOptions().getNamespace())
                                .putSearchAttributes(key.getName(), key.getValueType())
                                .build());
            } catch (StatusRuntimeException refused) {
                if (refused.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                    throw refused;
                }
            }
        }
    }
}
