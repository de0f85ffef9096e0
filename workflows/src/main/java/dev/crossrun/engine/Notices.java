package dev.crossrun.engine;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.NotificationActivities;
import dev.crossrun.activity.NotificationActivities.Batch;
import dev.crossrun.activity.NotificationActivities.Delivery;
import dev.crossrun.activity.NotificationActivities.Notice;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunView;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.step.StepView;
import dev.crossrun.run.task.Task;
import dev.crossrun.run.task.Verdict;
import dev.crossrun.timer.NamedTimer;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sends what people should know about a run: its tasks, its stuck steps, its end. Webhook and e-mails do not wait for each other,
 * and nothing but the end of the run waits for the webhook, and not for long.
 */
final class Notices {
    /** How long a run that has ended stays for what is still to be sent. */
    private static final Duration FAREWELL = Duration.ofMinutes(5);

    private final Journal journal;
    private final Tasks tasks;
    private final Supplier<RunView> view;
    private final Queue webhook = new Queue(this::post, this::lost);
    private final Queue mail = new Queue(Notices::mail, this::lost);
    private boolean asked;
    private boolean closing;

    Notices(Journal journal, Tasks tasks, Supplier<RunView> view) {
        this.journal = journal;
        this.tasks = tasks;
        this.view = view;
    }

    /** Follows the journal from here on. */
    void begin() {
        journal.follow(this::take);
        webhook.begin();
    }

    /** Lets what is due be sent to the webhook, for a while. E-mails ask for answers that an ended run does not take. */
    void finish() {
        closing = true;
        webhook.close()
                .ifPresent(sending ->
                        NamedTimer.await(FAREWELL, "The last messages to the webhook", sending::isCompleted));
    }

    private void take(RunEvent event) {
        switch (event.type()) {
            case TASK_OPENED, TASK_REMINDED, TASK_ESCALATED -> {
                Notice notice = notice(event);
                webhook.add(notice);
                mail.add(notice);
            }
            case TASK_EXPIRED, TASK_ANSWERED, TASK_WITHDRAWN, STEP_STUCK, HISTORY_NEARLY_FULL, RUN_CLOSED ->
                webhook.add(notice(event));
            default -> {}
        }
    }

    /** The first call says whether there are e-mails to send, so that a run without them makes no call for them. */
    private Delivery post(List<Notice> batch) {
        Delivery delivery = calls("Send the notices").send(new Batch(batch, !asked));
        if (!asked) {
            asked = true;
            if (delivery.mails()) {
                mail.begin();
            } else {
                mail.stop();
            }
        }
        return delivery;
    }

    private static Delivery mail(List<Notice> batch) {
        return calls("Send the e-mails").mail(new Batch(batch, false));
    }

    private static NotificationActivities calls(String summary) {
        return Workflow.newActivityStub(NotificationActivities.class, Calls.notification(summary));
    }

    /** The end of the run stays the journal's last event. */
    private void lost(String why) {
        if (!closing) {
            journal.run(RunEvent.Type.NOTIFICATION_LOST, Actor.ENGINE, why);
        }
    }

    private Notice notice(RunEvent event) {
        RunView now = view.get();
        Optional<Task> task = event.task().flatMap(tasks::find);
        WorkflowInfo execution = Workflow.getInfo();
        return new Notice(
                execution.getRunId() + "/" + event.seq(),
                event.at(),
                event.type(),
                execution.getWorkflowId() + ":" + execution.getFirstExecutionRunId(),
                now.runbook(),
                now.name(),
                now.status(),
                event.step(),
                event.task(),
                task.map(Task::title).or(() -> event.step().flatMap(step -> title(now, step))),
                event.actor(),
                text(event, now, task),
                task.map(Task::kind),
                task.flatMap(Task::dueAt),
                Optional.of(now.requestedBy()));
    }

    private static Optional<String> title(RunView view, String step) {
        return view.steps().stream()
                .filter(candidate -> candidate.id().equals(step))
                .map(StepView::title)
                .findFirst();
    }

    /** The event's own text, unless that may repeat what was typed into a form. */
    private static String text(RunEvent event, RunView view, Optional<Task> task) {
        return switch (event.type()) {
            case TASK_ANSWERED ->
                task.flatMap(Task::verdict).map(Notices::sentence).orElse("answered");
            case RUN_CLOSED -> view.status().name();
            default -> event.text();
        };
    }

    private static String sentence(Verdict verdict) {
        return verdict.by().name() + ": " + verdict.action() + (verdict.accepted() ? "" : ", refused");
    }

    /** Notices that are to be sent in one way: in order, one call at a time, untouched by the cancellation of steps. */
    private static final class Queue {
        /** The most notices in one call: far below the limit of a payload. */
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
        Queue(Function<List<Notice>, Delivery> call, Consumer<String> lost) {
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
}
