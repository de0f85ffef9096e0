package dev.crossrun.activity;

import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.task.TaskKind;
import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Sends what happens in runs to a listener outside. */
@ActivityInterface(namePrefix = "Notifications_")
public interface NotificationActivities {
    /**
     * Sends notices in their order, each under its id. A second call sends the same ids once more: the listener drops
     * those that it has. UNAVAILABLE or THROTTLED if not even the first could be sent now.
     *
     * <p>The first call of a run also learns whether people get e-mails. It does not wait for the webhook then: if the first
     * notice cannot be sent now, it returns with nothing done.
     */
    Delivery send(Batch batch);

    /**
     * Sends e-mails about the tasks of these notices, in their order. A second call sends the same e-mails once more, with the
     * same message ids. UNAVAILABLE if not even the first could be sent now. Without a mail server nobody listens.
     */
    default Delivery mail(Batch batch) {
        return Delivery.nobodyListens();
    }

    /**
     * What is due, oldest first.
     *
     * @param first whether the run does not know yet if people get e-mails
     */
    record Batch(List<Notice> notices, boolean first) {
        public Batch {
            notices = List.copyOf(notices);
        }
    }

    /**
     * One event of a run, without anything that was typed into a form.
     *
     * @param id the same at each attempt, and no other notice's
     * @param run as the API names it
     * @param status of the run when it happened
     * @param title of the task, or of the step if it is about none
     * @param kind of the task
     * @param dueAt by when the task wants an answer
     */
    record Notice(
            String id,
            Instant at,
            RunEvent.Type type,
            String run,
            String runbook,
            String name,
            RunStatus status,
            Optional<String> step,
            Optional<String> task,
            Optional<String> title,
            Optional<Actor> actor,
            String text,
            Optional<TaskKind> kind,
            Optional<Instant> dueAt,
            Optional<Actor> requestedBy) {}

    /**
     * How far a batch came.
     *
     * @param listened whether anybody listens; if not, a run need not ask again
     * @param done how many notices, from the first, need no other attempt; one at least if anybody listens, except at the first
     *     call of a run
     * @param refused those of them that were refused for good, as sentences
     * @param mails whether people get e-mails
     */
    record Delivery(boolean listened, int done, List<String> refused, boolean mails) {
        public Delivery {
            refused = List.copyOf(refused);
        }

        public static Delivery nobodyListens() {
            return new Delivery(false, 0, List.of(), false);
        }
    }
}
