package dev.crossrun.engine.effect;

import dev.crossrun.activity.FailureType;
import dev.crossrun.run.document.MarkdownText;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Presence;
import java.util.Optional;

/**
 * What may exist when a step is about to make an effect.
 *
 * @param planned what was there when the plan was made; absent if the plan did not look
 * @param mayTake whether a resource that does not have our mark may be adopted
 * @param marked whether the resource has a mark, so that the activity that creates it recognizes the run's own
 */
public record Expected(Optional<Found> planned, boolean mayTake, boolean marked) {
    /** Whatever is there. */
    public static Expected anything() {
        return new Expected(Optional.empty(), true, false);
    }

    /** What the approved plan saw, and nothing else; what it did not see is never taken over. */
    public static Expected planned(Found planned, boolean mayTake) {
        return new Expected(Optional.of(planned), mayTake && planned.exists(), true);
    }

    /** Whatever is there, but what the approved plan keeps must still be as it saw it. */
    public static Expected kept(Optional<Found> planned) {
        return new Expected(planned.filter(Found::exists), true, false);
    }

    /** Nothing, or what is ours. */
    public static Expected nothingOfOthers() {
        return new Expected(Optional.empty(), false, false);
    }

    /**
     * Whether the plan saw nothing there and the resource has a mark. Then no second look is needed before the first attempt:
     * what makes the resource finds by key before it creates, and refuses what does not have the run's mark.
     */
    public boolean sawNothing() {
        return marked && planned.filter(seen -> !seen.exists()).isPresent();
    }

    public void require(String what, Found found) {
        boolean surprise = planned.filter(seen -> !seen.equals(found) && !madeSince(seen, found))
                .isPresent();
        boolean refused = found.presence() == Presence.FOREIGN && !mayTake;
        if (surprise || refused) {
            throw FailureType.CONFLICT.failure(
                    what + " " + state(found, "is")
                            + planned.filter(seen -> surprise)
                                    .map(seen -> since(seen, found))
                                    .orElse(""),
                    surprise && (found.presence() != Presence.FOREIGN || changed(found))
                            ? "Find out who changed it. Restore it and try again, or abort and start a new run, which"
                                    + " plans again."
                            : ofForeign(what, found));
        }
    }

    /** By this run, whose call was answered too late or never. */
    private static boolean madeSince(Found planned, Found found) {
        return planned.presence() == Presence.ABSENT && found.presence() == Presence.OURS;
    }

    /** Whether it is the same resource as when the plan was made, in another state. */
    private boolean changed(Found found) {
        return planned.filter(seen -> state(seen, "is").equals(state(found, "is")))
                .isPresent();
    }

    private static String since(Found planned, Found found) {
        return state(planned, "is").equals(state(found, "is"))
                ? ", and it was changed since the plan was approved"
                : ", but when the plan was approved it " + state(planned, "was");
    }

    private static String ofForeign(String what, Found found) {
        String arn = Optional.ofNullable(found.before().get("arn"))
                .map(text -> " (" + MarkdownText.code(text) + ")")
                .orElse("");
        String owner = found.mark()
                .map(mark -> "its tag `crossrun:run` is " + MarkdownText.code(mark))
                .orElse("it has no tag `crossrun:run`");
        return "See who uses " + MarkdownText.code(what) + arn + ", " + owner
                + ". Remove or rename it and try again; or abort, and start a run that may take it over: its request names"
                + " the step under `adopt`, if it is one of those that can be.";
    }

    private static String state(Found found, String verb) {
        return switch (found.presence()) {
            case ABSENT -> verb + " not there";
            case OURS -> verb + " there with this run's mark";
            case FOREIGN ->
                verb + " there already and "
                        + found.mark().map(mark -> "belongs to " + mark).orElse("bears no mark of a run");
        };
    }
}
