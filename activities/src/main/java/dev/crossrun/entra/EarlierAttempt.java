package dev.crossrun.entra;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.FailureType;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * The latest attempt of this activity that may have made something to which Graph takes no key of ours: a heartbeat tells the
 * others when that was. Attempts of another activity, such as one before a person's decision, are not seen here: the step waits
 * before it calls again.
 */
final class EarlierAttempt {
    private final Clock clock;
    private final ActivityExecutionContext activity = Activity.getExecutionContext();
    private final Optional<Long> began = activity.getHeartbeatDetails(Long.class);

    EarlierAttempt(Clock clock) {
        this.clock = clock;
    }

    /** When it began. */
    Optional<Instant> began() {
        return began.map(Instant::ofEpochMilli);
    }

    /** Called when the resource is not there and before it is created: Graph may not list yet what was made, and another would be a second one. */
    void await(String what) {
        if (began.filter(at -> clock.instant().isBefore(Instant.ofEpochMilli(at).plus(EntraActivities.LISTED)))
                .isPresent()) {
            activity.heartbeat(began.get());
            throw FailureType.NOT_READY.failure(
                    "waiting until Graph would list " + what + " that an earlier attempt may have made");
        }
        activity.heartbeat(clock.millis());
    }
}
