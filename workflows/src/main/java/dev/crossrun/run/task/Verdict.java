package dev.crossrun.run.task;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.crossrun.run.actor.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What became of an answer. {@code facts} are what the check read, by name.
 *
 * <p>As JSON, it begins with action and actor: in a list of events, Temporal's UI shows the first 60 characters of a result.
 */
@JsonPropertyOrder({"action", "by"})
public record Verdict(
        boolean accepted, String action, Actor by, Instant at, List<Reason> reasons, Map<String, String> facts) {
    public Verdict {
        reasons = List.copyOf(reasons);
        facts = Map.copyOf(facts);
    }
}
