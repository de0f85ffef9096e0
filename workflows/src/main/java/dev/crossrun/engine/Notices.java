package dev.crossrun.engine;

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
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells the outside what people should know of a run: its tasks, its stuck steps, its end. Webhook and e-mails do not wait for
 * each other, and nothing but the end of the run waits for the webhook, and not for long.
 */
final class Notices {
    /** How long a run that has ended stays for what is still to be sent. */
    private static final Duration FAREWELL = Duration.ofMinutes(5);

    private final Journal journal;
    private final Tasks tasks;
    private final Supplier<RunView> view;
    private final NoticeQueue webhook = new NoticeQueue(this::post, this::lost);
    private final NoticeQueue mail = new NoticeQueue(Notices::mail, this::lost);
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
        webhook.close().ifPresent(sending -> Workflow.await(FAREWELL, sending::isCompleted));
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
}
