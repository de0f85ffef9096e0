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
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sends what people should know about a run: its tasks, its stuck steps, its end. It sends in order, one call at a
 * time, in parallel to the steps and not cancelled with them; nothing but the end of the run waits for it, and not for long.
 */
final class Notices {
    /** How long a run that has ended stays for what is still to be sent. */
    private static final Duration FAREWELL = Duration.ofMinutes(5);

    /** So many go into one call: far below what a payload may hold. */
    private static final int MOST = 100;

    private final Journal journal;
    private final Tasks tasks;
    private final Supplier<RunView> view;
    private final List<Notice> due = new ArrayList<>();
    private Optional<Promise<Void>> sender = Optional.empty();
    private boolean wanted;
    private boolean closing;

    Notices(Journal journal, Tasks tasks, Supplier<RunView> view) {
        this.journal = journal;
        this.tasks = tasks;
        this.view = view;
    }

    /** Follows the journal from here on. */
    void begin() {
        wanted = true;
        journal.follow(this::take);
        Workflow.newDetachedCancellationScope(() -> sender = Optional.of(Async.procedure(this::sendAll)))
                .run();
    }

    /** Lets what is due be sent, for a while. */
    void finish() {
        closing = true;
        sender.filter(sending -> wanted).ifPresent(sending -> Workflow.await(FAREWELL, sending::isCompleted));
    }

    private void take(RunEvent event) {
        switch (event.type()) {
            case TASK_OPENED,
                    TASK_REMINDED,
                    TASK_ESCALATED,
                    TASK_EXPIRED,
                    TASK_ANSWERED,
                    TASK_WITHDRAWN,
                    STEP_STUCK,
                    HISTORY_NEARLY_FULL,
                    RUN_CLOSED -> {
                if (wanted) {
                    due.add(notice(event));
                }
            }
            default -> {}
        }
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
        NotificationActivities notifications =
                Workflow.newActivityStub(NotificationActivities.class, Calls.notification("Send the notices"));
        try {
            Delivery delivery = notifications.send(new Batch(batch));
            due.subList(0, delivery.done()).clear();
            delivery.refused().forEach(this::lost);
            wanted = delivery.listened();
        } catch (ActivityFailure failure) {
            due.subList(0, batch.size()).clear();
            lost(batch.size() + " not sent: " + FailureType.message(failure));
        }
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
                text(event, now, task));
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
}
