package dev.crossrun.engine;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.NotificationActivities.Delivery;
import dev.crossrun.activity.NotificationActivities.Notice;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Notices that are to be sent in one way: in order, one call at a time, untouched by the cancellation of steps. */
final class NoticeQueue {
    /** So many go into one call: far below what a payload may hold. */
    private static final int MOST = 100;

    private final Function<List<Notice>, Delivery> call;
    private final Consumer<String> lost;
    private final List<Notice> due = new ArrayList<>();
    private Optional<Promise<Void>> sender = Optional.empty();
    private boolean wanted = true;
    private boolean closing;

    /**
     * A queue that does not send yet.
     *
     * @param call sends; fails with an {@link ActivityFailure} if it was tried long enough
     * @param lost takes what was not sent, as sentences
     */
    NoticeQueue(Function<List<Notice>, Delivery> call, Consumer<String> lost) {
        this.call = call;
        this.lost = lost;
    }

    void add(Notice notice) {
        if (wanted) {
            due.add(notice);
        }
    }

    /** Sends from now on. */
    void begin() {
        Workflow.newDetachedCancellationScope(() -> sender = Optional.of(Async.procedure(this::sendAll)))
                .run();
    }

    /** Nobody listens. */
    void stop() {
        wanted = false;
        due.clear();
    }

    /** Nothing more will be added. What is sent then; absent if nothing is. */
    Optional<Promise<Void>> close() {
        closing = true;
        return sender.filter(sending -> wanted);
    }

    private void sendAll() {
        while (wanted) {
            Workflow.await(() -> closing || !due.isEmpty());
            if (due.isEmpty()) {
                return;
            }
            send(List.copyOf(due.subList(0, Math.min(MOST, due.size()))));
        }
    }

    private void send(List<Notice> batch) {
        try {
            Delivery delivery = call.apply(batch);
            due.subList(0, delivery.done()).clear();
            delivery.refused().forEach(lost);
            wanted = delivery.listened();
        } catch (ActivityFailure failure) {
            due.subList(0, batch.size()).clear();
            lost.accept(batch.size() + " not sent: " + FailureType.message(failure));
        }
    }
}
