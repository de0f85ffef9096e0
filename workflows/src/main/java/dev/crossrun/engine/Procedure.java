package dev.crossrun.engine;

import dev.crossrun.run.plan.Finding;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.step.StepDefinition;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The steps of a runbook in the order of the procedure. A run has those of the revision that it was started by, as far as its input
 * asks for them.
 */
public final class Procedure {
    private final RunInput<?> input;
    private final int revision;
    private final List<Step<?>> all;

    /** Of the latest plan: what was read for it is not read again. */
    private Object round = new Object();

    private Procedure(RunInput<?> input, int revision, List<Step<?>> all) {
        this.input = input;
        this.revision = revision;
        this.all = List.copyOf(all);
        requireOrder();
    }

    /** {@code revision}: the one that the run was started by. */
    static <I> Procedure of(I input, int revision, Function<RunInput<I>, List<Step<?>>> runbook) {
        RunInput<I> first = RunInput.of(input);
        return new Procedure(first, revision, runbook.apply(first));
    }

    /** Every step of a runbook of this latest revision, whatever a request asks for. */
    public static <I> List<StepDefinition> catalogue(int revision, Function<RunInput<I>, List<Step<?>>> runbook) {
        RunInput<I> none = RunInput.none();
        Procedure latest = new Procedure(none, revision, runbook.apply(none));
        latest.requireRevisions();
        return latest.definitions(step -> step.isIn(revision));
    }

    /** The steps of a run with this input, started by this revision. */
    public static <I> List<StepDefinition> catalogue(
            I input, int revision, Function<RunInput<I>, List<Step<?>>> runbook) {
        Procedure procedure = of(input, revision, runbook);
        return procedure.definitions(procedure.asked()::contains);
    }

    /** Of the runbook's latest revision: no step names a later one, and none wants the value of a step that a revision lacks. */
    private void requireRevisions() {
        for (Step<?> step : all) {
            if (step.named() > revision) {
                throw new IllegalStateException(
                        step.id() + " names revision " + step.named() + ", but the runbook's is " + revision);
            }
            step.needs()
                    .forEach((before, needs) -> IntStream.rangeClosed(1, revision)
                            .filter(each -> needs.contains(Step.Need.VALUE) && step.isIn(each) && !before.isIn(each))
                            .findFirst()
                            .ifPresent(each -> {
                                throw new IllegalStateException(step.id() + " wants a value of " + before.id()
                                        + ", which revision " + each + " does not have");
                            }));
        }
    }

    /** Nothing changes before the plan is approved: every step but the first two waits for that, at whatever distance. */
    private static void requireApproval(Step<?> step, Set<Step<?>> before) {
        boolean first = step instanceof PlanStep || step instanceof ApprovalStep;
        if (!first && before.stream().noneMatch(ApprovalStep.class::isInstance)) {
            throw new IllegalStateException(step.id() + " does not wait for the approval of the plan");
        }
    }

    private void requireOrder() {
        if (all.isEmpty() || !(all.get(0) instanceof PlanStep)) {
            throw new IllegalStateException("the procedure does not begin with a PlanStep");
        }
        Set<String> ids = new HashSet<>();
        Set<Step<?>> before = new HashSet<>();
        for (Step<?> step : all) {
            step.needs().keySet().stream()
                    .filter(need -> !before.contains(need))
                    .findFirst()
                    .ifPresent(need -> {
                        throw new IllegalStateException("the procedure has " + step.id() + " before " + need.id());
                    });
            if (!ids.add(step.id())) {
                throw new IllegalStateException("the procedure has two steps " + step.id());
            }
            before.add(step);
        }
    }

    RunInput<?> input() {
        return input;
    }

    /** The steps of this run, for the engine. */
    List<StepState> steps(Planning planning) {
        List<Step<?>> asked = asked();
        List<StepDefinition> definitions = definitions(asked::contains);
        List<StepState> states = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Step<?> step = asked.get(i);
            states.add(new StepState(definitions.get(i), step.body(this, planning), step.offers()));
        }
        return states;
    }

    private List<Step<?>> asked() {
        List<Step<?>> asked = new ArrayList<>(all);
        asked.removeIf(step -> !step.isIn(revision) || !step.asked());
        return asked;
    }

    /** Lets all steps look in parallel; their findings are in the order of the procedure. */
    PlanDraft draft(StepContext context) {
        PlanStep plan = (PlanStep) all.get(0);
        List<Step<?>> asked = asked();
        round = new Object();
        List<Preflight> preflights = asked.stream()
                .map(step -> new Preflight(context, plan, round, true))
                .toList();
        List<Promise<Optional<PlannedStep>>> looking = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            looking.add(Async.function(asked.get(i)::preflight, preflights.get(i)));
        }
        List<PlannedStep> lines =
                looking.stream().flatMap(line -> line.get().stream()).toList();
        List<Finding> findings = preflights.stream()
                .flatMap(preflight -> preflight.findings().stream())
                .toList();
        return new PlanDraft(input.get(), findings, lines);
    }

    /** The plan of the input as it is now, from what was read for the latest plan: reads nothing again, and keeps no document. */
    PlanDraft redraft(StepContext context) {
        PlanStep plan = (PlanStep) all.get(0);
        List<PlannedStep> lines = asked().stream()
                .flatMap(step -> step.preflight(new Preflight(context, plan, round, false)).stream())
                .toList();
        return new PlanDraft(input.get(), List.of(), lines);
    }

    private List<StepDefinition> definitions(Predicate<Step<?>> asked) {
        Map<Step<?>, Set<Step<?>>> waitsFor = new LinkedHashMap<>();
        Map<Step<?>, Set<Step<?>>> before = new HashMap<>();
        Map<Step<?>, Set<Step<?>>> finished = new HashMap<>();
        for (Step<?> step : all) {
            Set<Step<?>> direct = waitsFor(step, asked, waitsFor, finished);
            Set<Step<?>> everything = new HashSet<>(direct);
            direct.forEach(each -> everything.addAll(before.getOrDefault(each, Set.of())));
            requireApproval(step, everything);
            waitsFor.put(step, direct);
            before.put(step, everything);
            finished.put(step, finishedBefore(step, direct, finished));
        }
        return waitsFor.entrySet().stream()
                .filter(each -> asked.test(each.getKey()))
                .map(each -> definition(each.getKey(), each.getValue()))
                .toList();
    }

    private StepDefinition definition(Step<?> step, Set<Step<?>> waitsFor) {
        List<Step<?>> ordered = new ArrayList<>(waitsFor);
        ordered.sort(Comparator.comparing(all::indexOf));
        return step.definition(
                ordered.stream().map(Step::id).toList(),
                ordered.stream()
                        .filter(each -> wants(step, each).contains(Step.Need.CLAIM))
                        .map(Step::id)
                        .toList());
    }

    /** The steps that are finished when one begins. One that it waits for by claim alone may still go on. */
    private static Set<Step<?>> finishedBefore(Step<?> step, Set<Step<?>> direct, Map<Step<?>, Set<Step<?>>> finished) {
        Set<Step<?>> all = new HashSet<>();
        direct.forEach(each -> {
            all.addAll(finished.getOrDefault(each, Set.of()));
            if (!wants(step, each).contains(Step.Need.CLAIM)) {
                all.add(each);
            }
        });
        return all;
    }

    private static Set<Step.Need> wants(Step<?> step, Step<?> before) {
        return step.needs().getOrDefault(before, Set.of());
    }

    /**
     * The steps that one waits for. One that the run does without is replaced by those that it waits for. What is implied by
     * another one is left out, unless the step names it for the order.
     */
    private static Set<Step<?>> waitsFor(
            Step<?> step,
            Predicate<Step<?>> asked,
            Map<Step<?>, Set<Step<?>>> waitsFor,
            Map<Step<?>, Set<Step<?>>> finished) {
        Set<Step<?>> named = new LinkedHashSet<>();
        Set<Step<?>> others = new LinkedHashSet<>();
        step.needs().forEach((need, kinds) -> {
            if (!asked.test(need)) {
                if (kinds.contains(Step.Need.VALUE) && asked.test(step)) {
                    throw new IllegalStateException(
                            step.id() + " wants a value of " + need.id() + ", which this input does not ask for");
                }
                others.addAll(waitsFor.getOrDefault(need, Set.of()));
            } else if (kinds.contains(Step.Need.ORDER) || kinds.contains(Step.Need.CLAIM)) {
                named.add(need);
            } else {
                others.add(need);
            }
        });
        Set<Step<?>> implied = new HashSet<>();
        Stream.concat(named.stream(), others.stream())
                .forEach(each -> implied.addAll(finished.getOrDefault(each, Set.of())));
        others.removeAll(implied);
        named.addAll(others);
        return named;
    }
}
