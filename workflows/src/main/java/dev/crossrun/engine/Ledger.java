package dev.crossrun.engine;

import dev.crossrun.run.effect.EffectState;
import dev.crossrun.run.effect.EffectView;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.LedgerEntry;
import dev.crossrun.run.effect.LedgerPage;
import dev.crossrun.run.effect.ProviderCall;
import dev.crossrun.run.effect.Undo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The effects of a run, in the order in which they were intended. An effect is here before it is attempted. */
final class Ledger {
    private final List<LedgerEntry> entries = new ArrayList<>();
    /** The number of the latest entry of a key. */
    private final Map<Key, Integer> numbers = new HashMap<>();

    /** The effect of this key, unless it never happened: then it is attempted again, after another look. */
    Optional<LedgerEntry> entry(String step, String what) {
        return Optional.ofNullable(numbers.get(new Key(step, what)))
                .map(number -> entries.get(number - 1))
                .filter(entry -> entry.state() != EffectState.NEVER_HAPPENED);
    }

    LedgerEntry intend(String step, int round, String what, Found found, Undo undo) {
        return add(LedgerEntry.intended(next(), step, round, what, false, found, Journal.now(), undo));
    }

    /** A person may make a change from now on. Only the first call of a step counts. */
    void intendByPerson(String step, String title, Undo undo) {
        if (entry(step, title).isEmpty()) {
            add(LedgerEntry.intended(next(), step, 1, title, true, Found.absent(), Journal.now(), undo));
        }
    }

    /** A person says to have made the change that a step asks for. A redo does not change that. */
    void claim(String step) {
        entries.stream()
                .filter(entry -> entry.byPerson() && entry.step().equals(step))
                .filter(entry -> entry.state() == EffectState.INTENDED)
                .toList()
                .forEach(entry -> settle(entry, EffectState.CREATED));
    }

    /** A person has withdrawn that claim: an undo looks whether the change was made, if its data says how. */
    void unclaim(String step) {
        entries.stream()
                .filter(entry -> entry.byPerson() && entry.step().equals(step))
                .filter(entry -> entry.state() == EffectState.CREATED
                        && entry.undo().removal().isPresent())
                .toList()
                .forEach(entry -> settle(entry, EffectState.INTENDED));
    }

    /** Takes the entries of another run's ledger, which keep their numbers. */
    void take(List<LedgerEntry> others) {
        others.forEach(entry -> add(entry.looksAgain()));
    }

    void settle(LedgerEntry entry, EffectState state) {
        change(entry, now -> now.settled(state, Journal.now()));
    }

    /** These calls were made for an effect. */
    void changed(LedgerEntry entry, List<ProviderCall> calls) {
        if (!calls.isEmpty()) {
            change(entry, now -> now.changedBy(calls));
        }
    }

    /** Someone else made the resource between the look and the attempt. */
    void foundThere(LedgerEntry entry) {
        change(entry, LedgerEntry::foundThere);
    }

    /** How an effect is undone: as the latest attempt says. */
    void undo(LedgerEntry entry, Undo undo) {
        change(entry, now -> now.undoneBy(undo));
    }

    /** The entry as it stands now. */
    LedgerEntry current(LedgerEntry entry) {
        return entries.get(entry.number() - 1);
    }

    /** The entries of a step, the latest first, but for what never happened: there is nothing to undo. */
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

    /** Up to a page of entries after the one of this number. */
    List<LedgerEntry> after(int number) {
        int from = Math.min(Math.max(number, 0), entries.size());
        return List.copyOf(entries.subList(from, Math.min(from + LedgerPage.MOST, entries.size())));
    }

    boolean hasMoreThan(int number) {
        return entries.size() > number;
    }

    /** Whether an effect is left that another undo could remove by a call. */
    boolean isLeft() {
        return entries.stream()
                .map(LedgerEntry::looksAgain)
                .anyMatch(entry -> entry.undoable() && entry.undo().removal().isPresent());
    }

    /** What a step's calls made; what people do is shown by their steps. */
    List<EffectView> effects(String step) {
        return entries.stream()
                .filter(entry -> entry.step().equals(step) && !entry.byPerson())
                .map(entry -> new EffectView(entry.what(), entry.state(), entry.changes()))
                .toList();
    }

    private int next() {
        return entries.size() + 1;
    }

    private LedgerEntry add(LedgerEntry entry) {
        entries.add(entry);
        numbers.put(new Key(entry.step(), entry.what()), entry.number());
        return entry;
    }

    private void change(LedgerEntry entry, UnaryOperator<LedgerEntry> next) {
        entries.set(entry.number() - 1, next.apply(current(entry)));
    }

    /** What identifies an effect of a run. */
    private record Key(String step, String what) {}
}
