package dev.crossrun.standalone.temporal;

import static dev.crossrun.standalone.temporal.ServerInside.call;
import static dev.crossrun.standalone.temporal.ServerInside.field;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.testserver.TestServer;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/** The timers of the runs of an in-memory server. */
final class ServerTimers {
    private final Object service;

    ServerTimers(TestServer.InProcessTestServer server) {
        this.service = field(field(server, "testServicesStarter"), "workflowService");
    }

    /** Whether none of these timers of a run has fired. One that fires during a workflow task is not in the history yet. */
    boolean pending(WorkflowExecution run, Collection<String> timers) {
        return state(run).map(state -> timersOf(state, timers)).orElse(true);
    }

    private static boolean timersOf(Object state, Collection<String> timers) {
        Lock lock = (Lock) field(state, "lock");
        lock.lock();
        try {
            return ((Map<?, ?>) field(state, "timers")).keySet().containsAll(timers);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Object> state(WorkflowExecution run) {
        Lock lock = (Lock) field(service, "lock");
        lock.lock();
        try {
            return ((Map<?, ?>) field(service, "executions"))
                    .entrySet().stream()
                            .filter(each -> run.equals(call(each.getKey(), "getExecution")))
                            .findAny()
                            .map(Map.Entry::getValue);
        } finally {
            lock.unlock();
        }
    }
}
