package dev.crossrun.api.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.api.request.InputSchema;
import dev.crossrun.api.request.SchemaCheck;
import dev.crossrun.domain.Fault;
import dev.crossrun.run.Runbook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A runbook as it is offered: with the JSON Schema of its input. */
public final class OfferedRunbook {
    private final Runbook<?> runbook;
    private final ObjectNode schema;
    private final SchemaCheck check;

    OfferedRunbook(Runbook<?> runbook) {
        this.runbook = runbook;
        this.schema = InputSchema.of(runbook.inputType());
        this.check = new SchemaCheck(schema);
    }

    public Runbook<?> runbook() {
        return runbook;
    }

    public ObjectNode schema() {
        return schema;
    }

    /** All that is wrong with an input, at most one fault for each pointer: the schema's word comes first. */
    public List<Fault> faults(JsonNode input) {
        Map<String, Fault> faults = new LinkedHashMap<>();
        check.faults(input).forEach(fault -> faults.put(fault.pointer(), fault));
        runbook.inputFaults().apply(input).forEach(fault -> faults.putIfAbsent(fault.pointer(), fault));
        return List.copyOf(faults.values());
    }
}
