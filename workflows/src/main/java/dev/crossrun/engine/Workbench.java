package dev.crossrun.engine;

import dev.crossrun.run.RunEvent;
import dev.crossrun.run.effect.EffectState;
import dev.crossrun.run.effect.LedgerEntry;
import dev.crossrun.run.effect.Removal;

/** What the steps of a run work on. */
record Workbench(Journal journal, Ledger ledger, Tasks tasks, Documents documents, RunState run, Planning planning) {
    /** Records what a removal that did not fail has done with an effect. */
    EffectState settle(LedgerEntry entry, Removal removal) {
        EffectState state = switch (removal.outcome()) {
            case REMOVED -> EffectState.UNDONE;
            case GONE -> entry.state() == EffectState.INTENDED ? EffectState.NEVER_HAPPENED : EffectState.UNDONE;
            case KEPT -> EffectState.KEPT;
            case FAILED -> throw new IllegalStateException(entry.what() + " is not settled yet");
        };
        ledger.changed(entry, removal.changes());
        ledger.settle(entry, state);
        journal.step(
                RunEvent.Type.UNDONE,
                entry.step(),
                state + ": " + entry.what()
                        + removal.reason().map(why -> ": " + why).orElse(""));
        return state;
    }
}
