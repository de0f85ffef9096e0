package dev.crossrun.standalone.temporal;

import static dev.crossrun.standalone.temporal.ServerInside.field;
import static dev.crossrun.standalone.temporal.ServerInside.make;
import static dev.crossrun.standalone.temporal.ServerInside.part;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.testserver.TestServer;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/** The timers of the runs of an in-memory server. */
final class ServerTimers {
    private static final String NAMESPACE = "default";

    private final Object service;

    ServerTimers(TestServer.InProcessTestServer server) {
        this.service = part(server, "workflowService");
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
            Object id = make("io.temporal.internal.testservice.ExecutionId", NAMESPACE, run);
            return Optional.ofNullable(((Map<?, ?>) field(service, "executions")).get(id));
        } finally {
            lock.unlock();
        }
    }
}
