package dev.crossrun.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.domain.Fault;
import dev.crossrun.run.step.StepDefinition;
import java.util.List;
import java.util.function.Function;

/**
 * What a process has to know of a runbook in order to offer it.
 *
 * @param name lower-kebab; first part of the workflow id
 * @param version of the runbook, for people
 * @param workflowType its Temporal workflow type; its method takes a {@link RunStart} and the input
 * @param inputType a record; the JSON Schema of the input is made from it
 * @param inputFaults what a JSON Schema cannot say about an input; given a document that may be wrong in every other way
 */
public record Runbook<I>(
        String name,
        String title,
        String description,
        String version,
        String workflowType,
        Class<I> inputType,
        Function<JsonNode, List<Fault>> inputFaults,
        List<StepDefinition> steps) {
    public Runbook {
        steps = List.copyOf(steps);
    }

    /** The workflow id of the run of this name. */
    public String workflowId(String runName) {
        return name + "." + runName;
    }
}
