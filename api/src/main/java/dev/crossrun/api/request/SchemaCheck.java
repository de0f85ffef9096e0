package dev.crossrun.api.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.crossrun.domain.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds everything in which a document departs from a JSON Schema (2020-12). */
public final class SchemaCheck {
    private final JsonNode document;
    private final JsonSchema schema;

    public SchemaCheck(JsonNode document) {
        this.document = document;
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build();
        this.schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(document, config);
    }

    /** All faults, at most one for each pointer. */
    public List<Fault> faults(JsonNode candidate) {
        Map<String, Fault> faults = new LinkedHashMap<>();
        for (ValidationMessage message : schema.validate(candidate)) {
            Fault fault = fault(message);
            faults.putIfAbsent(fault.pointer(), fault);
        }
        return new ArrayList<>(faults.values());
    }

    private Fault fault(ValidationMessage message) {
        String pointer = message.getInstanceLocation().toString();
        return switch (message.getType()) {
            case "required" -> new Fault(pointer + "/" + message.getProperty(), "MISSING", "is missing");
            case "additionalProperties" ->
                new Fault(pointer + "/" + message.getProperty(), "UNKNOWN", "is not known here");
            case "pattern" -> new Fault(pointer, "must be " + described(message));
            case "enum" -> new Fault(pointer, "must be one of " + message.getArguments()[0]);
            case "type" -> new Fault(pointer, "must be of type " + message.getArguments()[1]);
            default -> new Fault(pointer, message.getMessage().replaceFirst("^[^:]*: ", ""));
        };
    }

    /** What the schema says in words of a text whose pattern was not met. */
    private String described(ValidationMessage message) {
        String pattern = String.valueOf(message.getSchemaLocation().getFragment());
        return document.at(pattern.substring(0, pattern.lastIndexOf('/')))
                .path("description")
                .asText(String.valueOf(message.getArguments()[0]));
    }
}
