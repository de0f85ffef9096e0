package dev.crossrun.lease.client;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.Lease;
import dev.crossrun.activity.LeaseActivities;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.execution.Executions;
import dev.crossrun.lease.LeaseKeeper;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.temporal.CallDeadline;
import io.grpc.StatusRuntimeException;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Speaks to keepers with the worker's own client. */
public final class LeaseActivitiesImpl implements LeaseActivities {
    /** In the heartbeat timeout of a batch there is room for several of these. */
    private static final long BEAT_SECONDS = 5;

    /** Temporal lets a workflow have ten updates in flight, of all runs together. */
    private static final int AT_ONCE = 4;

    /** How long a keeper may take to accept an update. */
    private static final Duration TAKEN = Duration.ofSeconds(10);

    @Override
    public List<ItemResult> take(List<Lease> leases) {
        return all(
                leases,
                "take",
                ItemResult.class,
                taken -> taken,
                failure -> ItemResult.failed(FailureType.view(failure)));
    }

    @Override
    public void extend(List<Lease> leases) {
        all(leases, "extend", Void.class, nothing -> ItemResult.done(), failure -> {
            throw failure;
        });
    }

    @Override
    public List<ItemResult> endSessions(List<Lease> leases) {
        return all(
                leases,
                "endSessions",
                Boolean.class,
                ended -> ended ? ItemResult.done() : ItemResult.there(),
                failure -> ItemResult.failed(FailureType.view(failure)));
    }

    @Override
    public List<Removal> end(List<Lease> leases, UndoPass pass) {
        return pass.preview()
                ? leases.stream().map(lease -> Removal.removed()).toList()
                : all(
                        leases,
                        "end",
                        Removal.class,
                        removal -> removal,
                        failure -> Removal.failed(FailureType.view(failure)));
    }

    @Override
    public List<String> closed(List<String> runs) {
        return runs.stream().filter(LeaseActivitiesImpl::isClosed).toList();
    }

    @Override
    public List<Holding> holdings(PermissionSet set) {
        String keeper = Lease.keeper(set);
        if (Executions.find(keeper, "").filter(Executions::isOpen).isEmpty()) {
            return List.of();
        }
        try {
            return client().newUntypedWorkflowStub(keeper)
                    .query("kept", LeaseKeeper.Kept.class)
                    .holdings();
        } catch (WorkflowException e) {
            throw silent(e);
        }
    }

    private static boolean isClosed(String run) {
        int colon = run.lastIndexOf(':');
        return Executions.find(run.substring(0, colon), run.substring(colon + 1))
                .filter(Executions::isOpen)
                .isEmpty();
    }

    /** Sends the update for each lease, a few at a time, and waits for all: one that takes long holds back few. */
    private static <R, T> List<T> all(
            List<Lease> leases,
            String update,
            Class<R> type,
            Function<R, T> result,
            Function<ApplicationFailure, T> failed) {
        Map<Integer, T> results = new TreeMap<>();
        Map<Integer, CompletableFuture<R>> sent = new HashMap<>();
        for (int next = 0; results.size() < leases.size(); ) {
            Activity.getExecutionContext().heartbeat(null);
            while (next < leases.size() && sent.size() < AT_ONCE) {
                Activity.getExecutionContext().heartbeat(null);
                sent.put(next, send(leases.get(next), update, type));
                next++;
            }
            awaitAny(sent.values());
            sent.entrySet().removeIf(each -> {
                if (each.getValue().isDone()) {
                    results.put(each.getKey(), settled(each.getValue(), result, failed));
                }
                return each.getValue().isDone();
            });
        }
        return List.copyOf(results.values());
    }

    private static <R, T> T settled(
            CompletableFuture<R> done, Function<R, T> result, Function<ApplicationFailure, T> failed) {
        try {
            return result.apply(done.join());
        } catch (CompletionException e) {
            return failed.apply(FailureType.cause(e).orElseGet(() -> silent(e)));
        }
    }

    private static ApplicationFailure silent(Exception e) {
        return FailureType.UNAVAILABLE.failure("The keeper of the permission set does not answer: " + e.getMessage());
    }

    private static void awaitAny(Collection<? extends CompletableFuture<?>> sent) {
        try {
            CompletableFuture.anyOf(sent.toArray(CompletableFuture[]::new)).get(BEAT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            // time for another heartbeat
        } catch (ExecutionException e) {
            // told where its result is asked for
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FailureType.UNAVAILABLE.failure("The worker is shutting down");
        }
    }

    /**
     * Sends an update, and gives up when the keeper does not take it in time: the SDK alone would go on trying in this thread.
     * Its id is that of this call, so another attempt joins the update that is under way.
     */
    private static <R> CompletableFuture<R> send(Lease lease, String update, Class<R> type) {
        WorkflowStub keeper = client().newUntypedWorkflowStub(
                        LeaseKeeper.TYPE,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(lease.keeper())
                                .setTaskQueue(RunAttributes.TASK_QUEUE)
                                .setWorkflowIdConflictPolicy(
                                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                                .setStaticSummary("Leases of "
                                        + lease.assignment().permissionSet().name())
                                .build());
        ActivityInfo activity = Activity.getExecutionContext().getInfo();
        UpdateOptions<R> options = UpdateOptions.newBuilder(type)
                .setUpdateName(update)
                .setUpdateId(
                        String.join(":", update, lease.id(), activity.getWorkflowRunId(), activity.getActivityId()))
                .setWaitForStage(WorkflowUpdateStage.ACCEPTED)
                .build();
        try {
            return CallDeadline.within(
                            TAKEN,
                            () -> keeper.startUpdateWithStart(
                                    options, new Object[] {lease}, new Object[] {LeaseKeeper.Kept.nothing()}))
                    .getResultAsync();
        } catch (StatusRuntimeException e) {
            throw Executions.unavailable(e);
        } catch (WorkflowException e) {
            throw silent(e);
        }
    }

    private static WorkflowClient client() {
        return Activity.getExecutionContext().getWorkflowClient();
    }
}
