package dev.crossrun.run;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Fault;
import dev.crossrun.run.step.StepDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a process has to know of a runbook in order to offer it.
 *
 * @param name lower-kebab; first part of the workflow id
 * @param version of the runbook, for people
 * @param revision of its steps, from 1: one more each time that a step comes or goes. A run keeps the one it was started by
 * @param workflowType its Temporal workflow type; its method takes a {@link RunStart} and the input
 * @param inputType a record; the JSON Schema of the input is made from it
 * @param inputFaults what a JSON Schema cannot say about an input; given a document that may be wrong in every other way
 * @param accounts the accounts that a run of this input touches: they decide who sees it and who may do what with it
 * @param code what runs it; who only offers it does not ask for this
 */
public record Runbook<I>(
        String name,
        String title,
        String description,
        String version,
        int revision,
        String workflowType,
        Class<I> inputType,
        Function<JsonNode, List<Fault>> inputFaults,
        Function<I, List<AccountId>> accounts,
        Supplier<Code> code) {
    private static final JsonMapper JSON =
            JsonMapper.builder().findAndAddModules().build();

    /**
     * What a worker needs of a runbook.
     *
     * @param workflows the classes of its workflows
     * @param steps every step of the latest revision, whatever a request asks for
     */
    public record Code(List<Class<?>> workflows, List<StepDefinition> steps) {
        public Code {
            workflows = List.copyOf(workflows);
            steps = List.copyOf(steps);
        }
    }

    /** The workflow id of the run of this name. */
    public String workflowId(String runName) {
        return name + "." + runName;
    }

    /**
     * The accounts that a run of this input touches.
     *
     * @param input without a fault
     */
    public List<AccountId> accountsOf(JsonNode input) {
        return accounts.apply(JSON.convertValue(input, inputType));
    }

    /**
     * Every step of the latest revision, whatever a request asks for. The build writes them down beside the classes, so that who only
     * offers a runbook loads none of its steps.
     */
    public List<StepDefinition> steps() {
        try (InputStream written = inputType.getResourceAsStream("/" + catalogue())) {
            return written == null ? code.get().steps() : JSON.readValue(written, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the build writes the steps down. */
    public String catalogue() {
        return "dev/crossrun/runbook/" + name + ".json";
    }
}
