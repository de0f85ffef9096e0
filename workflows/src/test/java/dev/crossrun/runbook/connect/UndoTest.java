package dev.crossrun.runbook.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.activity.FailureType;
import dev.crossrun.run.Abort;
import dev.crossrun.run.Redo;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunView;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.actor.Role;
import dev.crossrun.run.effect.EffectState;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.LedgerEntry;
import dev.crossrun.run.effect.UndoItem;
import dev.crossrun.run.step.StepStatus;
import io.temporal.client.WorkflowUpdateException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a run undoes, what it keeps, and whom it asks. */
@Timeout(60)
class UndoTest extends RunbookFixture {
    @Test
    void takesBackWhatItMadeOnceSomebodyElseHasConfirmed() {
        startedUpToSettings();
        abort();
        until(() -> isOpen("run.undo.1"));
        assertThat(run.undo())
                .filteredOn(item -> item.action() == UndoItem.Action.UNDO)
                .extracting(UndoItem::step)
                .containsExactly("application-access", "federation-role", "federation-policy", "saml-provider");
        Caller requester = new Caller(KIM, Set.of(Role.REQUESTER, Role.APPROVER));
        assertThat(refusal(answer("run.undo.1", "undo", requester, fields()))).isEqualTo("NOT_ALLOWED");
        assertThat(cloud.things).hasSize(3);
        run.answer(answer("run.undo.1", "undo", APPROVER, fields()));
        RunView view = ended();
        assertThat(view.status()).isEqualTo(RunStatus.UNDONE);
        assertThat(view.summary()).isEqualTo("Partly undone");
        assertThat(cloud.things).isEmpty();
        assertThat(cloud.assignments).isEmpty();
        assertThat(step(view, "saml-provider").status()).isEqualTo(StepStatus.UNDONE);
        assertThat(step(view, "connect-application").status()).isEqualTo(StepStatus.KEPT);
        assertThat(view.problem().orElseThrow().detail()).contains("What remains: Add the Amazon Connect application");
        assertThat(run.artifact("undo-report.md").orElseThrow().original())
                .asString()
                .contains("By hand: IAM Identity Center, Applications");
    }

    @Test
    void keepsWhatSomebodyElseHasPutInItsPlaceMeanwhile() {
        startedUpToSettings();
        cloud.things.put("AmazonConnect", Found.marked(Optional.empty(), "ours", Map.of()));
        abort();
        until(() -> isOpen("run.undo.1"));
        assertThat(item("saml-provider").reason()).contains("It bears no mark of this run");
        run.answer(answer("run.undo.1", "undo", APPROVER, fields()));
        RunView view = ended();
        assertThat(cloud.things).containsOnlyKeys("AmazonConnect");
        assertThat(step(view, "saml-provider").status()).isEqualTo(StepStatus.KEPT);
        assertThat(view.problem().orElseThrow().detail()).contains("saml-provider/AmazonConnect");
    }

    @Test
    void keepsWhatWasThereBefore() {
        cloud.things.put("AmazonConnect", Found.marked(Optional.empty(), "ours", Map.of()));
        start(request(List.of("saml-provider")));
        upToSettings();
        abort();
        until(() -> isOpen("run.undo.1"));
        assertThat(item("saml-provider").reason())
                .contains("It existed before this run. What the run has set on it stays");
        run.answer(answer("run.undo.1", "undo", APPROVER, fields()));
        ended();
        assertThat(cloud.things).containsOnlyKeys("AmazonConnect");
    }

    @Test
    void tellsWhatThePlanKeepsAndItHasNotComeTo() {
        cloud.things.put("AmazonConnectFederation", Found.marked(Optional.of("ours"), "ours", Map.of()));
        start(request(List.of()));
        approve();
        until(() -> isOpen("connect-application.human-step.1"));
        until(() -> step(run.view(), "federation-policy").status() == StepStatus.DONE);
        abort();
        until(() -> isOpen("run.undo.1"));
        run.answer(answer("run.undo.1", "undo", APPROVER, fields()));
        RunView view = ended();
        assertThat(item("federation-role").reason())
                .contains(
                        "Already in place when the run was planned. \"Create the federation role\" did not change it.");
        assertThat(step(view, "federation-role").status()).isEqualTo(StepStatus.PENDING);
        assertThat(view.problem().orElseThrow().detail())
                .contains(
                        "Nothing that it made remains",
                        "role/AmazonConnectFederation (Already in place when the run was planned.");
        assertThat(cloud.things).containsOnlyKeys("AmazonConnectFederation");
    }

    @Test
    void leavesEverythingWhenTheUndoIsNotConfirmed() {
        startedUpToSettings();
        abort();
        until(() -> isOpen("run.undo.1"));
        run.answer(answer("run.undo.1", "abort", APPROVER, fields()));
        assertThat(ended().status()).isEqualTo(RunStatus.ABORTED);
        assertThat(cloud.things).hasSize(3);
    }

    @Test
    void undoesNothingWhereNothingWasDone() {
        start(request(List.of()));
        until(() -> status() == RunStatus.AWAITING_APPROVAL);
        abort();
        assertThat(ended().status()).isEqualTo(RunStatus.UNDONE);
        assertThat(run.view().problem().orElseThrow().detail()).contains("Nothing that it made remains");
    }

    @Test
    void parksARemovalThatIsDeniedAndGoesOnWhenToldTo() {
        startedUpToSettings();
        cloud.failures.put("removeRole", FailureType.NOT_AUTHORIZED);
        abort();
        until(() -> isOpen("federation-role.decision.1"));
        assertThat(step(run.view(), "federation-role").status()).isEqualTo(StepStatus.STUCK);
        cloud.failures.clear();
        run.answer(answer("federation-role.decision.1", "retry", ADMINISTRATOR, fields()));
        until(() -> isOpen("run.undo.1"));
        run.answer(answer("run.undo.1", "undo", APPROVER, fields()));
        assertThat(ended().status()).isEqualTo(RunStatus.UNDONE);
        assertThat(cloud.things).isEmpty();
    }

    @Test
    void keepsWhatCannotBeTakenBackWhenSomebodySaysSo() {
        startedUpToSettings();
        abort();
        until(() -> isOpen("run.undo.1"));
        cloud.failures.put("removeRole", FailureType.NOT_AUTHORIZED);
        run.answer(answer("run.undo.1", "undo", APPROVER, fields()));
        until(() -> isOpen("federation-role.decision.1"));
        run.answer(answer("federation-role.decision.1", "skip", ADMINISTRATOR, fields().put("reason", "audit")));
        RunView view = ended();
        assertThat(view.status()).isEqualTo(RunStatus.UNDONE);
        assertThat(item("federation-role").reason()).contains("sam@example.com keeps it: audit");
        assertThat(cloud.things).containsOnlyKeys("AmazonConnectFederation");
    }

    @Test
    void keepsWhatWasShownAsKeptThoughItCouldBeTakenBackByThen() {
        startedUpToSettings();
        cloud.failures.put("removeRole", FailureType.NOT_AUTHORIZED);
        abort();
        until(() -> isOpen("federation-role.decision.1"));
        run.answer(answer("federation-role.decision.1", "skip", ADMINISTRATOR, fields().put("reason", "audit")));
        until(() -> isOpen("run.undo.1"));
        assertThat(item("federation-role").action()).isEqualTo(UndoItem.Action.KEEP);
        cloud.failures.clear();
        run.answer(answer("run.undo.1", "undo", APPROVER, fields()));
        assertThat(ended().status()).isEqualTo(RunStatus.UNDONE);
        assertThat(cloud.things).containsOnlyKeys("AmazonConnectFederation");
        assertThat(step(run.view(), "federation-role").status()).isEqualTo(StepStatus.KEPT);
    }

    @Test
    void takesNothingBackWithoutAConfirmation() {
        start(request(List.of()));
        approve();
        until(() -> step(run.view(), "federation-policy").status() == StepStatus.DONE);
        cloud.things.replaceAll((name, there) -> Found.marked(Optional.empty(), "ours", Map.of()));
        abort();
        assertThat(ended().status()).isEqualTo(RunStatus.UNDONE);
        assertThat(cloud.things).containsOnlyKeys("policy/AmazonConnectFederation");
        assertThat(run.task("run.undo.1")).isEmpty();
    }

    @Test
    void looksOnceMoreForWhatItDidNotFindBeforeItCallsItGone() {
        startedUpToSettings();
        Found provider = Objects.requireNonNull(cloud.things.remove("AmazonConnect"));
        abort();
        until(() -> isOpen("run.undo.1"));
        assertThat(item("saml-provider").action()).isEqualTo(UndoItem.Action.UNDO);
        assertThat(item("saml-provider").reason().orElseThrow()).contains("did not exist when the run checked");
        cloud.things.put("AmazonConnect", provider);
        run.answer(answer("run.undo.1", "undo", APPROVER, fields()));
        assertThat(ended().status()).isEqualTo(RunStatus.UNDONE);
        assertThat(cloud.things).isEmpty();
    }

    @Test
    void showsAStepAsItWasWhoseUndoWasStopped() {
        startedUpToSettings();
        abort();
        until(() -> isOpen("run.undo.1"));
        cloud.failures.put("removeRole", FailureType.NOT_AUTHORIZED);
        run.answer(answer("run.undo.1", "undo", APPROVER, fields()));
        until(() -> isOpen("federation-role.decision.1"));
        run.abort(new Abort(driver.runId(), Abort.Effects.LEAVE, Optional.of("the audit first"), ADMINISTRATOR));
        RunView view = ended();
        assertThat(view.status()).isEqualTo(RunStatus.ABORTED);
        assertThat(step(view, "federation-role").status()).isEqualTo(StepStatus.DONE);
        assertThat(step(view, "application-access").status()).isEqualTo(StepStatus.UNDONE);
    }

    @Test
    void saysThatItHasNotLookedYetWhileTheRunGoesOn() {
        startedUpToSettings();
        assertThat(item("saml-provider").action()).isEqualTo(UndoItem.Action.UNDO);
        assertThat(item("saml-provider").reason().orElseThrow()).startsWith("Not checked yet");
    }

    @Test
    void tellsWhatAPersonDidThoughTheStepIsBeingRedone() {
        startedUpToSettings();
        quiet();
        run.redo(new Redo(driver.runId(), "connect-application", Optional.empty(), ADMINISTRATOR));
        until(() -> isOpen("connect-application.human-step.2"));
        abort();
        until(() -> isOpen("run.undo.1"));
        assertThat(item("connect-application").reason().orElseThrow()).contains("By hand");
        run.answer(answer("run.undo.1", "undo", APPROVER, fields()));
        assertThat(ended().problem().orElseThrow().detail())
                .contains("What remains: Add the Amazon Connect application");
    }

    @Test
    void stopsUndoingWhenItIsAbortedOnceMore() {
        startedUpToSettings();
        abort();
        until(() -> isOpen("run.undo.1"));
        run.abort(new Abort(driver.runId(), Abort.Effects.LEAVE, Optional.of("on second thoughts"), ADMINISTRATOR));
        RunView view = ended();
        assertThat(view.status()).isEqualTo(RunStatus.ABORTED);
        assertThat(view.waitingFor()).isEmpty();
        assertThat(cloud.things).hasSize(3);
    }

    @Test
    void isNotRedoneWhileItIsBeingUndone() {
        startedUpToSettings();
        abort();
        until(() -> isOpen("run.undo.1"));
        assertThatThrownBy(() ->
                        run.redo(new Redo(driver.runId(), "connect-application", Optional.empty(), ADMINISTRATOR)))
                .isInstanceOf(WorkflowUpdateException.class)
                .rootCause()
                .hasMessageContaining("BEING_UNDONE");
    }

    @Test
    void undoesWhatAnAnswerToAStuckStepAborts() {
        cloud.failures.put("putRole", FailureType.NOT_AUTHORIZED);
        start(request(List.of()));
        approve();
        submit("right");
        until(() -> isOpen("federation-role.decision.1"));
        quiet();
        run.answer(answer("federation-role.decision.1", "abort", ADMINISTRATOR, fields().put("effects", "UNDO")));
        until(() -> isOpen("run.undo.1"));
        assertThat(item("federation-role").reason()).contains("It did not exist when the run checked");
        run.answer(answer("run.undo.1", "undo", APPROVER, fields()));
        assertThat(ended().status()).isEqualTo(RunStatus.UNDONE);
        assertThat(cloud.things).isEmpty();
        assertThat(run.ledger(0).entries())
                .filteredOn(entry -> entry.step().equals("federation-role"))
                .extracting(LedgerEntry::state)
                .containsExactly(EffectState.NEVER_HAPPENED);
    }

    private void startedUpToSettings() {
        start(request(List.of()));
        upToSettings();
    }

    private void upToSettings() {
        approve();
        submit("right");
        until(() -> isOpen("application-settings.human-step.1"));
        until(() -> step(run.view(), "application-access").status() == StepStatus.DONE);
    }

    private void abort() {
        quiet();
        run.abort(new Abort(driver.runId(), Abort.Effects.UNDO, Optional.of("not today"), ADMINISTRATOR));
    }

    private UndoItem item(String step) {
        return run.undo().stream()
                .filter(item -> item.step().equals(step))
                .findFirst()
                .orElseThrow();
    }
}
