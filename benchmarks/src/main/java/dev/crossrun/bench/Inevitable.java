package dev.crossrun.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The time that a run takes if everything but the clouds' delays takes none: along the longest path through its steps.
 *
 * @param consistency how long a write stays unseen by reads
 * @param trail how late CloudTrail is
 * @param instance how long the creation of a Connect instance takes
 */
record Inevitable(Duration consistency, Duration trail, Duration instance) {
    /** What a run with these steps, as the API shows them, cannot be without. */
    Duration of(JsonNode steps) {
        Map<String, Duration> ends = new HashMap<>();
        // A run's steps are in the order of its procedure: those that a step waits for come before it.
        for (JsonNode step : steps) {
            Duration start = Duration.ZERO;
            for (JsonNode before : step.path("dependsOn")) {
                Duration ended = ends.getOrDefault(before.asText(), Duration.ZERO);
                start = start.compareTo(ended) < 0 ? ended : start;
            }
            ends.put(step.path("id").asText(), start.plus(within(step.path("id").asText())));
        }
        return ends.values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private Duration within(String step) {
        return switch (step) {
            case "connect-instance" -> instance;
            // CloudTrail shows what a person did.
            case "identity-source", "application-settings", "sign-in" -> trail;
            // A read must show what was written in the step, or right before it.
            case "entra-application", "connect-application", "access-simulation", "account-access" -> consistency;
            // IAM must show the provider that the role's trust names, which was created right before, and then the
            // role.
            case "federation-role" -> consistency.multipliedBy(2);
            default -> Duration.ZERO;
        };
    }
}
