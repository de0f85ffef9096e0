package dev.crossrun.api.health;

import dev.crossrun.run.health.Credential;
import java.util.List;
import java.util.Optional;

/**
 * Whether the parts that runs need work together.
 *
 * @param ok whether all of them do
 * @param temporal whether Temporal answers, and knows the namespace
 * @param worker whether a worker took a workflow task and an activity; unknown while Temporal cannot be reached
 * @param credentials of the worker that answered, for each account and tenant of its settings
 */
public record Health(boolean ok, Part temporal, Part worker, List<Credential> credentials) {
    /**
     * One part.
     *
     * @param problem what is wrong, as a sentence; absent if nothing is
     */
    public record Part(boolean ok, Optional<String> problem) {
        static Part working() {
            return new Part(true, Optional.empty());
        }

        static Part failing(String problem) {
            return new Part(false, Optional.of(problem));
        }
    }

    static Health withoutTemporal() {
        return new Health(
                false,
                Part.failing("Temporal cannot be reached"),
                Part.failing("Not known without Temporal"),
                List.of());
    }

    static Health withoutWorker(String problem) {
        return new Health(false, Part.working(), Part.failing(problem), List.of());
    }

    static Health of(List<Credential> credentials) {
        boolean usable =
                credentials.stream().allMatch(credential -> credential.failure().isEmpty());
        return new Health(usable, Part.working(), Part.working(), credentials);
    }
}
