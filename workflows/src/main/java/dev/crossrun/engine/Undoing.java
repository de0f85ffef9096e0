package dev.crossrun.engine;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.Removals;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.engine.effect.UndoLines;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.document.MarkdownText;
import dev.crossrun.run.effect.EffectState;
import dev.crossrun.run.effect.LedgerEntry;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.run.effect.RemovalCall;
import dev.crossrun.run.effect.UndoItem;
import dev.crossrun.run.failure.FailureView;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.TaskKind;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Undoes the effects of a ledger: looks at each, shows what would be done and has it confirmed, then goes backwards through the
 * steps. What was there before the run is never touched; a removal that fails asks somebody, like any step.
 */
final class Undoing {
    private static final String UNDO = "undo";

    /** The name of the report among the run's artifacts. */
    private static final String REPORT = "undo-report.md";

    private static final String NOT_CONFIRMED = "The undo was not confirmed: what the run had done is left as it is.";

    /** Its task belongs to no step. */
    private static final String RUN = "run";

    private final Workbench bench;
    private final Steps steps;
    private final Planning planning;
    private final Map<Integer, Removal> seen = new HashMap<>();
    private Optional<String> warning = Optional.empty();
    private Supplier<Optional<String>> check = Optional::empty;

    Undoing(Workbench bench, Steps steps, Planning planning) {
        this.bench = bench;
        this.steps = steps;
        this.planning = planning;
    }

    /** What the approver must know besides the items. */
    void warn(String sentence) {
        warning = Optional.of(sentence);
    }

    /** Days may pass until an undo is confirmed: {@code obstacle} then says why nothing may be undone any more. */
    void onlyIf(Supplier<Optional<String>> obstacle) {
        check = obstacle;
    }

    /**
     * Undoes what it has shown, if that is confirmed.
     *
     * @return why nothing was undone; empty if it was
     */
    Optional<String> run() {
        look();
        if (items().stream().anyMatch(Undoing::isLeft)) {
            Optional<String> obstacle = confirm() ? check.get() : Optional.of(NOT_CONFIRMED);
            if (obstacle.isPresent()) {
                return obstacle;
            }
        }
        remove(false);
        remove(true);
        keepReport();
        return Optional.empty();
    }

    /** From what is known by now: not to be kept over a call. */
    private UndoPlan plan() {
        return new UndoPlan(bench.ledger().all(), seen);
    }

    /** Containers first: their parts are looked at only if the container stays. */
    private void look() {
        bench.ledger().all().stream().filter(LedgerEntry::byPerson).forEach(this::lookAtPersons);
        look(false);
        look(true);
    }

    private void look(boolean parts) {
        for (StepState step : steps.backwards()) {
            UndoPlan plan = plan();
            List<LedgerEntry> now = bench.ledger().backwards(step.id()).stream()
                    .filter(entry -> entry.undoable() && entry.undo().removal().isPresent())
                    .filter(entry -> entry.undo().deletedTogether() == parts && !plan.goesWithContainer(entry))
                    .toList();
            call(step, now, true);
        }
    }

    /** Whether a person has made the change that a step asks for, where nobody says so. */
    private void lookAtPersons(LedgerEntry change) {
        if (!plan().stands(change) && change.undo().removal().isPresent()) {
            steps.backwards().stream()
                    .filter(step -> step.id().equals(change.step()))
                    .forEach(step -> call(step, List.of(change), true));
        }
    }

    /** Of each step, what is removed by itself; {@code parts}: or has gone with what contains it. */
    private void remove(boolean parts) {
        for (StepState step : steps.backwards()) {
            UndoPlan plan = plan();
            List<LedgerEntry> own = bench.ledger().backwards(step.id());
            List<LedgerEntry> undoable =
                    own.stream().filter(LedgerEntry::undoable).toList();
            List<LedgerEntry> now = undoable.stream()
                    .filter(entry -> parts || !plan.goesWithContainer(entry))
                    .toList();
            StepStatus before = step.status();
            if (!now.isEmpty()) {
                step.status(StepStatus.UNDOING);
                bench.run().change();
                try {
                    remove(step, now);
                } finally {
                    step.status(outcome(step, before));
                }
            } else if (undoable.isEmpty()
                    && before != StepStatus.UNDONE
                    && own.stream().anyMatch(entry -> !entry.byPerson() || plan.stands(entry))) {
                step.status(StepStatus.KEPT);
            }
        }
    }

    private void remove(StepState step, List<LedgerEntry> entries) {
        UndoPlan before = plan();
        entries.stream()
                .flatMap(entry -> before.undecidedKeeper(entry).stream())
                .distinct()
                .forEach(this::lookAtPersons);
        UndoPlan plan = plan();
        List<LedgerEntry> called = new ArrayList<>();
        for (LedgerEntry entry : entries) {
            Optional<String> kept = plan.kept(entry);
            if (kept.isPresent()) {
                settle(entry, Removal.kept(kept.get()));
            } else if (plan.goesWithContainer(entry)) {
                settle(entry, Removal.removed());
            } else {
                called.add(entry);
            }
        }
        call(step, called, false);
    }

    /** Calls the removals of these entries, those of one kind together. */
    private void call(StepState step, List<LedgerEntry> entries, boolean preview) {
        UndoPlan.portions(entries).forEach(portion -> attempt(step, portion, preview));
    }

    private void attempt(StepState step, List<LedgerEntry> entries, boolean preview) {
        List<LedgerEntry> left = entries;
        while (!left.isEmpty()) {
            try {
                List<Removal> removals = call(step, preview, left);
                List<FailureView> failures = removals.stream()
                        .flatMap(removal -> removal.failure().stream())
                        .toList();
                left = took(left, removals, preview);
                if (!left.isEmpty()) {
                    throw FailureType.ofItems(
                            left.stream().map(LedgerEntry::what).toList(), failures);
                }
            } catch (ActivityFailure | ApplicationFailure failure) {
                Cancellation.propagate(failure);
                Optional<String> kept = steps.of(step).offers().keepInstead(failure);
                if (kept.isPresent()) {
                    left.forEach(entry -> took(entry, Removal.kept(kept.get()), preview));
                    left = List.of();
                }
            }
        }
    }

    private List<Removal> call(StepState step, boolean preview, List<LedgerEntry> entries) {
        List<RemovalCall> removals = entries.stream().map(Undoing::removal).toList();
        List<Duration> patience = removals.stream().map(Removals::patience).toList();
        String what = (entries.size() == 1 ? "" : entries.size() + " of ") + "\""
                + step.definition().title() + "\"";
        return List.of(steps.of(step)
                .untyped(
                        (preview ? "Check whether this can be undone: " : "Undo ") + what,
                        patience.get(0),
                        entries.size() > 1)
                .execute(
                        removals.get(0).activity(),
                        Removal[].class,
                        removals.stream().map(RemovalCall::arguments).toList(),
                        new UndoPass(preview, removed(removals))));
    }

    /** Takes what a call said of each entry, and gives those that failed. */
    private List<LedgerEntry> took(List<LedgerEntry> entries, List<Removal> removals, boolean preview) {
        List<LedgerEntry> failed = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (removals.get(i).outcome() == Removal.Outcome.FAILED) {
                failed.add(entries.get(i));
            } else {
                took(entries.get(i), removals.get(i), preview);
            }
        }
        return failed;
    }

    private void took(LedgerEntry entry, Removal removal, boolean preview) {
        seen.put(entry.number(), removal);
        if (!preview) {
            settle(entry, removal);
        }
        bench.run().change();
    }

    private void settle(LedgerEntry entry, Removal removal) {
        seen.put(entry.number(), removal);
        bench.settle(entry, removal);
    }

    /** Of the keys that these removals name, those of what is removed, or would be: what holds a resource goes before it. */
    private List<String> removed(List<RemovalCall> removals) {
        UndoPlan plan = plan();
        return removals.stream()
                .flatMap(RemovalCall::names)
                .distinct()
                .filter(plan::removed)
                .toList();
    }

    private static RemovalCall removal(LedgerEntry entry) {
        return entry.undo().removal().orElseThrow();
    }

    /** Of an undo that was stopped in the midst of a step, that step stands as before. */
    private StepStatus outcome(StepState step, StepStatus before) {
        Set<EffectState> states = bench.ledger().backwards(step.id()).stream()
                .filter(entry -> !entry.adopted() && !entry.byPerson())
                .map(LedgerEntry::state)
                .collect(Collectors.toSet());
        if (states.contains(EffectState.CREATED) || states.contains(EffectState.INTENDED)) {
            return before;
        }
        return states.contains(EffectState.KEPT) ? StepStatus.KEPT : StepStatus.UNDONE;
    }

    /** Whether something is to be undone that an earlier undo has not undone. */
    private static boolean isLeft(UndoItem item) {
        return item.action() == UndoItem.Action.UNDO && !item.state().equals(Optional.of(EffectState.UNDONE));
    }

    private boolean confirm() {
        TaskSpec spec = TaskSpec.plain(
                "Undo what the run did",
                warning.map(sentence -> "**" + MarkdownText.escaped(sentence) + "**\n\n")
                                .orElse("")
                        + "This would be undone, in this order. Items that are kept show the reason. Missing items are"
                        + " checked once more.\n\n"
                        + list(item -> item.action() == UndoItem.Action.KEEP || isLeft(item)),
                Forms.answer(UNDO, "Undo it"),
                Forms.answer(Offers.ABORT, "Leave everything as it is"));
        TaskRecord task = bench.tasks().open(RUN, TaskKind.UNDO, spec, answer -> Checked.accepted(answer, Map.of()));
        bench.tasks().await(task);
        return task.accepted()
                .map(answer -> ((Answer) answer).action().equals(UNDO))
                .orElse(false);
    }

    /** What is done, or would be, as far as the run has looked: the last effects first. */
    List<UndoItem> items() {
        UndoPlan plan = plan();
        List<UndoItem> items = new ArrayList<>();
        for (StepState step : steps.backwards()) {
            List<LedgerEntry> own = bench.ledger().backwards(step.id());
            own.stream()
                    .filter(LedgerEntry::byPerson)
                    .filter(plan::stands)
                    .forEach(entry -> items.add(byPerson(entry)));
            own.stream()
                    .filter(entry -> !entry.byPerson())
                    .forEach(entry ->
                            items.add(plan.item(entry, step.definition().undoWarning())));
            if (bench.ledger().effects(step.id()).isEmpty() && step.status() != StepStatus.SKIPPED) {
                planning.kept(step.id()).ifPresent(resource -> items.add(keptByThePlan(step, resource)));
            }
        }
        return items;
    }

    /** What a person did in a console a person must undo. */
    private static UndoItem byPerson(LedgerEntry entry) {
        return new UndoItem(
                entry.step(),
                entry.what(),
                UndoItem.Action.KEEP,
                entry.undo().byHand(),
                Optional.empty(),
                Optional.empty());
    }

    /** What the plan found as it should be, where the step has not come to it. */
    private static UndoItem keptByThePlan(StepState step, String resource) {
        return new UndoItem(
                step.id(),
                resource,
                UndoItem.Action.KEEP,
                Optional.of("Already in place when the run was planned. \""
                        + step.definition().title() + "\" did not change it."),
                Optional.empty(),
                Optional.of(EffectState.ADOPTED));
    }

    private void keepReport() {
        String report = "# What the undo did\n\n" + list(item -> true) + "\n";
        bench.documents().keep(RUN, Document.of(REPORT, "text/markdown", report.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether people have something left to undo. */
    boolean partly() {
        return items(Undoing::remains).findAny().isPresent();
    }

    private static boolean remains(UndoItem item) {
        return item.state().isEmpty() || item.state().equals(Optional.of(EffectState.KEPT));
    }

    /** What is left for people, and what the run had found, in sentences. */
    String remains() {
        String left = UndoLines.sentence(items(Undoing::remains));
        // What is still only intended was there before: everything else has been settled.
        String found = UndoLines.sentence(items(item -> item.state().equals(Optional.of(EffectState.ADOPTED))
                || item.state().equals(Optional.of(EffectState.INTENDED))));
        return (left.isEmpty() ? "Nothing that it made remains." : "What remains: " + left + ".")
                + (found.isEmpty() ? "" : " What was there before it stays: " + found + ".");
    }

    private Stream<UndoItem> items(Predicate<UndoItem> which) {
        return items().stream().filter(which);
    }

    private String list(Predicate<UndoItem> which) {
        return UndoLines.markdown(items(which).toList());
    }
}
