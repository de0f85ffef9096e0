package dev.crossrun.api.resource;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.openapi.Examples;
import dev.crossrun.api.run.OfferedRunbook;
import dev.crossrun.run.step.Reversibility;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.step.StepKind;
import java.util.List;
import java.util.Optional;

/**
 * A runbook with the JSON Schema of its input and its catalogue of steps.
 *
 * @param example an input, to start from
 */
public record RunbookResponse(
        @JsonUnwrapped RunbookItem runbook, JsonNode inputSchema, Optional<JsonNode> example, List<Step> steps) {
    static RunbookResponse of(OfferedRunbook offer, Principal caller) {
        return new RunbookResponse(
                RunbookItem.of(offer.runbook(), caller),
                offer.schema(),
                Examples.input(offer.runbook().name()),
                offer.runbook().steps().stream().map(Step::of).toList());
    }

    /** A step of the catalogue. */
    public record Step(
            String id,
            String title,
            String system,
            StepKind kind,
            Reversibility reversibility,
            List<String> dependsOn,
            List<String> claimEnough,
            boolean redoable,
            boolean skippable,
            boolean adoptable,
            String undo) {
        static Step of(StepDefinition step) {
            return new Step(
                    step.id(),
                    step.title(),
                    step.system(),
                    step.kind(),
                    step.reversibility(),
                    step.dependsOn(),
                    step.claimEnough(),
                    step.redoable(),
                    step.skippable(),
                    step.adoptable(),
                    step.undo());
        }
    }
}
