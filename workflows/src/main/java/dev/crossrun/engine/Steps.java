package dev.crossrun.engine;

import dev.crossrun.run.Redo;
import dev.crossrun.run.Refusal;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.step.StepView;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.MDC;

/** The steps of a run: each starts when those it depends on are finished, so branches run side by side. */
final class Steps {
    private final Workbench bench;
    private final Map<String, StepState> steps = new LinkedHashMap<>();
    private final Set<String> beingReset = new HashSet<>();
    private Optional<RuntimeException> defect = Optional.empty();

    Steps(Workbench bench) {
        this.bench = bench;
    }

    void follow(List<StepState> procedure) {
        procedure.forEach(step -> steps.put(step.id(), step));
    }

    void startReady() {
        for (StepState step : steps.values()) {
            if (step.status() == StepStatus.PENDING && !beingReset.contains(step.id()) && dependenciesFinished(step)) {
                start(step);
            }
        }
    }

    private boolean dependenciesFinished(StepState step) {
        return step.definition().dependsOn().stream()
                .map(this::require)
                .allMatch(before -> before.status().finished()
                        || (before.claimed() && step.definition().claimEnough().contains(before.id())));
    }

    private void start(StepState step) {
        step.begin();
        bench.journal()
                .step(RunEvent.Type.STEP_STARTED, step.id(), step.definition().title());
        CancellationScope scope =
                Workflow.newCancellationScope(own -> step.runs(own, Async.procedure(this::execute, step)));
        scope.run();
    }

    private void execute(StepState state) {
        MDC.put(RunAttributes.LOG_STEP, state.id());
        StepContext step = new StepContext(bench, state);
        try {
            while (!attempt(state, step)) {
                bench.run().change();
            }
        } catch (CanceledFailure cancelled) {
            state.stop("Stopped before it was done");
            bench.run().change();
        } catch (RuntimeException unexpected) {
            defect = Optional.of(unexpected);
            bench.run().change();
        }
    }

    /** Runs the step once; says whether it is finished, one way or another. */
    private boolean attempt(StepState state, StepContext step) {
        try {
            state.body().accept(step);
            if (!state.runs()) {
                return true;
            }
            state.finish(StepStatus.DONE);
            bench.journal()
                    .step(
                            RunEvent.Type.STEP_DONE,
                            state.id(),
                            state.definition().title());
            bench.run().change();
            return true;
        } catch (StepContext.WithdrawnClaim withdrawn) {
            state.again();
            return false;
        } catch (ActivityFailure | ApplicationFailure failure) {
            Cancellation.propagate(failure);
            state.tried();
            return !retry(state, step, failure);
        }
    }

    private boolean retry(StepState state, StepContext step, TemporalFailure failure) {
        boolean again = step.offers().again(failure);
        if (again) {
            state.again();
        }
        return again;
    }

    /** A defect in a step is one of the workflow: Temporal tries its task again until a fixed build is there. */
    void rethrowDefect() {
        if (defect.isPresent()) {
            throw defect.get();
        }
    }

    boolean allFinished() {
        return steps.values().stream().allMatch(step -> step.status().finished());
    }

    boolean settled() {
        return steps.values().stream().allMatch(StepState::settled);
    }

    void cancelAll() {
        steps.values().forEach(StepState::cancel);
    }

    void requireRedoable(Redo redo) {
        StepState from = Optional.ofNullable(steps.get(redo.from()))
                .orElseThrow(() -> Refusal.NO_SUCH_STEP.because("This runbook has no step " + redo.from()));
        if (!from.definition().redoable()) {
            throw Refusal.NOT_REDOABLE.because(redo.from() + " cannot be redone");
        }
        if (!beingReset.isEmpty()) {
            throw Refusal.NOT_REDOABLE.because("Another redo is under way: try again when its steps have begun");
        }
        if (!from.status().finished()) {
            throw Refusal.NOT_REDOABLE.because(
                    redo.from() + " is " + from.status() + ": only a finished step can be redone. " + instead(from));
        }
    }

    private static String instead(StepState step) {
        return switch (step.status()) {
            case STUCK -> "Answer its decision task instead: it offers to try again.";
            case WAITING -> "Answer its open task instead.";
            default -> "Wait until it is DONE.";
        };
    }

    /** Resets a step and those that depend on it, once what runs of them has stopped. */
    void redo(Redo redo) {
        List<StepState> affected = affected(redo.from());
        affected.forEach(step -> beingReset.add(step.id()));
        Actor actor = redo.by().actor();
        bench.journal()
                .step(
                        RunEvent.Type.STEP_REDONE,
                        redo.from(),
                        actor,
                        redo.comment().orElse("Redone"));
        reset(affected);
    }

    private void reset(List<StepState> affected) {
        affected.forEach(StepState::cancel);
        Workflow.await(() -> affected.stream().allMatch(StepState::settled));
        if (!bench.run().stopping()) {
            affected.forEach(StepState::reset);
        }
        beingReset.clear();
        bench.run().change();
    }

    /**
     * What uses the claim of a step already, so that it cannot be withdrawn, as a sentence: a step that began by it and does
     * more than wait for a person.
     */
    Optional<String> usesClaim(String claimed) {
        return begunByClaim(claimed).stream()
                .filter(step -> step.status() != StepStatus.WAITING
                        || !bench.ledger().effects(step.id()).isEmpty())
                .findFirst()
                .map(step -> "The step " + step.id() + " has begun because of this answer and is " + step.status()
                        + ": it cannot be withdrawn any more")
                .or(() -> Optional.of("Another redo is under way: try again when its steps have begun")
                        .filter(text -> !beingReset.isEmpty()));
    }

    /** Why an answer to a closed task of this step can no longer be withdrawn, and what to do instead, as sentences. */
    String tooLate(String id) {
        StepState step = require(id);
        String redo =
                step.status().finished() && step.definition().redoable() ? " To do it again, redo " + id + "." : "";
        return step.found()
                        .map(seen -> "Evidence was found, of " + seen.at() + ": "
                                + seen.what().replaceFirst("\\.$", "") + ". ")
                        .orElse("")
                + "The step " + id + " is " + step.status()
                + step.finishedAt().map(at -> " since " + at).orElse("")
                + ": the answer can no longer be withdrawn." + redo
                + " To undo what the run did, abort it with undo.";
    }

    private List<StepState> begunByClaim(String claimed) {
        return steps.values().stream()
                .filter(step -> step.definition().claimEnough().contains(claimed) && step.runs())
                .toList();
    }

    /** The claim of a step is withdrawn: steps that wait for a person because of it wait for the claim again. */
    void withdrawClaim(String claimed) {
        List<StepState> begun = begunByClaim(claimed);
        begun.forEach(step -> beingReset.add(step.id()));
        require(claimed).claimed(false);
        reset(begun);
    }

    private List<StepState> affected(String from) {
        Set<String> ids = new HashSet<>(Set.of(from));
        for (StepState step : steps.values()) {
            if (step.definition().dependsOn().stream().anyMatch(ids::contains)) {
                ids.add(step.id());
            }
        }
        return steps.values().stream().filter(step -> ids.contains(step.id())).toList();
    }

    /** The last of the procedure first. */
    List<StepState> backwards() {
        List<StepState> all = new ArrayList<>(steps.values());
        Collections.reverse(all);
        return all;
    }

    /** In the order of the procedure. */
    List<StepState> all() {
        return List.copyOf(steps.values());
    }

    StepContext of(StepState state) {
        return new StepContext(bench, state);
    }

    List<StepView> views() {
        return steps.values().stream()
                .map(step -> step.view(bench.ledger().effects(step.id())))
                .toList();
    }

    List<StepState> running() {
        return steps.values().stream()
                .filter(step -> step.status() == StepStatus.RUNNING || step.status() == StepStatus.VERIFYING)
                .toList();
    }

    private StepState require(String id) {
        StepState step = steps.get(id);
        if (step == null) {
            throw new IllegalStateException("no step " + id);
        }
        return step;
    }
}
