package dev.crossrun.run.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One way to answer a task.
 *
 * @param action the value of {@code action} in the answer
 * @param form a JSON Schema (2020-12, an object) of the answer's other fields
 * @param file set if the answer takes a file
 */
public record AnswerForm(String action, String title, JsonNode form, Optional<FileRule> file) {}
