package dev.crossrun.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.LedgerActivities.LedgerQuery;
import dev.crossrun.activity.LedgerActivities.Standing;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.engine.effect.Batch;
import dev.crossrun.run.Problem;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunView;
import dev.crossrun.run.effect.EffectState;
import dev.crossrun.run.effect.LedgerEntry;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.run.effect.RemovalCall;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.effect.UndoItem.Action;
import dev.crossrun.run.step.StepStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a run does with the ledger of a run that has ended. */
@Timeout(60)
class UndoOfLedgerTest {
    private static final String STUCK = "guests.decision.1";

    @Test
    void removesTheLastEffectsFirstOnceAnApproverHasConfirmed() {
        try (LedgerUndo undo = new LedgerUndo().made("ada", "bob", "carl").start()) {
            assertThat(undo.awaitTask(RunDriver.UNDO)).contains("UNDO `carl`", "UNDO `bob`", "UNDO `ada`");
            assertThat(undo.called).containsExactly("preview carl", "preview bob", "preview ada");
            undo.called.clear();
            RunView view = undo.confirmed().ended();
            assertThat(view.status()).isEqualTo(RunStatus.UNDONE);
            assertThat(view.problem().orElseThrow().detail()).contains("Nothing that it made remains");
            assertThat(undo.called).containsExactly("remove carl", "remove bob", "remove ada");
            assertThat(undo.run.ledger(0).entries())
                    .extracting(LedgerEntry::state)
                    .containsOnly(EffectState.UNDONE);
            assertThat(undo.run.ledger(0).left()).isFalse();
        }
    }

    @Test
    void tellsARemovalWhatIsRemovedOfWhatItsArgumentsNameAndOfNothingElse() {
        String[] many = IntStream.range(0, Batch.AT_ONCE + 1)
                .mapToObj(number -> "guest-" + number)
                .toArray(String[]::new);
        try (LedgerUndo undo = new LedgerUndo().made(many).start()) {
            undo.confirmed().ended();
            UndoPass last = undo.passes.get(undo.passes.size() - 1);
            assertThat(last.preview()).isFalse();
            assertThat(last.removed()).containsExactly("guest-0");
        }
    }

    @Test
    void asksAboutAnEntryThatNamesNoRemovalAndCallsNothing() {
        try (LedgerUndo undo = new LedgerUndo()) {
            undo.entry("ada", EffectState.CREATED, calling("Iam_PutRole")).start();
            assertThat(undo.awaitTask(STUCK)).contains("the ledger names Iam_PutRole, which removes nothing");
            undo.answer(STUCK, "skip", RunDriver.SAM, RunDriver.fields().put("reason", "odd"));
            assertThat(undo.ended().status()).isEqualTo(RunStatus.UNDONE);
            assertThat(undo.called).isEmpty();
            assertThat(undo.item("ada").action()).isEqualTo(Action.KEEP);
        }
    }

    @Test
    void asksAboutAnEntryWithOtherArgumentsAndCallsNothingThoughTheFirstOneIsRight() {
        String type = LedgerUndo.removable("ada").removal().orElseThrow().activity();
        try (LedgerUndo undo = new LedgerUndo()) {
            undo.entry("ada", EffectState.CREATED, calling(type)).made("bob").start();
            assertThat(undo.awaitTask(STUCK)).contains("gives " + type + " something else than a RemovableUser");
            assertThat(undo.called).isEmpty();
        }
    }

    @Test
    void asksAgainAboutSuchAnEntryWhenSomebodySaysToTryAgain() {
        try (LedgerUndo undo = new LedgerUndo()) {
            undo.entry("ada", EffectState.CREATED, calling("Party_End")).start();
            undo.answer(STUCK, "retry", RunDriver.SAM, RunDriver.fields());
            assertThat(undo.awaitTask("guests.decision.2")).contains("Party_End");
            assertThat(undo.called).isEmpty();
        }
    }

    @Test
    void asksAboutTheOneRemovalThatFailedAmongOthers() {
        try (LedgerUndo undo = new LedgerUndo().made("ada", "bob", "carl")) {
            undo.removals.put(
                    "bob", Removal.failed(FailureType.view(FailureType.CONFLICT.failure("bob does not want to go"))));
            undo.start().confirmed();
            assertThat(undo.awaitTask(STUCK))
                    .contains("bob does not want to go")
                    .doesNotContain("ada", "carl");
            assertThat(undo.run.ledger(0).entries())
                    .extracting(LedgerEntry::state)
                    .containsExactly(EffectState.UNDONE, EffectState.CREATED, EffectState.UNDONE);
            undo.removals.clear();
            undo.called.clear();
            undo.answer(STUCK, "retry", RunDriver.SAM, RunDriver.fields());
            assertThat(undo.ended().status()).isEqualTo(RunStatus.UNDONE);
            assertThat(undo.called).as("the others are not called again").containsExactly("remove bob");
        }
    }

    @Test
    void keepsTheOneThatFailedWhenSomebodySaysSoAndNoOther() {
        try (LedgerUndo undo = new LedgerUndo().made("ada", "bob", "carl")) {
            undo.removals.put(
                    "bob", Removal.failed(FailureType.view(FailureType.CONFLICT.failure("bob does not want to go"))));
            undo.start().confirmed();
            undo.answer(STUCK, "skip", RunDriver.SAM, RunDriver.fields().put("reason", "let him"));
            RunView view = undo.ended();
            assertThat(view.status()).isEqualTo(RunStatus.UNDONE);
            assertThat(view.steps().get(0).status()).isEqualTo(StepStatus.KEPT);
            assertThat(undo.item("bob").reason()).contains("sam@example.com keeps it: let him");
            assertThat(undo.run.ledger(0).entries())
                    .extracting(LedgerEntry::state)
                    .containsExactly(EffectState.UNDONE, EffectState.KEPT, EffectState.UNDONE);
            assertThat(undo.run.ledger(0).left()).isTrue();
        }
    }

    @Test
    void leavesNothingForAnotherUndoWhereAllThatStaysWasAdoptedOrHasNoCallThatRemovesIt() {
        try (LedgerUndo undo = new LedgerUndo()) {
            undo.entry("ada", EffectState.CREATED, Undo.byHand("In the console"))
                    .made("bob");
            undo.ledger.set(1, undo.ledger.get(1).foundThere().settled(EffectState.ADOPTED, Instant.EPOCH));
            undo.start();
            assertThat(undo.ended().status()).isEqualTo(RunStatus.UNDONE);
            assertThat(undo.run.ledger(0).entries())
                    .extracting(LedgerEntry::state)
                    .containsExactly(EffectState.KEPT, EffectState.ADOPTED);
            assertThat(undo.run.ledger(0).left()).isFalse();
        }
    }

    @Test
    void looksAgainAtWhatAnEarlierUndoKept() {
        try (LedgerUndo undo = new LedgerUndo()) {
            undo.entry("ada", EffectState.KEPT, LedgerUndo.removable("ada")).start();
            undo.awaitTask(RunDriver.UNDO);
            assertThat(undo.item("ada").action()).isEqualTo(Action.UNDO);
            undo.confirmed().ended();
            assertThat(undo.called).containsExactly("preview ada", "remove ada");
        }
    }

    @Test
    void looksForNothingThatNeverHappenedOrIsUndone() {
        try (LedgerUndo undo = new LedgerUndo()) {
            undo.entry("ada", EffectState.NEVER_HAPPENED, LedgerUndo.removable("ada"))
                    .entry("bob", EffectState.UNDONE, LedgerUndo.removable("bob"))
                    .start();
            RunView view = undo.ended();
            assertThat(view.status()).isEqualTo(RunStatus.UNDONE);
            assertThat(undo.called).isEmpty();
            assertThat(undo.run.task(RunDriver.UNDO)).as("nobody is asked").isEmpty();
        }
    }

    @Test
    void asksOnlyAboutWhatAnEarlierUndoHasLeft() {
        try (LedgerUndo undo = new LedgerUndo()) {
            undo.entry("ada", EffectState.UNDONE, LedgerUndo.removable("ada"))
                    .made("bob")
                    .start();
            assertThat(undo.awaitTask(RunDriver.UNDO)).contains("bob").doesNotContain("ada");
            undo.confirmed().ended();
            assertThat(undo.called).containsExactly("preview bob", "remove bob");
            assertThat(undo.item("ada").state()).contains(EffectState.UNDONE);
        }
    }

    @Test
    void readsALongLedgerPageByPage() {
        try (LedgerUndo undo = new LedgerUndo()) {
            undo.page = 2;
            undo.made(IntStream.range(0, 5).mapToObj(i -> "guest" + i).toArray(String[]::new))
                    .start()
                    .awaitTask(RunDriver.UNDO);
            assertThat(undo.read).extracting(LedgerQuery::after).containsExactly(0, 2, 4);
            assertThat(undo.run.ledger(0).entries()).hasSize(5);
        }
    }

    @Test
    void undoesNothingWhereARunOfTheNameWasStartedWhileNobodyHadConfirmed() {
        try (LedgerUndo undo = new LedgerUndo().made("ada").start()) {
            undo.awaitTask(RunDriver.UNDO);
            undo.standing = new Standing(Optional.empty(), Optional.of("party.one:0198"));
            RunView view = undo.confirmed().ended();
            assertThat(view.status()).isEqualTo(RunStatus.ABORTED);
            assertThat(view.problem().orElseThrow().detail())
                    .contains("A later run of this name was started since: party.one:0198. Nothing was undone.");
            assertThat(undo.called).containsExactly("preview ada");
        }
    }

    @Test
    void isRejectedWithTheReasonWhereTheEndedRunCannotBeUndone() {
        try (LedgerUndo undo = new LedgerUndo().made("ada")) {
            undo.standing = new Standing(Optional.of("A later run of this name is open"), Optional.empty());
            RunView view = undo.start().ended();
            assertThat(view.status()).isEqualTo(RunStatus.REJECTED);
            assertThat(view.problem().map(Problem::detail)).contains("A later run of this name is open");
            assertThat(undo.called).isEmpty();
            assertThat(undo.read).isEmpty();
        }
    }

    @Test
    void tellsTheApproverOfALaterRunOfTheName() {
        try (LedgerUndo undo = new LedgerUndo().made("ada")) {
            undo.standing = new Standing(Optional.empty(), Optional.of("party.one:later"));
            assertThat(undo.start().awaitTask(RunDriver.UNDO))
                    .startsWith("**A later run of this name exists: party.one:later.");
        }
    }

    @Test
    void leavesEverythingWhereTheUndoIsNotConfirmed() {
        try (LedgerUndo undo = new LedgerUndo().made("ada").start()) {
            undo.answer(RunDriver.UNDO, "abort", RunDriver.LEE, RunDriver.fields());
            assertThat(undo.ended().status()).isEqualTo(RunStatus.ABORTED);
            assertThat(undo.called).containsExactly("preview ada");
        }
    }

    @Test
    void showsTheStepsAndAccountsOfTheEndedRun() {
        try (LedgerUndo undo = new LedgerUndo().made("ada").start()) {
            undo.awaitTask(RunDriver.UNDO);
            RunView view = undo.run.view();
            assertThat(view.undoes().orElseThrow()).startsWith("party.one:");
            assertThat(view.accounts()).extracting(account -> account.value()).containsExactly("222222222222");
            assertThat(view.steps()).extracting(step -> step.id()).containsExactly(LedgerUndo.STEP);
        }
    }

    private static Undo calling(String activity) {
        return Undo.by(
                new RemovalCall(activity, JsonNodeFactory.instance.objectNode().put("username", 7)));
    }
}
