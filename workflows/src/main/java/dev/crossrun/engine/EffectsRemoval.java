package dev.crossrun.engine;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.engine.metrics.RunMetrics;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.document.MarkdownText;
import dev.crossrun.run.effect.EffectState;
import dev.crossrun.run.effect.LedgerEntry;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.run.failure.FailureView;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.TaskKind;
import dev.crossrun.timer.NamedTimer;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Removes the effects of a step before the run ends. It tries until it succeeds, without limit. */
final class EffectsRemoval {
    /** How long one call of a removal may take. */
    private static final Duration LIMIT = Duration.ofMinutes(20);

    /**
     * Pauses between attempts of a removal that fails for good, each twice as long as the one before. An attempt has about 11
     * events, and Temporal ends a run at 51,200: an hour apart, they last for half a year.
     */
    private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(1);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final StepContext context;
    private final Workbench bench;
    private final String step;
    private final Map<String, EffectState> states = new LinkedHashMap<>();
    private Optional<Asking> asking = Optional.empty();
    private Duration pause = SHORTEST_PAUSE;

    EffectsRemoval(StepContext context, Workbench bench, String step) {
        this.context = context;
        this.bench = bench;
        this.step = step;
    }

    Map<String, EffectState> run() {
        for (List<LedgerEntry> left = left(); !left.isEmpty(); left = left()) {
            List<FailureView> failures = tryOnce(left);
            if (!failures.isEmpty()) {
                ask(failures);
            }
        }
        asking.ifPresent(Asking::stop);
        return states;
    }

    private List<LedgerEntry> left() {
        return bench.ledger().backwards(step).stream()
                .filter(entry -> entry.undoable() && entry.undo().removal().isPresent())
                .toList();
    }

    private List<FailureView> tryOnce(List<LedgerEntry> entries) {
        List<FailureView> failures = new ArrayList<>();
        UndoPlan.portions(entries).forEach(portion -> failures.addAll(call(portion)));
        return failures;
    }

    private List<FailureView> call(List<LedgerEntry> entries) {
        String what = entries.size() == 1 ? "an effect" : entries.size() + " effects";
        try {
            Removal[] results = context.untyped("Remove " + what + " of the step " + step, LIMIT, true)
                    .execute(
                            entries.get(0).undo().removal().orElseThrow().activity(),
                            Removal[].class,
                            entries.stream()
                                    .map(entry ->
                                            entry.undo().removal().orElseThrow().arguments())
                                    .toList(),
                            new UndoPass(false, List.of()));
            List<FailureView> failures = new ArrayList<>();
            for (int i = 0; i < results.length; i++) {
                results[i].failure().ifPresent(failures::add);
                settle(entries.get(i), results[i]);
            }
            return failures;
        } catch (ActivityFailure failure) {
            Cancellation.propagate(failure);
            return List.of(FailureType.view(failure));
        }
    }

    private void settle(LedgerEntry entry, Removal removal) {
        if (removal.outcome() != Removal.Outcome.FAILED) {
            states.put(entry.what(), bench.settle(entry, removal));
            bench.run().change();
        }
    }

    /** Opens one decision task and waits a while: a person who has fixed the cause can retry at once. */
    private void ask(List<FailureView> failures) {
        if (asking.filter(open -> !open.answered()).isEmpty()) {
            asking = Optional.of(new Asking(failures.get(0)));
            pause = SHORTEST_PAUSE;
        }
        Asking open = asking.orElseThrow();
        NamedTimer.await(pause, "Pause before the next attempt to remove", open::answered);
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    static TaskSpec task(FailureView why) {
        return TaskSpec.plain(
                "Stuck: the removal",
                MarkdownText.escaped(why.message())
                        + why.remedy()
                                .map(remedy -> "\n\nWhat would fix it: " + remedy)
                                .orElse("")
                        + "\n\nCrossrun tries again, first after a minute, later every hour. You do not have to answer this task."
                        + " *retry* tries at once.",
                Forms.answer(Offer.RETRY, "Try now: the cause is fixed"));
    }

    /** A decision that is open while it goes on being tried. */
    private final class Asking {
        private final CompletablePromise<Optional<Answer>> answer = Workflow.newPromise();
        private final CancellationScope scope;

        Asking(FailureView why) {
            TaskSpec spec = task(why);
            RunMetrics.ofRun().stuck(context.definition(), why);
            bench.journal().step(RunEvent.Type.STEP_STUCK, context.id(), "The removal is stuck: " + why.message());
            scope = Workflow.newCancellationScope(() -> answer.completeFrom(Async.function(
                    () -> context.ask(TaskKind.DECISION, spec, given -> Checked.accepted(given, Map.of())))));
            scope.run();
        }

        boolean answered() {
            return answer.isCompleted();
        }

        void stop() {
            scope.cancel();
            Workflow.await(answer::isCompleted);
        }
    }
}
