package dev.crossrun.runbook.connect;

import dev.crossrun.activity.CloudTrailActivities.TrailEvent;
import dev.crossrun.run.step.Evidence;
import java.util.Optional;

/** CloudTrail's events as evidence. */
final class Seen {
    private Seen() {}

    /** {@code limit}: what the event does not show, as a sentence. */
    static Evidence in(TrailEvent event, String limit) {
        return new Evidence(
                Evidence.State.VERIFIED,
                "CLOUDTRAIL",
                event.name() + event.actor().map(actor -> " by " + actor).orElse("") + ". " + limit,
                event.at(),
                Optional.of(event.id()));
    }
}
