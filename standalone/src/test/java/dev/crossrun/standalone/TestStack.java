package dev.crossrun.standalone;

import dev.crossrun.activity.LeaseActivities;
import dev.crossrun.pace.PaceClock;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.standalone.temporal.InMemoryTemporal;
import dev.crossrun.worker.CrossrunWorker;
import io.temporal.client.WorkflowClient;
import io.temporal.common.SimplePlugin;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Stacks on free ports, whose worker skips the time between two calls of a limited API, and between a keeper's attempts. */
final class TestStack {
    private TestStack() {}

    static Stack start(SimulatorSettings settings) {
        return start(settings, CrossrunWorker::start);
    }

    /** With a worker of another kind. */
    static Stack start(SimulatorSettings settings, BiFunction<WorkflowClient, List<Object>, CrossrunWorker> starter) {
        return start(settings, starter, SkippedPace::new);
    }

    /** With a pace of another kind, too. */
    static Stack start(
            SimulatorSettings settings,
            BiFunction<WorkflowClient, List<Object>, CrossrunWorker> starter,
            Function<ServiceTime, PaceClock> pace) {
        return start(Stack.Api.of(0), settings, starter, pace);
    }

    /** With an API of another kind, too. */
    static Stack start(
            Stack.Api api,
            SimulatorSettings settings,
            BiFunction<WorkflowClient, List<Object>, CrossrunWorker> starter,
            Function<ServiceTime, PaceClock> pace) {
        InMemoryTemporal temporal = new InMemoryTemporal();
        ServiceTime time = ServiceTime.of(temporal);
        return Stack.start(
                api,
                temporal,
                settings,
                (client, activities) -> starter.apply(withEachHeartbeat(client), skipping(time, activities)),
                pace.apply(time));
    }

    private static List<Object> skipping(ServiceTime time, List<Object> activities) {
        return activities.stream()
                .map(each -> each instanceof LeaseActivities leases ? new SkippingLeases(leases, time) : each)
                .toList();
    }

    private static WorkflowClient withEachHeartbeat(WorkflowClient client) {
        return WorkflowClient.newInstance(
                client.getWorkflowServiceStubs(),
                client.getOptions().toBuilder().setPlugins(new EachHeartbeat()).build());
    }

    /** The SDK holds heartbeats back for a real time in which much more of the service's time may have been skipped. */
    private static final class EachHeartbeat extends SimplePlugin {
        EachHeartbeat() {
            super("each-heartbeat");
        }

        @Override
        public void configureWorker(String taskQueue, WorkerOptions.Builder worker) {
            worker.setMaxHeartbeatThrottleInterval(Duration.ofMillis(1));
        }
    }
}
