package dev.crossrun.run;

import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a run did not take an update. Nothing of a refusal enters its history. */
public enum Refusal {
    NO_SUCH_TASK,
    /** It was written for an earlier run of the same name. */
    OTHER_RUN,
    /** Somebody answered it, or the run went on without it. */
    TASK_CLOSED,
    /** Another answer to it is being checked. */
    TASK_BEING_CHECKED,
    /** The caller lacks the role, or requested what is to be approved or undone. */
    NOT_ALLOWED,
    /** The answer does not fit the task's form. */
    BAD_ANSWER,
    /** A step has begun because of the claim that is to be withdrawn. */
    CLAIM_IN_USE,
    NO_SUCH_STEP,
    NOT_REDOABLE,
    /** The run is just starting: the same may be sent again. */
    NOT_STARTED,
    RUN_CLOSED,
    /** Too many answers to this task were refused in substance: the next one is taken later, {@link Told#retryAfter()}. */
    TOO_MANY_ANSWERS,
    /** The run's history is close to its limit: the run takes no more documents, and can still be aborted and undone. */
    HISTORY_FULL,
    /** The run undoes what it did. */
    BEING_UNDONE,
    /** What the run gave for a time ends with it, and is not left. */
    NOT_LEFT;

    private static final String SEPARATOR = ": ";
    private static final Pattern AGAIN = Pattern.compile(".* Try again in ([0-9]{1,6}) s\\.", Pattern.DOTALL);

    /**
     * The exception that tells it. Of what a validator throws Temporal gives a client the message and nothing else (seen
     * with SDK 1.38), so the message begins with the name.
     */
    public ApplicationFailure because(String message) {
        return ApplicationFailure.newNonRetryableFailure(name() + SEPARATOR + message, name());
    }

    /** The exception that reports a refusal for now; the message ends with the time to wait, in full seconds. */
    public ApplicationFailure because(String message, Duration retryAfter) {
        return because(message + " Try again in " + Math.max(1, retryAfter.toSeconds()) + " s.");
    }

    /** The refusal that a client's exception came from. */
    public static Optional<Told> in(Throwable thrown) {
        Optional<Told> innermost = Optional.empty();
        for (Throwable next = thrown; next != null; next = next.getCause()) {
            if (next instanceof ApplicationFailure failure) {
                Optional<Told> here = told(failure.getOriginalMessage());
                innermost = here.isPresent() ? here : innermost;
            }
        }
        return innermost;
    }

    private static Optional<Told> told(String message) {
        return Arrays.stream(values())
                .filter(refusal -> message.startsWith(refusal.name() + SEPARATOR))
                .map(refusal -> new Told(refusal, message.substring((refusal.name() + SEPARATOR).length())))
                .findFirst();
    }

    /** A refusal as a client got it, with its sentence. */
    public record Told(Refusal refusal, String message) {
        /** When the same may be sent again, if the refusal says so. */
        public Optional<Duration> retryAfter() {
            Matcher again = AGAIN.matcher(message);
            return again.matches() ? Optional.of(Duration.ofSeconds(Long.parseLong(again.group(1)))) : Optional.empty();
        }
    }
}
