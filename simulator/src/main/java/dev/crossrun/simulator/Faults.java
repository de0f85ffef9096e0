package dev.crossrun.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Failures that a test asks for: the next calls of an operation are refused before they take effect. */
public final class Faults {

    /** What a failing call answers. */
    public record Fault(int status, String code, String message) {}

    private final Map<String, Deque<Fault>> pending = new HashMap<>();

    /** Lets the next call of an operation, e.g. {@code iam:CreateRole}, fail. */
    public void failNext(String operation, int status, String code, String message) {
        failNext(operation, 1, status, code, message);
    }

    public synchronized void failNext(String operation, int times, int status, String code, String message) {
        Deque<Fault> queue = pending.computeIfAbsent(operation, unused -> new ArrayDeque<>());
        for (int i = 0; i < times; i++) {
            queue.add(new Fault(status, code, message));
        }
    }

    public synchronized void clear() {
        pending.clear();
    }

    /** The fault that the call being handled has to meet, if any; it is spent by this. */
    public synchronized Optional<Fault> take(String operation) {
        Deque<Fault> queue = pending.get(operation);
        return queue == null ? Optional.empty() : Optional.ofNullable(queue.poll());
    }
}
