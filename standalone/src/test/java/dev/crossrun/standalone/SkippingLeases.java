package dev.crossrun.standalone;

import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.Lease;
import dev.crossrun.activity.LeaseActivities;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.run.effect.Removal;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Calls of keepers that skip the time in which keepers only wait for the next attempt of theirs. */
final class SkippingLeases implements LeaseActivities {
    private static final Duration STRIDE = Duration.ofSeconds(5);

    private final LeaseActivities real;
    private final ServiceTime time;

    SkippingLeases(LeaseActivities real, ServiceTime time) {
        this.real = real;
        this.time = time;
    }

    @Override
    public List<ItemResult> take(List<Lease> leases) {
        return skipping(() -> real.take(leases));
    }

    @Override
    public void extend(List<Lease> leases) {
        skipping(() -> {
            real.extend(leases);
            return true;
        });
    }

    @Override
    public List<ItemResult> endSessions(List<Lease> leases) {
        return skipping(() -> real.endSessions(leases));
    }

    @Override
    public List<Removal> end(List<Lease> leases, UndoPass pass) {
        return skipping(() -> real.end(leases, pass));
    }

    @Override
    public List<String> closed(List<String> runs) {
        return real.closed(runs);
    }

    @Override
    public List<Holding> holdings(PermissionSet set) {
        return real.holdings(set);
    }

    private <T> T skipping(Supplier<T> call) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        CountDownLatch over = new CountDownLatch(1);
        CompletableFuture<Void> skipped = CompletableFuture.runAsync(
                () -> {
                    while (over.getCount() > 0) {
                        time.moveWhileAtWork(STRIDE, 1);
                        beat(context);
                    }
                },
                // The server needs the common pool, which a wait must not fill.
                skipper -> new Thread(skipper, "skipping leases").start());
        try {
            return call.get();
        } finally {
            over.countDown();
            skipped.join();
        }
    }

    /** Cancellation is told to the call itself. */
    private static void beat(ActivityExecutionContext context) {
        try {
            context.heartbeat(null);
        } catch (ActivityCompletionException | RejectedExecutionException over) {
            // or to nobody, where the worker is shutting down
        }
    }
}
