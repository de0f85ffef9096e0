package dev.crossrun.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.run.RunAttributes;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.AddSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SearchAttributesTest {
    private final Operator operator = new Operator();
    private Server server;
    private ManagedChannel channel;
    private WorkflowClient client;

    @BeforeEach
    void serve() throws IOException {
        server = InProcessServerBuilder.forName("operator")
                .addService(operator)
                .build()
                .start();
        channel = InProcessChannelBuilder.forName("operator").build();
        client = WorkflowClient.newInstance(WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setChannel(channel).build()));
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void registersEachThatIsNotThereYet() {
        SearchAttributes.register(client);
        assertThat(operator.added).hasSameSizeAs(RunAttributes.ALL).contains("CrossrunStatus");
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"ALREADY_EXISTS", "PERMISSION_DENIED", "UNIMPLEMENTED"})
    void goesOnWhereTheyAreThereOrAnOperatorAloneMayRegisterThem(Status.Code code) {
        operator.refusal = Optional.of(Status.fromCode(code));
        SearchAttributes.register(client);
        assertThat(operator.added).isEmpty();
    }

    @Test
    void failsWhereTheServiceDoes() {
        operator.refusal = Optional.of(Status.INTERNAL);
        assertThatThrownBy(() -> SearchAttributes.register(client)).isInstanceOf(StatusRuntimeException.class);
    }

    private static final class Operator extends OperatorServiceGrpc.OperatorServiceImplBase {
        final List<String> added = new ArrayList<>();
        volatile Optional<Status> refusal = Optional.empty();

        @Override
        public void addSearchAttributes(
                AddSearchAttributesRequest request, StreamObserver<AddSearchAttributesResponse> answer) {
            if (refusal.isPresent()) {
                answer.onError(refusal.get().asRuntimeException());
                return;
            }
            added.addAll(request.getSearchAttributesMap().keySet());
            answer.onNext(AddSearchAttributesResponse.getDefaultInstance());
            answer.onCompleted();
        }
    }
}
