package dev.crossrun.api.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.domain.Fault;
import java.io.IOException;
import java.util.List;

/** Reads bodies strictly and says all that is wrong with them. */
public final class JsonBodies {
    private final ObjectMapper mapper;

    public JsonBodies(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Reads a JSON object.
     *
     * @throws ApiException 400 if it is none
     */
    public ObjectNode object(byte[] body) {
        JsonNode tree = tree(body);
        if (!(tree instanceof ObjectNode object)) {
            throw ApiException.invalid("", "must be a JSON object");
        }
        return object;
    }

    private JsonNode tree(byte[] body) {
        try {
            return mapper.readTree(body);
        } catch (JsonProcessingException e) {
            throw ApiException.invalid(
                    "",
                    "is no JSON: line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
        } catch (IOException e) {
            throw new IllegalStateException("an array of bytes can be read", e);
        }
    }

    /**
     * Reads a body into a record.
     *
     * @param check of the record's schema
     */
    public <T> T read(byte[] body, SchemaCheck check, Class<T> type) {
        ObjectNode tree = object(body);
        List<Fault> faults = check.faults(tree);
        if (!faults.isEmpty()) {
            throw ApiException.invalid("The request is not right", faults);
        }
        return mapper.convertValue(tree, type);
    }
}
