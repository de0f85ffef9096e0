package dev.crossrun.engine;

import dev.crossrun.activity.FailureType;
import dev.crossrun.run.Found;
import dev.crossrun.run.Presence;
import java.util.Optional;

/**
 * What a step may meet where it is about to bring something about.
 *
 * @param planned what was there when the plan was made; absent if the plan did not look
 * @param mayTake whether a thing that does not bear our mark may be taken over
 */
public record Expected(Optional<Found> planned, boolean mayTake) {
    /** Whatever is there. */
    public static Expected anything() {
        return new Expected(Optional.empty(), true);
    }

    /** What the approved plan saw, and nothing else. */
    public static Expected planned(Found planned, boolean mayTake) {
        return new Expected(Optional.of(planned), mayTake);
    }

    /** Whatever is there, but what the approved plan keeps must still be as it saw it. */
    public static Expected kept(Optional<Found> planned) {
        return new Expected(planned.filter(found -> found.presence() != Presence.ABSENT), true);
    }

    /** Nothing, or what is ours. */
    public static Expected nothingOfOthers() {
        return new Expected(Optional.empty(), false);
    }

    void require(String what, Found found) {
        boolean surprise = planned.filter(seen -> found.presence() != Presence.OURS)
                .map(seen -> !seen.equals(found))
                .orElse(false);
        boolean refused = found.presence() == Presence.FOREIGN && !mayTake;
        if (surprise || refused) {
            throw FailureType.CONFLICT.failure(
                    what + " " + state(found)
                            + planned.filter(seen -> surprise)
                                    .map(seen -> since(seen, found))
                                    .orElse(""),
                    found.presence() == Presence.ABSENT
                            ? "Put it back and try again; or abort, and start a run that plans anew."
                            : Remedies.ofForeign(what, found));
        }
    }

    private static String since(Found planned, Found found) {
        return state(planned).equals(state(found))
                ? ", and it was changed since the plan was approved"
                : ", but when the plan was approved it " + state(planned);
    }

    private static String state(Found found) {
        return switch (found.presence()) {
            case ABSENT -> "is not there";
            case OURS -> "is there with this run's mark";
            case FOREIGN ->
                "is there already and "
                        + found.mark().map(mark -> "belongs to " + mark).orElse("bears no mark of a run");
        };
    }
}
