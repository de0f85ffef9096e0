package dev.crossrun.simulator;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The calls of APIs that came in and got as far as a known operation, oldest first. */
public final class CallLog {

    /**
     * One call.
     *
     * @param operation service and operation as IAM names the action, e.g. {@code iam:CreateRole}
     * @param sessionName empty for a user's own key
     */
    public record Call(
            String operation,
            String accountId,
            String region,
            Optional<String> sessionName,
            int status,
            Optional<String> errorCode) {}

    private final List<Call> calls = new CopyOnWriteArrayList<>();

    public void add(Call call) {
        calls.add(call);
    }

    public List<Call> all() {
        return List.copyOf(calls);
    }

    public List<Call> of(String operation) {
        return calls.stream().filter(call -> call.operation().equals(operation)).toList();
    }

    public void clear() {
        calls.clear();
    }
}
