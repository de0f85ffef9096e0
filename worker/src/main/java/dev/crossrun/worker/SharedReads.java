package dev.crossrun.worker;

import dev.crossrun.activity.FailureType;
import dev.crossrun.engine.PlanStep;
import dev.crossrun.run.RunAttributes;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * Runs that plan at the same time and read the same thing are answered by one read: a burst of runs does not use up what a provider
 * allows. A read answers all runs that asked before it began, so no run gets a result that is older than its question. A run that
 * asks while a read is under way waits for the next one. The provider's log shows the role session of one of these runs.
 */
final class SharedReads extends WorkerInterceptorBase {
    private final Map<Object, CompletableFuture<Object>> next = new ConcurrentHashMap<>();
    private final Map<Object, CompletableFuture<Object>> underWay = new ConcurrentHashMap<>();

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor inner) {
        return new Inbound(inner, this);
    }

    private static final class Inbound extends CallInterceptor {
        private final SharedReads reads;

        Inbound(ActivityInboundCallsInterceptor inner, SharedReads reads) {
            super(inner);
            this.reads = reads;
        }

        @Override
        public ActivityOutput execute(ActivityInput input) {
            if (!isShared(input)) {
                return super.execute(input);
            }
            return (ActivityOutput) reads.answer(
                    List.of(call().getActivityType(), List.of(input.getArguments())), () -> super.execute(input));
        }

        /** A preflight only reads. A call that waits for another one sends no heartbeats. */
        private boolean isShared(ActivityInput input) {
            return RunAttributes.step(input.getHeader().getValues()).equals(Optional.of(PlanStep.ID))
                    && call().getHeartbeatTimeout().isZero();
        }
    }

    /** What the first read gives that begins from now on. */
    Object answer(Object what, Supplier<Object> read) {
        CompletableFuture<Object> own = new CompletableFuture<>();
        CompletableFuture<Object> joined = next.putIfAbsent(what, own);
        if (joined == null) {
            return begin(what, own, read);
        }
        try {
            return joined.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof ApplicationFailure failure) {
                throw ApplicationFailure.newBuilder(failure).build();
            }
            if (failed.getCause() instanceof ActivityCompletionException) {
                return answer(what, read); // only the run that it was made for has ended
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException e) {
            throw stopped();
        }
    }

    private Object begin(Object what, CompletableFuture<Object> own, Supplier<Object> read) {
        try {
            Optional.ofNullable(underWay.get(what)).ifPresent(SharedReads::awaitEnd);
            underWay.put(what, own);
            next.remove(what, own);
            Object answer = read.get();
            own.complete(answer);
            return answer;
        } catch (RuntimeException | Error failure) {
            own.completeExceptionally(failure);
            throw failure;
        } finally {
            next.remove(what, own);
            underWay.remove(what, own);
        }
    }

    private static void awaitEnd(CompletableFuture<Object> before) {
        try {
            before.get();
        } catch (ExecutionException failed) {
            // The runs that waited for that read get its failure.
        } catch (InterruptedException e) {
            throw stopped();
        }
    }

    private static ApplicationFailure stopped() {
        Thread.currentThread().interrupt();
        return FailureType.UNAVAILABLE.failure("the worker stops");
    }
}
