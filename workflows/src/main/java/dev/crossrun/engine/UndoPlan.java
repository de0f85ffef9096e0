package dev.crossrun.engine;

import dev.crossrun.engine.effect.Batch;
import dev.crossrun.run.effect.EffectState;
import dev.crossrun.run.effect.LedgerEntry;
import dev.crossrun.run.effect.Presence;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.effect.UndoItem;
import dev.crossrun.run.failure.FailureView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an undo does about each effect, from the ledger and from what was seen of the world by now. Calls nothing. */
final class UndoPlan {
    private final Map<String, List<LedgerEntry>> entries;
    private final Map<String, List<LedgerEntry>> contents;
    private final Map<String, LedgerEntry> people;
    private final Map<Integer, Removal> seen;
    /** By the entries' numbers: each effect of a large ledger asks for its container's. */
    private final Map<Integer, Optional<String>> kept = new HashMap<>();

    /** {@code seen}: what the look at an effect said, or what its removal did, by the entry's number. */
    UndoPlan(List<LedgerEntry> ledger, Map<Integer, Removal> seen) {
        this.entries = ledger.stream()
                .filter(entry -> entry.state() != EffectState.NEVER_HAPPENED)
                .collect(Collectors.groupingBy(LedgerEntry::what));
        this.contents = ledger.stream()
                .filter(entry -> entry.undo().in().isPresent())
                .collect(Collectors.groupingBy(
                        entry -> entry.undo().in().orElseThrow().what()));
        this.people = ledger.stream()
                .filter(LedgerEntry::byPerson)
                .collect(Collectors.toMap(LedgerEntry::step, entry -> entry, (first, second) -> first));
        this.seen = Map.copyOf(seen);
    }

    /** What one call removes each: entries of one kind of removal, in their order. */
    static List<List<LedgerEntry>> portions(List<LedgerEntry> entries) {
        Map<String, List<LedgerEntry>> kinds = new LinkedHashMap<>();
        entries.forEach(entry -> kinds.computeIfAbsent(
                        entry.undo().removal().orElseThrow().activity(), kind -> new ArrayList<>())
                .add(entry));
        List<List<LedgerEntry>> portions = new ArrayList<>();
        for (List<LedgerEntry> kind : kinds.values()) {
            for (int from = 0; from < kind.size(); from += Batch.AT_ONCE) {
                portions.add(kind.subList(from, Math.min(from + Batch.AT_ONCE, kind.size())));
            }
        }
        return portions;
    }

    /** Why an effect stays; empty if it is undone, or was. */
    Optional<String> kept(LedgerEntry entry) {
        if (entry.state() == EffectState.UNDONE) {
            return Optional.empty();
        }
        Optional<String> known = kept.get(entry.number());
        if (known == null) {
            known = keptByItself(entry).or(() -> keptAsPart(entry)).or(() -> keptByContents(entry));
            kept.put(entry.number(), known);
        }
        return known;
    }

    /** Whether an effect of this key is removed, or would be as far as it was looked at. */
    boolean removed(String what) {
        return entries.getOrDefault(what, List.of()).stream()
                .anyMatch(entry -> entry.state() == EffectState.UNDONE
                        || (entry.undoable()
                                && seen.containsKey(entry.number())
                                && kept(entry).isEmpty()));
    }

    /** Whether an effect is undone by deleting what contains it. */
    boolean goesWithContainer(LedgerEntry entry) {
        return entry.undo().deletedTogether()
                && container(entry).filter(this::goes).isPresent();
    }

    /** Whether a person's change stands: somebody says so, or it was seen. */
    boolean stands(LedgerEntry byPerson) {
        return byPerson.claimed() || has(byPerson, Removal.Outcome.KEPT);
    }

    /** What keeps the effect, as long as nobody knows whether the person's change stands. */
    Optional<LedgerEntry> undecidedKeeper(LedgerEntry entry) {
        return keeper(entry).filter(byPerson -> !stands(byPerson));
    }

    private Optional<String> keptByItself(LedgerEntry entry) {
        if (entry.adopted()) {
            return Optional.of(
                    entry.found().presence() == Presence.OURS
                            ? "An earlier run of this name created it. What this run has set on it stays"
                            : "It existed before this run. What the run has set on it stays");
        }
        if (has(entry, Removal.Outcome.KEPT)) {
            return reason(entry);
        }
        return keeper(entry)
                .filter(this::stands)
                .flatMap(byPerson -> entry.undo().keeper())
                .map(Undo.Keeper::why);
    }

    private Optional<String> keptAsPart(LedgerEntry entry) {
        if (entry.undo().removal().isPresent() || goesWithContainer(entry)) {
            return Optional.empty();
        }
        return entry.undo()
                .byHand()
                .or(() -> entry.undo()
                        .in()
                        .map(in -> "It is a part of " + in.what() + ", which "
                                + (container(entry)
                                                .filter(whole -> !whole.adopted())
                                                .isPresent()
                                        ? "stays"
                                        : "was there before this run")));
    }

    private Optional<String> keptByContents(LedgerEntry entry) {
        String staying = contents.getOrDefault(entry.what(), List.of()).stream()
                .filter(inside -> inside.state() != EffectState.UNDONE
                        && inside.state() != EffectState.NEVER_HAPPENED
                        && keptByItself(inside).or(() -> keptByContents(inside)).isPresent())
                .sorted(Comparator.comparing(LedgerEntry::number).reversed())
                .map(LedgerEntry::what)
                .collect(Collectors.joining(", "));
        return staying.isEmpty() ? Optional.empty() : Optional.of("What stays is in it: " + staying);
    }

    private boolean goes(LedgerEntry container) {
        return container.state() == EffectState.UNDONE
                || (container.undoable() && kept(container).isEmpty());
    }

    private Optional<LedgerEntry> container(LedgerEntry entry) {
        return entry.undo()
                .in()
                .flatMap(in ->
                        entries.getOrDefault(in.what(), List.of()).stream().findFirst());
    }

    private Optional<LedgerEntry> keeper(LedgerEntry entry) {
        return entry.undo().keeper().flatMap(keeper -> Optional.ofNullable(people.get(keeper.step())));
    }

    private boolean has(LedgerEntry entry, Removal.Outcome outcome) {
        return Optional.ofNullable(seen.get(entry.number()))
                .filter(removal -> removal.outcome() == outcome)
                .isPresent();
    }

    private Optional<String> reason(LedgerEntry entry) {
        return Optional.ofNullable(seen.get(entry.number()))
                .flatMap(removal -> removal.reason().or(() -> removal.failure().map(FailureView::message)));
    }

    /** The line of an effect that calls made. */
    UndoItem item(LedgerEntry entry, Optional<String> warning) {
        Optional<String> kept = kept(entry);
        return new UndoItem(
                entry.step(),
                entry.what(),
                kept.isPresent() ? UndoItem.Action.KEEP : UndoItem.Action.UNDO,
                kept.or(() -> note(entry)),
                kept.isPresent() ? Optional.empty() : warning,
                Optional.of(entry.state()));
    }

    /** One look that sees nothing proves nothing: what was just made may not be shown yet. */
    private Optional<String> note(LedgerEntry entry) {
        boolean gone = has(entry, Removal.Outcome.GONE);
        if (entry.state() == EffectState.UNDONE) {
            return gone ? Optional.of("It was not there any more") : Optional.empty();
        }
        if (goesWithContainer(entry)) {
            return entry.undo().in().map(in -> UndoItem.TOGETHER + in.what());
        }
        if (gone) {
            return Optional.of("It did not exist when the run checked");
        }
        return seen.containsKey(entry.number()) ? reason(entry) : Optional.of(UndoItem.UNSEEN);
    }
}
