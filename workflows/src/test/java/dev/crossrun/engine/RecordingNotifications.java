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
    final List<Notice> mails = new CopyOnWriteArrayList<>();
    final AtomicInteger mailAttempts = new AtomicInteger();
    volatile boolean listens = true;
    volatile boolean sendsMails;
    volatile Optional<FailureType> mailFailure = Optional.empty();
    volatile Optional<FailureType> failure = Optional.empty();
    volatile List<String> refusals = List.of();

    @Override
    public Delivery send(Batch batch) {
        attempts.incrementAndGet();
        if (batch.first() && sendsMails && failure.isPresent()) {
            return new Delivery(true, 0, List.of(), true);
        }
        failure.ifPresent(type -> {
            throw type.failure("HTTP of the webhook");
        });
        if (!listens) {
            return new Delivery(false, 0, List.of(), sendsMails);
        }
        batches.add(batch.notices());
        return new Delivery(true, batch.notices().size(), refusals, sendsMails);
    }

    @Override
    public Delivery mail(Batch batch) {
        mailAttempts.incrementAndGet();
        mailFailure.ifPresent(type -> {
            throw type.failure("the mail server");
        });
        mails.addAll(batch.notices());
        return new Delivery(true, batch.notices().size(), List.of(), true);
    }

    List<Notice> notices() {
        return batches.stream().flatMap(List::stream).toList();
    }

    List<RunEvent.Type> types() {
        return notices().stream().map(Notice::type).toList();
    }
}
