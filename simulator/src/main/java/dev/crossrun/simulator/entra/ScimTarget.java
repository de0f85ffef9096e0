package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;

/** Whoever answers SCIM at a URL of the simulated internet. */
@FunctionalInterface
public interface ScimTarget {
    /** Sends a request; nobody there is status 0. */
    Answer send(String method, String url, String token, Optional<JsonNode> body);

    /** What came back. */
    record Answer(int status, String body) {
        private static final JsonMapper JSON = JsonMapper.builder().build();

        /** The body, or nothing if it is no JSON. */
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                return MissingNode.getInstance();
            }
        }
    }
}
