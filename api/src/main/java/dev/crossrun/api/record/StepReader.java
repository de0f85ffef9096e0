package dev.crossrun.api.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.crossrun.api.run.Retries;
import dev.crossrun.run.step.StepView;
import java.io.IOException;
import java.io.Serial;

/** Reads a step with its retries among its fields: Jackson 2 cannot unwrap the component of a record. */
final class StepReader extends StdDeserializer<RunRecord.Step> {
    @Serial
    private static final long serialVersionUID = 1;

    StepReader() {
        super(RunRecord.Step.class);
    }

    @Override
    public RunRecord.Step deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        JsonNode fields = context.readTree(parser);
        return new RunRecord.Step(
                context.readTreeAsValue(fields, StepView.class),
                context.readTreeAsValue(fields.path("retries"), Retries.class));
    }
}
