package dev.crossrun.api.run;

import java.util.Optional;

/**
 * Something that people can do with a run or a task, and whether the caller may do it now.
 *
 * @param name such as {@code abort}, or the {@code action} of an answer
 * @param reason why not; absent if it is allowed
 */
public record AllowedAction(String name, boolean allowed, Optional<String> reason) {
    public static AllowedAction of(String name, Optional<String> whyNot) {
        return new AllowedAction(name, whyNot.isEmpty(), whyNot);
    }
}
