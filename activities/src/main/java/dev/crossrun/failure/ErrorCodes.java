package dev.crossrun.failure;

import dev.crossrun.activity.FailureType;
import dev.crossrun.run.failure.ProviderError;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Error codes of a provider that mean the same.
 *
 * @param codes each as the provider names it; {@code AccessDenied*} stands for all that begin so, {@code HTTP 403} for
 *     any other code that comes with this status, words in parentheses for what has no code
 * @param message what the provider's message must contain for these codes to mean this, in any case of letters
 * @param type the kind of failure, which says whether the call is tried again
 * @param taken what callers take it for that expect it, instead of failing
 * @param remedy what would fix it, as a sentence in Markdown
 */
public record ErrorCodes(
        List<String> codes, Optional<String> message, FailureType type, Set<Taken> taken, Optional<String> remedy) {
    public ErrorCodes {
        codes = List.copyOf(codes);
        taken = Set.copyOf(taken);
    }

    public static ErrorCodes of(FailureType type, String... codes) {
        return new ErrorCodes(List.of(codes), Optional.empty(), type, Set.of(), Optional.empty());
    }

    /** Only where the message contains {@code fragment}. */
    public ErrorCodes saying(String fragment) {
        return new ErrorCodes(codes, Optional.of(fragment), type, taken, remedy);
    }

    public ErrorCodes takenFor(Taken... what) {
        return new ErrorCodes(codes, message, type, Set.of(what), remedy);
    }

    public ErrorCodes fixedBy(String sentence) {
        return new ErrorCodes(codes, message, type, taken, Optional.of(sentence));
    }

    /** The failure of a call, with what would fix it. */
    public ApplicationFailure failure(String said, ProviderError error) {
        return type.failure(said, remedy.map(error::fixedBy).orElse(error));
    }

    /** What a failure may be taken for by a caller that expects it. */
    public enum Taken {
        /** By a call that creates a resource: it exists. */
        THERE,
        /** By a call that looks for or removes a resource: it is gone. */
        ABSENT,
        /** By a call on what a step before made or found: it does not show yet, and the call is tried again. */
        NOT_YET,
        /** By a call that changes who may use a resource: another change is under way, and the call is retried. */
        BEING_CHANGED,
        /** By an undo: something still uses the resource; the undo looks again, and keeps what others use. */
        IN_USE,
        /** By the check of what a person uploaded: the answer is refused, and the task stays open. */
        REFUSED_ANSWER,
        /** By a step for which the runbook has a task: a person does it in the console. The step knows it by code and message. */
        BY_A_PERSON
    }
}
