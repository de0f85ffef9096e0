package dev.crossrun.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crossrun.activity.FailureType;
import dev.crossrun.run.effect.EffectState;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.LedgerEntry;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.run.effect.RemovalCall;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.effect.UndoItem;
import dev.crossrun.run.effect.UndoItem.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an undo does about an effect, by what the ledger says and what was seen. */
class UndoPlanTest {
    private static final String HOUSE = "house";
    private static final String ROOM = "room";
    private static final String MOVED_IN = "Move in";
    private static final String LIVED_IN = "Somebody lives in it.";

    private final List<LedgerEntry> ledger = new ArrayList<>();
    private final Map<Integer, Removal> seen = new HashMap<>();

    @Test
    void undoesWhatTheRunMade() {
        LedgerEntry house = made(HOUSE, removable());
        sees(house, Removal.removed());
        assertThat(item(house).action()).isEqualTo(Action.UNDO);
        assertThat(item(house).reason()).isEmpty();
    }

    @Test
    void saysOfWhatItHasNotLookedAtThatItHasNot() {
        LedgerEntry house = made(HOUSE, removable());
        assertThat(item(house).action()).isEqualTo(Action.UNDO);
        assertThat(item(house).reason()).contains(UndoItem.UNSEEN);
    }

    @Test
    void undoesWhatMayHaveBeenMadeByAnAttemptThatNobodyAnswered() {
        LedgerEntry house = entry(HOUSE, EffectState.INTENDED, Found.absent(), removable());
        sees(house, Removal.removed());
        assertThat(item(house).action()).isEqualTo(Action.UNDO);
    }

    @Test
    void keepsWhatWasThereBefore() {
        Found others = Found.unmarked(Map.of());
        LedgerEntry house = entry(HOUSE, EffectState.ADOPTED, others, removable());
        assertThat(keeps(house)).isEqualTo("It existed before this run. What the run has set on it stays");
    }

    @Test
    void keepsWhatAnEarlierRunOfTheNameMade() {
        Found ours = Found.marked(Optional.of("ours"), "ours", Map.of());
        LedgerEntry house = entry(HOUSE, EffectState.ADOPTED, ours, removable());
        assertThat(keeps(house)).isEqualTo("An earlier run of this name created it. What this run has set on it stays");
    }

    @Test
    void keepsWhatWasThereBeforeThoughTheRunWasStoppedWhileItTookItOver() {
        LedgerEntry house = entry(HOUSE, EffectState.INTENDED, Found.unmarked(Map.of()), removable());
        assertThat(keeps(house)).startsWith("It existed before this run");
    }

    @Test
    void keepsWhatTheLookOrTheRemovalSaysIsKeptForTheReasonThatItGives() {
        LedgerEntry house = made(HOUSE, removable());
        sees(house, Removal.kept("It belongs to somebody else"));
        assertThat(keeps(house)).isEqualTo("It belongs to somebody else");
    }

    @Test
    void warnsOfWhatElseGoesOnlyWhereSomethingIsUndone() {
        LedgerEntry house = made(HOUSE, removable());
        assertThat(plan().item(house, Optional.of("The garden goes, too.")).warning())
                .contains("The garden goes, too.");
        sees(house, Removal.kept("It is listed"));
        assertThat(plan().item(house, Optional.of("The garden goes, too.")).warning())
                .isEmpty();
    }

    @Test
    void keepsWhatAPersonsChangeKeepsOnceSomebodySaysToHaveMadeIt() {
        LedgerEntry change = byPerson(EffectState.CREATED);
        LedgerEntry house = made(HOUSE, removable().unless(MOVED_IN, LIVED_IN));
        assertThat(plan().stands(change)).isTrue();
        assertThat(keeps(house)).isEqualTo(LIVED_IN);
        assertThat(plan().undecidedKeeper(house)).isEmpty();
    }

    @Test
    void keepsWhatAPersonsChangeKeepsThatNobodyToldAndTheLookHasSeen() {
        LedgerEntry change = byPerson(EffectState.INTENDED);
        LedgerEntry house = made(HOUSE, removable().unless(MOVED_IN, LIVED_IN));
        sees(change, Removal.kept("The door plate was changed"));
        assertThat(plan().stands(change)).isTrue();
        assertThat(keeps(house)).isEqualTo(LIVED_IN);
    }

    @Test
    void undoesWhatAPersonsChangeWouldKeepThatWasNotMade() {
        LedgerEntry change = byPerson(EffectState.INTENDED);
        LedgerEntry house = made(HOUSE, removable().unless(MOVED_IN, LIVED_IN));
        sees(change, Removal.gone());
        assertThat(plan().stands(change)).isFalse();
        assertThat(item(house).action()).isEqualTo(Action.UNDO);
        assertThat(plan().undecidedKeeper(house))
                .as("it is looked for once more before the removal")
                .contains(change);
    }

    @Test
    void undoesWhatHasAKeeperThatTheRunNeverCameTo() {
        LedgerEntry house = made(HOUSE, removable().unless(MOVED_IN, LIVED_IN));
        assertThat(item(house).action()).isEqualTo(Action.UNDO);
        assertThat(plan().undecidedKeeper(house)).isEmpty();
    }

    @Test
    void undoesAPartTogetherWithWhatContainsIt() {
        LedgerEntry house = made(HOUSE, removable());
        LedgerEntry room = made(ROOM, Undo.partOf(HOUSE));
        sees(house, Removal.removed());
        assertThat(plan().goesWithContainer(room)).isTrue();
        assertThat(item(room).action()).isEqualTo(Action.UNDO);
        assertThat(item(room).reason()).contains("It is deleted together with house");
    }

    @Test
    void undoesAPartTogetherWithWhatIsUndoneAlready() {
        entry(HOUSE, EffectState.UNDONE, Found.absent(), removable());
        LedgerEntry room = made(ROOM, Undo.partOf(HOUSE));
        assertThat(plan().goesWithContainer(room)).isTrue();
        assertThat(item(room).action()).isEqualTo(Action.UNDO);
    }

    @Test
    void keepsAPartOfWhatStays() {
        LedgerEntry house = made(HOUSE, removable());
        LedgerEntry room = made(ROOM, Undo.partOf(HOUSE));
        sees(house, Removal.kept("It is listed"));
        assertThat(plan().goesWithContainer(room)).isFalse();
        assertThat(keeps(room)).isEqualTo("It is a part of house, which stays");
    }

    @Test
    void keepsAPartOfAPartOfWhatStays() {
        LedgerEntry house = made(HOUSE, removable());
        made(ROOM, Undo.partOf(HOUSE));
        LedgerEntry shelf = made("shelf", Undo.partOf(ROOM));
        assertThat(plan().goesWithContainer(shelf)).isTrue();
        sees(house, Removal.kept("It is listed"));
        assertThat(keeps(shelf)).isEqualTo("It is a part of room, which stays");
    }

    @Test
    void keepsAPartOfWhatWasThereBefore() {
        entry(HOUSE, EffectState.ADOPTED, Found.unmarked(Map.of()), removable());
        LedgerEntry room = made(ROOM, Undo.partOf(HOUSE));
        assertThat(keeps(room)).isEqualTo("It is a part of house, which was there before this run");
    }

    @Test
    void keepsAPartOfWhatTheRunHasNoEntryOf() {
        LedgerEntry room = made(ROOM, Undo.partOf(HOUSE));
        assertThat(plan().goesWithContainer(room)).isFalse();
        assertThat(keeps(room)).isEqualTo("It is a part of house, which was there before this run");
    }

    @Test
    void keepsAPartOfWhatTheRunNeverMade() {
        entry(HOUSE, EffectState.NEVER_HAPPENED, Found.absent(), removable());
        LedgerEntry room = made(ROOM, Undo.partOf(HOUSE));
        assertThat(plan().goesWithContainer(room)).isFalse();
        assertThat(keeps(room)).startsWith("It is a part of house");
    }

    @Test
    void removesAPartByItselfWhereItCanBeAndTheWholeStays() {
        LedgerEntry house = made(HOUSE, removable());
        LedgerEntry room = made(ROOM, removable().togetherWith(HOUSE));
        assertThat(plan().goesWithContainer(room)).isTrue();
        sees(house, Removal.kept("It is listed"));
        assertThat(plan().goesWithContainer(room)).isFalse();
        assertThat(item(room).action()).isEqualTo(Action.UNDO);
        assertThat(item(room).reason()).contains(UndoItem.UNSEEN);
    }

    @Test
    void keepsAContainerInWhichSomethingStays() {
        LedgerEntry house = made(HOUSE, removable());
        LedgerEntry guest = made("guest", removable().inside(HOUSE));
        LedgerEntry other = made("other guest", removable().inside(HOUSE));
        sees(house, Removal.removed());
        sees(guest, Removal.kept("The guest is asleep"));
        sees(other, Removal.removed());
        assertThat(keeps(house)).isEqualTo("What stays is in it: guest");
        assertThat(item(other).action()).isEqualTo(Action.UNDO);
    }

    @Test
    void keepsAContainerInWhichSomethingWasBefore() {
        LedgerEntry house = made(HOUSE, removable());
        entry(
                "guest",
                EffectState.ADOPTED,
                Found.unmarked(Map.of()),
                removable().inside(HOUSE));
        assertThat(keeps(house)).isEqualTo("What stays is in it: guest");
    }

    @Test
    void keepsAContainerInWhoseContentsSomethingStays() {
        LedgerEntry house = made(HOUSE, removable());
        LedgerEntry room = made(ROOM, removable().inside(HOUSE));
        LedgerEntry guest = made("guest", removable().inside(ROOM));
        sees(house, Removal.removed());
        sees(room, Removal.removed());
        sees(guest, Removal.kept("The guest is asleep"));
        assertThat(keeps(room)).isEqualTo("What stays is in it: guest");
        assertThat(keeps(house)).isEqualTo("What stays is in it: room");
    }

    @Test
    void countsAsRemovedWhatIsUndoneOrWouldBeAsFarAsItWasLookedAt() {
        LedgerEntry house = made(HOUSE, removable());
        entry(ROOM, EffectState.UNDONE, Found.absent(), removable());
        assertThat(plan().removed(ROOM)).isTrue();
        assertThat(plan().removed(HOUSE)).as("nobody has looked").isFalse();
        assertThat(plan().removed("garden")).as("no effect").isFalse();
        sees(house, Removal.removed());
        assertThat(plan().removed(HOUSE)).isTrue();
        sees(house, Removal.kept("It is listed"));
        assertThat(plan().removed(HOUSE)).isFalse();
    }

    @Test
    void undoesAContainerWhoseContentsGoBeforeIt() {
        LedgerEntry house = made(HOUSE, removable());
        LedgerEntry guest = made("guest", removable().inside(HOUSE));
        entry("gone guest", EffectState.UNDONE, Found.absent(), removable().inside(HOUSE));
        LedgerEntry never = entry(
                "guest who never came",
                EffectState.NEVER_HAPPENED,
                Found.absent(),
                removable().inside(HOUSE));
        sees(guest, Removal.gone());
        sees(never, Removal.kept("nobody asks any more"));
        assertThat(item(house).action()).isEqualTo(Action.UNDO);
        assertThat(plan().goesWithContainer(guest)).isFalse();
    }

    @Test
    void keepsWhatNoCallUndoesAndTellsWhatAPersonCanDo() {
        LedgerEntry painting = made("painting", Undo.byHand("By hand: paint it over"));
        assertThat(keeps(painting)).isEqualTo("By hand: paint it over");
    }

    @Test
    void tellsWhatAPersonCanDoOnlyWhereNoCallDoesIt() {
        LedgerEntry painting = made("painting", removable().orByHand("By hand: paint it over"));
        assertThat(item(painting).action()).isEqualTo(Action.UNDO);
    }

    @Test
    void keepsNothingOfWhatIsUndone() {
        LedgerEntry house = entry(
                HOUSE,
                EffectState.UNDONE,
                Found.absent(),
                Undo.byHand("By hand").unless(MOVED_IN, LIVED_IN));
        byPerson(EffectState.CREATED);
        sees(house, Removal.kept("It was kept once"));
        assertThat(plan().kept(house)).isEmpty();
        assertThat(item(house).action()).isEqualTo(Action.UNDO);
    }

    @Test
    void saysOfWhatIsUndoneWhetherItWasThere() {
        LedgerEntry house = entry(HOUSE, EffectState.UNDONE, Found.absent(), removable());
        sees(house, Removal.removed());
        assertThat(item(house).reason()).isEmpty();
        sees(house, Removal.gone());
        assertThat(item(house).reason()).contains("It was not there any more");
    }

    @Test
    void stillUndoesWhatOneLookDidNotFind() {
        LedgerEntry house = made(HOUSE, removable());
        sees(house, Removal.gone());
        assertThat(item(house).action()).isEqualTo(Action.UNDO);
        assertThat(item(house).reason()).contains("It did not exist when the run checked");
    }

    @Test
    void stillUndoesWhatCouldNotBeRemovedSoFarAndSaysWhy() {
        LedgerEntry house = made(HOUSE, removable());
        sees(house, Removal.failed(FailureType.view(FailureType.CONFLICT.failure("The door is locked"))));
        assertThat(item(house).action()).isEqualTo(Action.UNDO);
        assertThat(item(house).reason()).contains("The door is locked");
    }

    private UndoPlan plan() {
        return new UndoPlan(ledger, seen);
    }

    private UndoItem item(LedgerEntry entry) {
        return plan().item(entry, Optional.empty());
    }

    private String keeps(LedgerEntry entry) {
        assertThat(item(entry).action()).isEqualTo(Action.KEEP);
        return item(entry).reason().orElseThrow();
    }

    private void sees(LedgerEntry entry, Removal removal) {
        seen.put(entry.number(), removal);
    }

    private LedgerEntry made(String what, Undo undo) {
        return entry(what, EffectState.CREATED, Found.absent(), undo);
    }

    private LedgerEntry byPerson(EffectState state) {
        return entry(
                "move-in", MOVED_IN, true, state, Found.absent(), removable().orByHand("By hand: move out"));
    }

    private LedgerEntry entry(String what, EffectState state, Found found, Undo undo) {
        return entry(what, "build", false, state, found, undo);
    }

    private LedgerEntry entry(String what, String step, boolean byPerson, EffectState state, Found found, Undo undo) {
        LedgerEntry entry = new LedgerEntry(
                ledger.size() + 1,
                step,
                1,
                what,
                byPerson,
                state,
                found,
                Instant.EPOCH,
                Optional.empty(),
                undo,
                List.of());
        ledger.add(entry);
        return entry;
    }

    private static Undo removable() {
        return Undo.by(new RemovalCall("House_Remove", JsonNodeFactory.instance.objectNode()));
    }
}
