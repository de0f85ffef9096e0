package dev.crossrun.temporal;

import dev.crossrun.run.RunAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a namespace know the search attributes of runs (OperatorService, AddSearchAttributes). */
public final class SearchAttributes {
    private static final Logger LOG = LoggerFactory.getLogger(SearchAttributes.class);

    /** A service that has no such operation for clients, as Temporal Cloud, or gives it to operators alone. */
    private static final Set<Status.Code> NOT_FOR_CLIENTS =
            Set.of(Status.Code.PERMISSION_DENIED, Status.Code.UNIMPLEMENTED);

    private SearchAttributes() {}

    /**
     * Registers what is missing. A second call does nothing: a service answers that they are there. Where a service lets no
     * client register them, its operator must have done so: the log says which.
     */
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
                Status.Code code = refused.getStatus().getCode();
                if (NOT_FOR_CLIENTS.contains(code)) {
                    LOG.warn(
                            "Temporal lets no client register search attributes; have its operator add those that"
                                    + " are missing to the namespace: {}",
                            all());
                    return;
                }
                if (code != Status.Code.ALREADY_EXISTS) {
                    throw refused;
                }
            }
        }
    }

    private static String all() {
        return RunAttributes.ALL.stream()
                .map(key -> key.getName() + " (" + key.getValueType() + ")")
                .collect(Collectors.joining(", "));
    }
}
