package dev.crossrun.engine;

import dev.crossrun.run.effect.EffectState;
import dev.crossrun.run.effect.EffectView;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.LedgerEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The effects of a run, in the order in which they were intended. An effect is here before it is attempted. */
final class Ledger {
    private final List<LedgerEntry> entries = new ArrayList<>();
    private final Map<Integer, Undo> undos = new HashMap<>();

    /** The effect of this key, unless it never happened: then it is attempted anew, after another look. */
    Optional<LedgerEntry> entry(String step, String what) {
        return entries.stream()
                .filter(entry -> entry.state() != EffectState.NEVER_HAPPENED)
                .filter(entry -> entry.step().equals(step) && entry.what().equals(what))
                .findFirst();
    }

    LedgerEntry intend(String step, int round, String what, Found found) {
        LedgerEntry entry = new LedgerEntry(
                entries.size() + 1, step, round, what, EffectState.INTENDED, found, Journal.now(), Optional.empty());
        entries.add(entry);
        return entry;
    }

    void settle(LedgerEntry entry, EffectState state) {
        entries.set(entry.number() - 1, entry.settled(state, Journal.now()));
    }

    /** Somebody else made the thing between the look and the attempt. */
    LedgerEntry foundThere(LedgerEntry entry) {
        LedgerEntry found = entry.foundThere();
        entries.set(entry.number() - 1, found);
        return found;
    }

    /** How an effect is taken back: as the latest round of its step says. */
    void undo(LedgerEntry entry, Undo undo) {
        undos.put(entry.number(), undo);
    }

    Undo undo(LedgerEntry entry) {
        return Optional.ofNullable(undos.get(entry.number())).orElseThrow();
    }

    /** The entries of a step, the latest first, but for what never happened: there is nothing to take back. */
    List<LedgerEntry> backwards(String step) {
        List<LedgerEntry> own = new ArrayList<>(entries.stream()
                .filter(entry -> entry.step().equals(step))
                .filter(entry -> entry.state() != EffectState.NEVER_HAPPENED)
                .toList());
        Collections.reverse(own);
        return own;
    }

    List<LedgerEntry> all() {
        return List.copyOf(entries);
    }

    List<EffectView> effects(String step) {
        return entries.stream()
                .filter(entry -> entry.step().equals(step))
                .map(entry -> new EffectView(entry.what(), entry.state()))
                .toList();
    }
}
