package dev.crossrun.standalone;

import com.google.protobuf.util.Durations;
import dev.crossrun.access.AccessSettings;
import dev.crossrun.entra.EntraTenants;
import dev.crossrun.pace.PaceClock;
import dev.crossrun.standalone.temporal.ServiceClock;
import dev.crossrun.temporal.SealingKeys;
import dev.crossrun.temporal.TemporalConnection;
import dev.crossrun.webhook.NotificationSettings;
import dev.crossrun.worker.CrossrunWorker;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.MethodDescriptor;
import io.temporal.api.command.v1.Command;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A worker to be killed: the product's, on a simulated company and on an in-memory service. That service never takes a run back
 * from a worker that said it holds it in memory and died, so this one does not say so; and an attempt that nobody works on any
 * more keeps its time from being moved, so attempts are missed after seconds instead of a minute.
 */
final class WorkerProcess {
    static final Duration MISSED = Duration.ofSeconds(6);

    private WorkerProcess() {}

    /**
     * Gets ready, begins to work when a line comes in, and goes on until it is killed. Takes the service's address, the
     * simulator's two endpoints and the file of the sealing keys.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        WorkflowServiceStubs service = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(arguments[0])
                .setGrpcClientInterceptors(List.of(new Mortal()))
                .build());
        WorkflowClient client = WorkflowClient.newInstance(
                service, TemporalConnection.clientOptions(WorkflowClientOptions.getDefaultInstance()));
        ServiceClock clock = new ServiceClock(service.getRawChannel());
        List<Object> activities = CrossrunWorker.activities(
                SimulatedAccounts.accounts(SimulatedAccounts.aws(URI.create(arguments[1])), PaceClock.SYSTEM),
                new EntraTenants(SimulatedAccounts.entra(URI.create(arguments[2])), PaceClock.SYSTEM),
                SealingKeys.read(Path.of(arguments[3])),
                NotificationSettings.none(),
                AccessSettings.defaults(),
                clock);
        clock.instant();
        if (System.in.read() >= 0) {
            CrossrunWorker.start(client, activities);
            new CountDownLatch(1).await();
        }
    }

    private static final class Mortal implements ClientInterceptor {
        @Override
        public <Q, R> ClientCall<Q, R> interceptCall(
                MethodDescriptor<Q, R> method, CallOptions options, Channel server) {
            return new SimpleForwardingClientCall<>(server.newCall(method, options)) {
                @Override
                @SuppressWarnings("unchecked") // the request is replaced by one of its own type
                public void sendMessage(Q message) {
                    super.sendMessage(
                            message instanceof RespondWorkflowTaskCompletedRequest completion
                                    ? (Q) mortal(completion)
                                    : message);
                }
            };
        }

        private static RespondWorkflowTaskCompletedRequest mortal(RespondWorkflowTaskCompletedRequest completion) {
            RespondWorkflowTaskCompletedRequest.Builder request =
                    completion.toBuilder().clearStickyAttributes();
            request.getCommandsBuilderList().stream()
                    .filter(Command.Builder::hasScheduleActivityTaskCommandAttributes)
                    .map(Command.Builder::getScheduleActivityTaskCommandAttributesBuilder)
                    .forEach(call -> {
                        call.setStartToCloseTimeout(Durations.fromMillis(MISSED.toMillis()));
                        call.clearHeartbeatTimeout();
                    });
            return request.build();
        }
    }
}
