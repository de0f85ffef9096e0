package dev.crossrun.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The examples of the OpenAPI document. */
public final class Examples {
    static final JsonNode ALL = read();

    private Examples() {}

    /** An input of this runbook. */
    public static Optional<JsonNode> input(String runbook) {
        return Optional.of(ALL.path("startRun").path(runbook)).filter(JsonNode::isObject);
    }

    private static JsonNode read() {
        try (InputStream file = Examples.class.getResourceAsStream("examples.json")) {
            return JsonMapper.builder().build().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
