package dev.crossrun.activity;

import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.actor.Actor;
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
     */
    Delivery send(Batch batch);

    /** What is due, oldest first. */
    record Batch(List<Notice> notices) {
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
            String text) {}

    /**
     * How far a batch came.
     *
     * @param listened whether anybody listens; if not, a run need not ask again
     * @param done how many notices, from the first, need no other attempt; one at least if anybody listens
     * @param refused those of them that were refused for good, as sentences
     */
    record Delivery(boolean listened, int done, List<String> refused) {
        public Delivery {
            refused = List.copyOf(refused);
        }

        public static Delivery nobodyListens() {
            return new Delivery(false, 0, List.of());
        }
    }
}
