package dev.crossrun.run.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.document.Artifact;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An answer that a task received, for the record of its run.
 *
 * @param reasons why it was refused; empty if it was accepted
 * @param facts what the check read, by name
 * @param fields the answer's other fields, with {@code (sealed)} in place of each secret
 * @param file the document that came with it
 */
public record GivenAnswer(
        String action,
        Actor by,
        Instant at,
        boolean accepted,
        List<Reason> reasons,
        Map<String, String> facts,
        JsonNode fields,
        Optional<String> comment,
        Optional<Artifact> file) {
    public GivenAnswer {
        reasons = List.copyOf(reasons);
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    }

    /** What became of an answer. */
    public static GivenAnswer of(Answer answer, JsonNode fields, String step, Verdict verdict) {
        return new GivenAnswer(
                verdict.action(),
                verdict.by(),
                verdict.at(),
                verdict.accepted(),
                verdict.reasons(),
                verdict.facts(),
                fields,
                answer.comment(),
                answer.file().map(file -> file.artifact(step)));
    }
}
