package dev.crossrun.runbook.connect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.Step;
import dev.crossrun.engine.effect.Expected;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Presence;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.Finding.Severity;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.task.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the steps of {@code connect-federation} have in common: its request, and their words for resources that may exist. */
abstract class FederationStep<V> extends Step<V> {
    private final RunInput<ConnectFederationRequest> input;

    FederationStep(StepDefinition.Draft definition, RunInput<ConnectFederationRequest> input) {
        super(definition);
        this.input = input;
    }

    final ConnectFederationRequest request() {
        return input.get();
    }

    /** Whether what is there already of this step may be taken over. */
    final boolean adopts() {
        return request().adopts(id());
    }

    /** What the plan did not see is not taken over. */
    final Expected expected(Found planned) {
        return Expected.planned(planned, adopts());
    }

    /** This step's line in the plan. */
    final Optional<PlannedStep> planned(Action action, String resource, String detail, Change... changes) {
        String whose = action == Action.KEEP ? " (an earlier run of this name made it)" : "";
        return Optional.of(line(action, resource, detail + whose).writing(List.of(changes)));
    }

    /** The line of a resource that was looked for. If it could not be read, there is a finding. */
    final Optional<PlannedStep> planned(Optional<Found> found, String resource, String detail, Change... changes) {
        return planned(action(found), resource, detail, changes);
    }

    /** The change of a resource that is created or replaced; {@code shown} makes the current state from what was read. */
    static Change made(
            String resource, Optional<Found> there, Function<Map<String, String>, JsonNode> shown, JsonNode wanted) {
        return there.filter(Found::exists)
                .map(found -> Change.replace(resource, shown.apply(found.before()), wanted))
                .orElseGet(() -> Change.create(resource, wanted));
    }

    /** The change of a resource that is created, or stays as it is if it exists. */
    static Change madeOrKept(
            String resource, Optional<Found> there, Function<Map<String, String>, JsonNode> shown, JsonNode wanted) {
        return there.filter(Found::exists)
                .map(found -> Change.keep(resource, shown.apply(found.before())))
                .orElseGet(() -> Change.create(resource, wanted));
    }

    final Action action(Optional<Found> found) {
        Presence presence = found.map(Found::presence).orElse(Presence.ABSENT);
        return switch (presence) {
            case ABSENT -> Action.CREATE;
            case OURS -> Action.KEEP;
            case FOREIGN -> adopts() ? Action.ADOPT : Action.CREATE;
        };
    }

    /** The line of several resources, of which some or all may exist already. */
    final Optional<PlannedStep> several(
            Action action, String resource, String detail, long there, long wanted, List<Change> changes) {
        PlannedStep line = there == wanted
                ? line(Action.KEEP, resource, "All is there already")
                : line(
                        action,
                        resource,
                        detail + (there == 0 ? "" : "; " + there + " of " + wanted + " are there already"));
        return Optional.of(line.writing(changes));
    }

    /** Blocks the plan if the resource exists without our mark, unless the request adopts it. */
    final void taken(Preflight preflight, String pointer, String name, Found found) {
        taken(preflight, pointer, name, found, "Choose another name");
    }

    final void taken(Preflight preflight, String pointer, String name, Found found, String otherwise) {
        if (found.presence() == Presence.FOREIGN && !adopts()) {
            preflight.find(
                    Severity.BLOCKING,
                    this,
                    pointer,
                    name + " is there already and "
                            + found.mark().map(mark -> "belongs to " + mark).orElse("bears no mark of a run") + ".",
                    otherwise + ", or let the request adopt \"" + id() + "\".");
        }
        if (!found.exists() && adopts()) {
            preflight.find(
                    Severity.WARNING,
                    this,
                    pointer,
                    name + " is to be adopted, but is not there.",
                    "It will be created.");
        }
    }

    /** Checks what a person created instead of the step; {@code fault} says what is wrong with it, if anything. */
    static <V> Checked<V> madeByHand(
            String what, Found there, Function<Map<String, String>, Optional<String>> fault, Supplier<V> value) {
        Optional<String> wrong = there.exists() ? fault.apply(there.before()) : Optional.of("is not there");
        return wrong.map(why -> Checked.<V>refused(new Reason("", "NOT_AS_WANTED", what + " " + why)))
                .orElseGet(() -> Checked.accepted(value.get(), Map.of("made", what)));
    }
}
