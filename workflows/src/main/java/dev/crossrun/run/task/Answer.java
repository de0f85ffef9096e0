package dev.crossrun.run.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.document.Document;
import java.util.Optional;

/**
 * What a person gives to a task.
 *
 * @param run the execution run id of the run for which it was given: the tasks of another run of the name have the same ids
 * @param action one of the task's answers
 * @param fields the answer's other fields, an object by the answer's form; secrets in it are sealed
 * @param bodyHash of the request as it came, so that the same Update id with another body is recognized
 */
public record Answer(
        String run,
        String task,
        String action,
        Caller by,
        JsonNode fields,
        Optional<String> comment,
        Optional<Document> file,
        Sha256 bodyHash) {}
