package dev.crossrun.engine;

import dev.crossrun.run.RunEvent;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.effect.EffectState;
import dev.crossrun.run.effect.LedgerEntry;
import dev.crossrun.run.effect.Presence;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.run.effect.UndoItem;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.TaskKind;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Takes back what a run did: looks at each effect, shows what would be done and has it confirmed, then goes backwards through
 * the steps. What was there before the run is never touched; a removal that fails asks somebody, like any step.
 */
final class Undoing {
    private static final String UNDO = "undo";

    /** The name of the report among the run's artifacts. */
    private static final String REPORT = "undo-report.md";

    /** Its task belongs to no step. */
    private static final String RUN = "run";

    private final RunEngine engine;
    private final Map<Integer, Removal> seen = new HashMap<>();

    Undoing(RunEngine engine) {
        this.engine = engine;
    }

    /** Undoes what it has shown, if that is confirmed; says whether it was. */
    boolean run() {
        goBackwards(true, entry -> true);
        boolean undoes = items().stream().anyMatch(item -> item.action() == UndoItem.Action.UNDO);
        if (undoes && !confirm()) {
            return false;
        }
        goBackwards(false, entry -> !goesWith(entry));
        goBackwards(false, this::goesWith);
        keepReport();
        return true;
    }

    /** What of a step's effects stays, or was there before, as far as the run has looked. */
    List<String> staying(String step) {
        return engine.ledger().backwards(step).stream()
                .filter(entry ->
                        entry.adopted() || entry.state() == EffectState.KEPT || looked(entry, Removal.Outcome.KEPT))
                .map(LedgerEntry::what)
                .toList();
    }

    /** What is done, or would be, as far as the run has looked: the last effects first. */
    List<UndoItem> items() {
        List<UndoItem> items = new ArrayList<>();
        for (StepState step : engine.steps().backwards()) {
            if (told(step)) {
                items.add(new UndoItem(
                        step.id(),
                        step.definition().title(),
                        UndoItem.Action.KEEP,
                        Optional.of(step.definition().undo()),
                        Optional.empty(),
                        Optional.empty()));
            }
            engine.ledger().backwards(step.id()).forEach(entry -> items.add(item(step, entry)));
            if (engine.ledger().effects(step.id()).isEmpty() && step.status() != StepStatus.SKIPPED) {
                keptByThePlan(step).ifPresent(items::add);
            }
        }
        return items;
    }

    /** What the plan found as it should be, where the step has not come to it. */
    private Optional<UndoItem> keptByThePlan(StepState step) {
        return engine.planning().plan().stream()
                .flatMap(plan -> plan.steps().stream())
                .filter(planned -> planned.step().equals(step.id()))
                .filter(planned -> planned.action() == PlannedStep.Action.KEEP)
                .findFirst()
                .map(planned -> new UndoItem(
                        step.id(),
                        planned.resource(),
                        UndoItem.Action.KEEP,
                        Optional.of("\"" + step.definition().title()
                                + "\" had nothing to do when the run was planned, and has done nothing"),
                        Optional.empty(),
                        Optional.of(EffectState.ADOPTED)));
    }

    /** What a person did in a console a person must take back. */
    private static boolean told(StepState step) {
        return step.definition().irreversible() && step.claimed();
    }

    private UndoItem item(StepState step, LedgerEntry entry) {
        Optional<String> kept = kept(entry);
        return new UndoItem(
                step.id(),
                entry.what(),
                kept.isPresent() ? UndoItem.Action.KEEP : UndoItem.Action.UNDO,
                kept.or(() -> note(entry)),
                kept.isPresent() ? Optional.empty() : step.definition().undoWarning(),
                Optional.of(entry.state()));
    }

    private Optional<String> kept(LedgerEntry entry) {
        if (entry.adopted()) {
            return Optional.of(
                    entry.found().presence() == Presence.OURS
                            ? "An earlier run of this name made it; what this one has set on it stays"
                            : "It was there before this run; what the run has set on it stays");
        }
        if (entry.state() == EffectState.UNDONE) {
            return Optional.empty();
        }
        return Optional.ofNullable(seen.get(entry.number()))
                .filter(removal -> removal.outcome() == Removal.Outcome.KEPT)
                .flatMap(Removal::reason);
    }

    /** One look that sees nothing proves nothing: what was just made may not be shown yet. */
    private Optional<String> note(LedgerEntry entry) {
        Optional<Removal> looked = Optional.ofNullable(seen.get(entry.number()));
        boolean gone = looked(entry, Removal.Outcome.GONE);
        if (entry.state() == EffectState.UNDONE) {
            return gone ? Optional.of("It was not there any more") : Optional.empty();
        }
        return gone
                ? Optional.of("It was not there when the run looked")
                : looked.map(Removal::reason).orElse(Optional.of(UndoItem.UNSEEN));
    }

    private boolean confirm() {
        TaskSpec spec = TaskSpec.plain(
                "Undo what the run did",
                "This would be taken back, in this order; what is kept is told with the reason. What was not there is looked for"
                        + " once more.\n\n" + list(),
                Forms.answer(UNDO, "Take it back"),
                Forms.answer(Decisions.ABORT, "Leave everything as it is"));
        TaskRecord task = engine.tasks().open(RUN, TaskKind.UNDO, spec, answer -> Checked.accepted(answer, Map.of()));
        engine.tasks().await(task);
        return task.accepted()
                .map(answer -> ((Answer) answer).action().equals(UNDO))
                .orElse(false);
    }

    private void goBackwards(boolean preview, Predicate<LedgerEntry> which) {
        for (StepState step : engine.steps().backwards()) {
            List<LedgerEntry> own = engine.ledger().backwards(step.id());
            List<LedgerEntry> made = own.stream()
                    .filter(entry -> !entry.adopted() && entry.state() != EffectState.UNDONE)
                    .toList();
            List<LedgerEntry> now = made.stream().filter(which).toList();
            if (!now.isEmpty()) {
                StepStatus before = step.status();
                step.status(preview ? before : StepStatus.UNDOING);
                engine.changed();
                try {
                    byCall(now).forEach((undo, entries) -> take(step, undo, entries, preview));
                } finally {
                    step.status(preview ? before : outcome(step, before));
                }
            } else if (!preview
                    && made.isEmpty()
                    && (!own.isEmpty() || told(step))
                    && step.status() != StepStatus.UNDONE) {
                step.status(StepStatus.KEPT);
            }
        }
    }

    /** What goes with another thing comes after it: that may be kept after all. */
    private boolean goesWith(LedgerEntry entry) {
        return looked(entry, Removal.Outcome.GOES_WITH);
    }

    private boolean looked(LedgerEntry entry, Removal.Outcome outcome) {
        return Optional.ofNullable(seen.get(entry.number()))
                .filter(removal -> removal.outcome() == outcome)
                .isPresent();
    }

    /** Of an undo that was stopped in the midst of a step, that step stands as before. */
    private StepStatus outcome(StepState step, StepStatus before) {
        Set<EffectState> states = engine.ledger().backwards(step.id()).stream()
                .filter(entry -> !entry.adopted())
                .map(LedgerEntry::state)
                .collect(Collectors.toSet());
        if (states.contains(EffectState.CREATED) || states.contains(EffectState.INTENDED)) {
            return before;
        }
        return states.contains(EffectState.KEPT) ? StepStatus.KEPT : StepStatus.UNDONE;
    }

    private Map<Undo, List<LedgerEntry>> byCall(List<LedgerEntry> entries) {
        Map<Undo, List<LedgerEntry>> calls = new LinkedHashMap<>();
        entries.forEach(entry -> calls.computeIfAbsent(engine.ledger().undo(entry), undo -> new ArrayList<>())
                .add(entry));
        return calls;
    }

    private void take(StepState step, Undo undo, List<LedgerEntry> entries, boolean preview) {
        List<String> effects = entries.stream()
                .filter(entry -> preview || shownAsUndone(entry))
                .map(LedgerEntry::what)
                .toList();
        Map<String, Removal> removals = effects.isEmpty() ? Map.of() : attempt(step, undo, effects, preview);
        for (LedgerEntry entry : entries) {
            Removal removal = Optional.ofNullable(removals.get(entry.what()))
                    .or(() -> Optional.ofNullable(seen.get(entry.number())))
                    .orElseGet(() -> Removal.kept("Nothing was told of it"));
            seen.put(entry.number(), removal);
            if (!preview) {
                settle(step, entry, removal);
            }
        }
    }

    /** What was shown as kept stays, whatever has become of it since. */
    private boolean shownAsUndone(LedgerEntry entry) {
        return Objects.requireNonNull(seen.get(entry.number())).outcome() != Removal.Outcome.KEPT;
    }

    private Map<String, Removal> attempt(StepState step, Undo undo, List<String> effects, boolean preview) {
        while (true) {
            try {
                return undo.undo(effects, preview);
            } catch (ActivityFailure | ApplicationFailure failure) {
                Cancellation.propagate(failure);
                Optional<String> kept = new Step(engine, step).decisions().keepInstead(failure);
                if (kept.isPresent()) {
                    Map<String, Removal> all = Undo.never(kept.get()).undo(effects, preview);
                    return preview || effects.size() == 1 ? all : butWhatIsGone(all, undo);
                }
            }
        }
    }

    /** A call that takes back many failed in the midst of them. */
    private static Map<String, Removal> butWhatIsGone(Map<String, Removal> kept, Undo undo) {
        Map<String, Removal> removals = new HashMap<>(kept);
        try {
            undo.undo(List.copyOf(kept.keySet()), true).forEach((effect, removal) -> {
                if (removal.outcome() == Removal.Outcome.GONE) {
                    removals.put(effect, removal);
                }
            });
        } catch (ActivityFailure | ApplicationFailure unseen) {
            Cancellation.propagate(unseen);
        }
        return removals;
    }

    private void settle(StepState step, LedgerEntry entry, Removal removal) {
        EffectState state = switch (removal.outcome()) {
            case REMOVED -> EffectState.UNDONE;
            case GONE -> entry.state() == EffectState.INTENDED ? EffectState.NEVER_HAPPENED : EffectState.UNDONE;
            case KEPT -> EffectState.KEPT;
            case FAILED, GOES_WITH -> throw new IllegalStateException(entry.what() + " was asked for too early");
        };
        engine.ledger().settle(entry, state);
        engine.journal()
                .step(
                        RunEvent.Type.UNDONE,
                        step.id(),
                        state + ": " + entry.what()
                                + removal.reason().map(why -> ": " + why).orElse(""));
    }

    private void keepReport() {
        String report = "# What became of what the run did\n\n" + list() + "\n";
        engine.keep(RUN, Document.of(REPORT, "text/markdown", report.getBytes(StandardCharsets.UTF_8)));
    }

    /** What is left for people, and what the run had found, in sentences. */
    String remains() {
        String left = told(item -> item.state().isEmpty() || item.state().equals(Optional.of(EffectState.KEPT)));
        // What is still only intended was there before: everything else has been settled.
        String found = told(item -> item.state().equals(Optional.of(EffectState.ADOPTED))
                || item.state().equals(Optional.of(EffectState.INTENDED)));
        return (left.isEmpty() ? "Nothing that it made remains." : "What remains: " + left + ".")
                + (found.isEmpty() ? "" : " What was there before it stays: " + found + ".");
    }

    private String told(Predicate<UndoItem> which) {
        return items().stream()
                .filter(which)
                .map(item -> item.effect() + " (" + item.reason().orElse("") + ")")
                .collect(Collectors.joining("; "));
    }

    private String list() {
        return items().stream().map(Undoing::line).collect(Collectors.joining("\n"));
    }

    private static String line(UndoItem item) {
        return "- " + item.action() + " `" + item.effect() + "` (" + item.step() + ")"
                + item.reason().map(why -> ": " + why).orElse("")
                + item.warning().map(warning -> " **" + warning + "**").orElse("");
    }
}
