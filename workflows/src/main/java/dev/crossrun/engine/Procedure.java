package dev.crossrun.engine;

import dev.crossrun.run.plan.Finding;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.step.StepDefinition;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The steps of a runbook in the order of the procedure; a run has those that its input asks for. */
public final class Procedure {
    private final Input<?> input;
    private final List<Step<?>> all;

    private Procedure(Input<?> input, List<Step<?>> all) {
        this.input = input;
        this.all = List.copyOf(all);
        requireOrder();
    }

    static <I> Procedure of(I input, Function<Input<I>, List<Step<?>>> runbook) {
        Input<I> first = Input.of(input);
        return new Procedure(first, runbook.apply(first));
    }

    /** Every step of a runbook, whatever a request asks for. */
    public static <I> List<StepDefinition> catalogue(Function<Input<I>, List<Step<?>>> runbook) {
        Input<I> none = Input.none();
        return new Procedure(none, runbook.apply(none)).definitions(step -> true);
    }

    private void requireOrder() {
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
        asked.removeIf(step -> !step.asked());
        return asked;
    }

    /** Lets all steps look side by side; what they find is told in the order of the procedure. */
    PlanDraft draft(StepContext context) {
        PlanStep plan = (PlanStep) all.get(0);
        List<Step<?>> asked = asked();
        List<Preflight> preflights =
                asked.stream().map(step -> new Preflight(context, plan)).toList();
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

    private List<StepDefinition> definitions(Predicate<Step<?>> asked) {
        return all.stream().filter(asked).map(step -> definition(step, asked)).toList();
    }

    private StepDefinition definition(Step<?> step, Predicate<Step<?>> asked) {
        List<Step<?>> waitsFor = new ArrayList<>(waitsFor(step, asked));
        waitsFor.sort(Comparator.comparing(all::indexOf));
        return step.definition(
                waitsFor.stream().map(Step::id).toList(),
                waitsFor.stream()
                        .filter(before -> step.needs().get(before) == Step.Need.CLAIM)
                        .map(Step::id)
                        .toList());
    }

    /** One that the run does without is replaced by those that it waits for, but for those implied already. */
    private Set<Step<?>> waitsFor(Step<?> step, Predicate<Step<?>> asked) {
        Set<Step<?>> own = new LinkedHashSet<>();
        Set<Step<?>> inherited = new LinkedHashSet<>();
        for (Map.Entry<Step<?>, Step.Need> need : step.needs().entrySet()) {
            if (asked.test(need.getKey())) {
                own.add(need.getKey());
            } else if (need.getValue() == Step.Need.VALUE) {
                throw new IllegalStateException(
                        step.id() + " wants a value of " + need.getKey().id() + ", which this input does not ask for");
            } else {
                inherited.addAll(waitsFor(need.getKey(), asked));
            }
        }
        Set<Step<?>> implied = new HashSet<>();
        own.forEach(before -> collect(before, asked, implied));
        inherited.forEach(before -> collect(before, asked, implied));
        inherited.removeAll(implied);
        own.addAll(inherited);
        return own;
    }

    /** Everything before a step, at whatever distance. */
    private void collect(Step<?> step, Predicate<Step<?>> asked, Set<Step<?>> before) {
        for (Step<?> need : waitsFor(step, asked)) {
            before.add(need);
            collect(need, asked, before);
        }
    }
}
