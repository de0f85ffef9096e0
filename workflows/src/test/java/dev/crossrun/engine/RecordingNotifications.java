package dev.crossrun.engine;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.NotificationActivities;
import dev.crossrun.engine.effect.Batch;
import dev.crossrun.run.RunEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what was sent to it, unless it is told to fail or not to listen. Thread-safe. */
final class RecordingNotifications implements NotificationActivities {
    final List<List<Notice>> batches = new CopyOnWriteArrayList<>();
    final AtomicInteger attempts = new AtomicInteger();
    volatile boolean listens = true;
    volatile Optional<FailureType> failure = Optional.empty();
    volatile List<String> refusals = List.of();

    @Override
    public Delivery send(Batch batch) {
        attempts.incrementAndGet();
        failure.ifPresent(type -> {
            throw type.failure("HTTP of the webhook");
        });
        if (!listens) {
            return Delivery.nobodyListens();
        }
        batches.add(batch.notices());
        return new Delivery(true, batch.notices().size(), refusals);
    }

    List<Notice> notices() {
        return batches.stream().flatMap(List::stream).toList();
    }

    List<RunEvent.Type> types() {
        return notices().stream().map(Notice::type).toList();
    }
}
