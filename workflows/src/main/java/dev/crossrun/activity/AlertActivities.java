package dev.crossrun.activity;

import io.temporal.activity.ActivityInterface;
import java.time.Instant;

/** Sends operators what they should look at and what is about no run: to the webhook that gets the notices of runs. */
@ActivityInterface(namePrefix = "Alert_")
public interface AlertActivities {
    /**
     * Sends an alert. A second call sends the same id once more. UNAVAILABLE or THROTTLED if it could not be sent now.
     *
     * @return whether the webhook took it: false where there is no webhook, and where it refuses the alert for good
     */
    boolean send(Alert alert);

    /**
     * Something that operators should look at.
     *
     * @param id the same at each attempt, and no other alert's
     * @param type the last part of the event's type, such as {@code sweep.found}
     * @param source what found it, as a path
     * @param workflow the execution that found it: workflow id, colon, run id
     */
    record Alert(String id, Instant at, String type, String source, String workflow, String text) {}
}
