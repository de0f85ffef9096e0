package dev.crossrun.engine;

import dev.crossrun.activity.FailureType;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.failure.ProviderError;
import io.temporal.failure.TemporalFailure;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is said to people about a step that is stuck: the cause, and what would mend it. Markdown. */
final class Remedies {
    private Remedies() {}

    /** The cause in the provider's words, with the ids that its support asks for, then the remedy. */
    static String instructions(String cause, TemporalFailure failure) {
        ProviderError error = FailureType.error(failure);
        return cause
                + reference(cause, error)
                + remedy(failure, error)
                        .map(sentence -> "\n\nWhat would mend it: " + sentence)
                        .orElse("");
    }

    private static String reference(String cause, ProviderError error) {
        String said = Stream.of(
                        error.provider(),
                        error.code().filter(code -> !cause.contains(code)),
                        error.requestId().map(id -> "request " + id))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        return said.isEmpty() ? "" : " (" + said + ")";
    }

    /** Time ran out: nothing is known to be wrong, and what was begun is found again by its key. */
    private static Optional<String> remedy(TemporalFailure failure, ProviderError error) {
        boolean outOfTime = FailureType.of(failure).map(FailureType::retried).orElse(true);
        return outOfTime
                ? Optional.of(error.remedy().map(sentence -> sentence + " ").orElse("")
                        + "It was tried for as long as the step allows. Try again when the cause has passed: what was"
                        + " begun is found again and not made twice.")
                : error.remedy();
    }

    static String ofForeign(String what, Found found) {
        String arn = Optional.ofNullable(found.before().get("arn"))
                .map(text -> " (`" + text + "`)")
                .orElse("");
        String owner = found.mark()
                .map(mark -> "its tag `crossrun:run` is `" + mark + "`")
                .orElse("it has no tag `crossrun:run`");
        return "See who uses " + what + arn + ", " + owner
                + ". Remove or rename it and try again; or abort, and start a run that may take it over: its request names"
                + " the step under `adopt`, if it is one of those that can be.";
    }
}
