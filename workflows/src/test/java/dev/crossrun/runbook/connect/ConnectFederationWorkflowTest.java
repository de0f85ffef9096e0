package dev.crossrun.runbook.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.crossrun.activity.FailureType;
import dev.crossrun.run.Abort;
import dev.crossrun.run.Redo;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunView;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.actor.Role;
import dev.crossrun.run.effect.EffectState;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.LedgerEntry;
import dev.crossrun.run.failure.ProviderError;
import dev.crossrun.run.plan.Finding;
import dev.crossrun.run.step.Evidence;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.step.StepView;
import dev.crossrun.run.task.AnswerResult;
import dev.crossrun.run.task.Reason;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectFederationWorkflowTest extends RunbookFixture {
    @Test
    void goesFromARequestToAProvenSignIn() {
        start(request(List.of()));
        approve();
        submit("right");
        confirm("application-settings.human-step.1", fields());
        cloud.signIn("ada@example.com");
        confirm("sign-in.human-step.1", fields().put("username", "ada@example.com"));
        RunView view = ended();
        assertThat(view.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(view.steps()).extracting(StepView::status).containsOnly(StepStatus.DONE);
        assertThat(step(view, "sign-in").evidence())
                .extracting(Evidence::state)
                .containsExactly(Evidence.State.VERIFIED);
        assertThat(run.ledger(0).entries()).extracting(LedgerEntry::state).containsOnly(EffectState.CREATED);
        assertThat(view.outcome().orElseThrow().path("signIns").path(0).path("eventIds"))
                .hasSize(2);
        assertThat(cloud.puts)
                .containsExactlyInAnyOrder(
                        "AmazonConnect", "policy/AmazonConnectFederation", "AmazonConnectFederation");
    }

    @Test
    void isNotApprovedByItsRequesterNorUnderAnotherHash() {
        start(request(List.of()));
        until(() -> status() == RunStatus.AWAITING_APPROVAL);
        Caller requester = new Caller(KIM, Set.of(Role.REQUESTER, Role.APPROVER));
        assertThat(refusal(answer("approve-plan.approval.1", "approve", requester, hash())))
                .isEqualTo("NOT_ALLOWED");
        AnswerResult other = run.answer(
                answer("approve-plan.approval.1", "approve", APPROVER, fields().put("planHash", "sha256:0")));
        assertThat(other.verdict().reasons()).extracting(Reason::code).containsExactly("OTHER_PLAN");
        assertThat(cloud.puts).isEmpty();
    }

    @Test
    void refusesAWrongDocumentByNameAndKeepsTheTaskOpen() {
        start(request(List.of()));
        approve();
        AnswerResult refused = submit("a PDF");
        assertThat(refused.verdict().accepted()).isFalse();
        assertThat(refused.verdict().reasons()).extracting(Reason::detail).containsExactly("this is a PDF");
        assertThat(submit("right").verdict().accepted()).isTrue();
    }

    @Test
    void refusesAnApplicationThatNobodyCanOpenUntilItIsEnabled() {
        cloud.applicationDisabled = true;
        start(request(List.of()));
        approve();
        assertThat(submit("right").verdict().reasons())
                .extracting(Reason::code)
                .containsExactly("DISABLED_APPLICATION");
        cloud.applicationDisabled = false;
        assertThat(submit("right").verdict().accepted()).isTrue();
    }

    @Test
    void takesNoThingThatIsNotItsOwn() {
        cloud.things.put("AmazonConnect", Found.marked(Optional.of("another.run"), "mine", Map.of()));
        start(request(List.of()));
        until(() -> !run.view().waitingFor().isEmpty());
        assertThat(run.view().waitingFor().get(0).task()).isEqualTo("preflight.decision.1");
        assertThat(run.plan().orElseThrow().findings().get(0).detail()).contains("belongs to another.run");
        assertThat(cloud.puts).isEmpty();
        cloud.things.clear();
        run.answer(answer("preflight.decision.1", "replan", ADMINISTRATOR, fields()));
        until(() -> status() == RunStatus.AWAITING_APPROVAL);
    }

    @Test
    void tellsTheApproverWhatDiffersFromAPlanThatWasBlocked() {
        cloud.things.put("AmazonConnect", Found.marked(Optional.of("another.run"), "mine", Map.of()));
        start(request(List.of()));
        until(() -> !run.view().waitingFor().isEmpty());
        cloud.things.clear();
        run.answer(answer("preflight.decision.1", "replan", ADMINISTRATOR, fields()));
        until(() -> status() == RunStatus.AWAITING_APPROVAL);
        assertThat(run.task("approve-plan.approval.1").orElseThrow().instructions())
                .contains("An earlier plan of this run was blocked", "belongs to another")
                .contains("saml-provider");
    }

    @Test
    void parksAStepThatIsDeniedAndGoesOnWhenToldTo() {
        cloud.failures.put("putProvider", FailureType.NOT_AUTHORIZED);
        start(request(List.of()));
        approve();
        submit("right");
        until(() -> step(run.view(), "saml-provider").status() == StepStatus.STUCK);
        assertThat(step(run.view(), "saml-provider").detail()).contains("putProvider was refused");
        cloud.failures.clear();
        run.answer(answer("saml-provider.decision.1", "retry", ADMINISTRATOR, fields()));
        until(() -> isOpen("application-settings.human-step.1"));
    }

    @Test
    void redoesAStepAndThoseThatDependOnIt() {
        start(request(List.of()));
        approve();
        submit("right");
        confirm("application-settings.human-step.1", fields());
        until(() -> isOpen("sign-in.human-step.1"));
        run.redo(new Redo(driver.runId(), "connect-application", Optional.of("wrong file"), ADMINISTRATOR));
        until(() -> isOpen("connect-application.human-step.2"));
        assertThat(step(run.view(), "saml-provider").status()).isEqualTo(StepStatus.PENDING);
        assertThat(step(run.view(), "federation-policy").round()).isEqualTo(1);
        assertThat(isOpen("sign-in.human-step.1")).isFalse();
        run.answer(file("connect-application.human-step.2", "right"));
        until(() -> isOpen("application-settings.human-step.2"));
        assertThat(step(run.view(), "saml-provider").round()).isEqualTo(2);
    }

    @Test
    void explainsARefusedSignInAndKeepsTheTaskOpen() {
        start(request(List.of()));
        approve();
        submit("right");
        confirm("application-settings.human-step.1", fields());
        cloud.refuseSignIn("ada@example.com", "not authorized to perform: connect:GetFederationToken");
        AnswerResult refused = confirm("sign-in.human-step.1", fields().put("username", "ada@example.com"));
        assertThat(refused.verdict().reasons()).extracting(Reason::code).containsExactly("FEDERATION_DENIED");
        cloud.signIn("ada@example.com");
        assertThat(confirm("sign-in.human-step.1", fields().put("username", "ada@example.com"))
                        .verdict()
                        .accepted())
                .isTrue();
        assertThat(ended().status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void waitsForTheEndOfASignInThoughAnEarlierOneWasRefused() {
        start(request(List.of()));
        approve();
        submit("right");
        confirm("application-settings.human-step.1", fields());
        cloud.refuseSignIn("ada@example.com", "not authorized to perform: connect:GetFederationToken");
        until(() -> isOpen("sign-in.human-step.1"));
        run.answer(answer("sign-in.human-step.1", "submit", ADMINISTRATOR, fields().put("error", "Access denied")));
        cloud.beginSession("ada@example.com");
        assertThat(confirm("sign-in.human-step.1", fields().put("username", "ada@example.com"))
                        .verdict()
                        .accepted())
                .isTrue();
        until(() -> step(run.view(), "sign-in").status() == StepStatus.VERIFYING);
        cloud.signIn("ada@example.com");
        assertThat(ended().status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void countsARoundMoreOfAStepThatAskedSomebodyWhenAnEarlierOneIsRedone() {
        start(request(List.of()));
        approve();
        submit("right");
        until(() -> isOpen("application-settings.human-step.1"));
        // The in-memory service loses a cancellation that crosses a call's end.
        until(() -> step(run.view(), "access-simulation").status() == StepStatus.DONE);
        until(() -> step(run.view(), "application-access").status() == StepStatus.DONE);
        run.redo(new Redo(driver.runId(), "connect-application", Optional.of("wrong file"), ADMINISTRATOR));
        until(() -> step(run.view(), "application-settings").status() == StepStatus.PENDING);
        assertThat(step(run.view(), "application-settings").round()).isEqualTo(2);
        assertThat(step(run.view(), "sign-in").round()).isEqualTo(1);
    }

    @Test
    void asksWhenEvidenceStaysAwayAndThenCallsTheStepClaimed() {
        cloud.mappingsSeen = false;
        start(request(List.of()));
        approve();
        submit("right");
        confirm("application-settings.human-step.1", fields());
        sleepUntilOpen("application-settings.decision.1");
        run.answer(answer(
                "application-settings.decision.1", "skip", ADMINISTRATOR, fields().put("reason", "seen on screen")));
        until(() -> isOpen("sign-in.human-step.1"));
        assertThat(step(run.view(), "application-settings").evidence())
                .extracting(Evidence::state)
                .containsExactly(Evidence.State.CLAIMED);
    }

    @Test
    void goesOnAsClaimedWhereEvidenceCannotBeLookedFor() {
        cloud.failures.put("awaitApplicationChanges", FailureType.NOT_AUTHORIZED);
        start(request(List.of()));
        approve();
        submit("right");
        confirm("application-settings.human-step.1", fields());
        until(() -> isOpen("application-settings.decision.1"));
        assertThat(step(run.view(), "application-settings").detail()).contains("awaitApplicationChanges was refused");
        run.answer(answer("application-settings.decision.1", "wait", ADMINISTRATOR, fields()));
        until(() -> isOpen("application-settings.decision.2"));
        run.answer(answer(
                "application-settings.decision.2", "skip", ADMINISTRATOR, fields().put("reason", "seen on screen")));
        until(() -> isOpen("sign-in.human-step.1"));
        assertThat(step(run.view(), "application-settings").evidence())
                .extracting(Evidence::state)
                .containsExactly(Evidence.State.CLAIMED);
    }

    @Test
    void sticksWhereAThingToAdoptWasChangedSinceTheApproval() {
        cloud.things.put("AmazonConnect", Found.marked(Optional.empty(), "ours", Map.of("metadataSha256", "a")));
        start(request(List.of("saml-provider")));
        approve();
        cloud.things.put("AmazonConnect", Found.marked(Optional.empty(), "ours", Map.of("metadataSha256", "b")));
        submit("right");
        until(() -> isOpen("saml-provider.decision.1"));
        assertThat(step(run.view(), "saml-provider").detail().orElseThrow())
                .endsWith("bears no mark of a run, and it was changed since the plan was approved");
    }

    @Test
    void sticksWhereWhatAnEarlierRunMadeWasChangedSinceTheApproval() {
        String mark = "connect-federation.contact-center-prod";
        cloud.things.put("AmazonConnect", Found.marked(Optional.of(mark), mark, Map.of("metadataSha256", "a")));
        start(request(List.of()));
        approve();
        cloud.things.put("AmazonConnect", Found.marked(Optional.of(mark), mark, Map.of("metadataSha256", "b")));
        submit("right");
        until(() -> isOpen("saml-provider.decision.1"));
        assertThat(step(run.view(), "saml-provider").detail().orElseThrow())
                .endsWith("is there with this run's mark, and it was changed since the plan was approved");
    }

    @Test
    void rejectsItselfWhenNobodyApproves() {
        start(request(List.of()));
        until(() -> status() == RunStatus.AWAITING_APPROVAL);
        driver.sleep(Duration.ofDays(15));
        assertThat(ended().status()).isEqualTo(RunStatus.REJECTED);
        assertThat(run.task("approve-plan.approval.1").orElseThrow().escalated())
                .isTrue();
    }

    @Test
    void callsAPlanThatWasRejectedNoStepThatIsDone() {
        start(request(List.of()));
        until(() -> status() == RunStatus.AWAITING_APPROVAL);
        run.answer(answer("approve-plan.approval.1", "reject", APPROVER, fields().put("reason", "wrong account")));
        RunView view = ended();
        assertThat(view.status()).isEqualTo(RunStatus.REJECTED);
        assertThat(step(view, "approve-plan").status()).isEqualTo(StepStatus.PENDING);
        assertThat(step(view, "approve-plan").detail()).contains("Rejected by lee@example.com: wrong account");
        assertThat(run.events(0))
                .filteredOn(event -> event.type() == RunEvent.Type.STEP_DONE)
                .extracting(RunEvent::step)
                .containsExactly(Optional.of("preflight"));
    }

    @Test
    void warnsOfWhatElseARoleAllowsThatIsTakenOver() {
        cloud.things.put(
                "AmazonConnectFederation",
                Found.marked(
                        Optional.empty(),
                        "ours",
                        Map.of(
                                "policies",
                                "arn:aws:iam::222222222222:policy/AmazonConnectFederation,arn:aws:iam::aws:policy/AdministratorAccess",
                                "inlinePolicies",
                                "debug")));
        start(request(List.of("federation-role")));
        until(() -> status() == RunStatus.AWAITING_APPROVAL);
        assertThat(run.plan().orElseThrow().findings())
                .filteredOn(finding -> finding.pointer().equals(Optional.of("/connect/roleName")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
                    assertThat(finding.detail())
                            .isEqualTo("AmazonConnectFederation carries other policies too:"
                                    + " arn:aws:iam::aws:policy/AdministratorAccess, debug. Every agent who signs in may do"
                                    + " what they allow.");
                });
        String warning = run.plan().orElseThrow().warnings().get(0).id();
        AnswerResult unread = run.answer(answer(
                "approve-plan.approval.1",
                "approve",
                APPROVER,
                fields().put("planHash", "sha256:0")
                        .set("acknowledged", fields().arrayNode().add("another.12345678"))));
        assertThat(unread.verdict().reasons())
                .extracting(Reason::code, Reason::pointer)
                .containsExactly(tuple("OTHER_PLAN", "/planHash"), tuple("NOT_ACKNOWLEDGED", "/acknowledged"));
        assertThat(unread.verdict().reasons().get(1).detail()).startsWith("add the warning " + warning + ": ");
        assertThat(run.answer(answer("approve-plan.approval.1", "approve", APPROVER, hash()))
                        .verdict()
                        .accepted())
                .isTrue();
    }

    @Test
    void leavesWhatItDidWhenAborted() {
        start(request(List.of()));
        approve();
        until(() -> step(run.view(), "federation-policy").status() == StepStatus.DONE);
        quiet();
        run.abort(new Abort(driver.runId(), Abort.Effects.LEAVE, Optional.of("not today"), ADMINISTRATOR));
        RunView view = ended();
        assertThat(view.status()).isEqualTo(RunStatus.ABORTED);
        assertThat(view.problem().orElseThrow().detail()).contains("sam@example.com", "not today");
        assertThat(cloud.things).containsOnlyKeys("policy/AmazonConnectFederation");
        assertThat(run.ledger(0).entries())
                .filteredOn(entry -> !entry.byPerson())
                .extracting(LedgerEntry::state)
                .containsExactly(EffectState.CREATED);
    }

    @Test
    void isAbortedByNobodyKnownWhenCancelledInTemporal() {
        start(request(List.of()));
        until(() -> status() == RunStatus.AWAITING_APPROVAL);
        driver.workflow.cancel();
        until(() -> run.view().closedAt().isPresent());
        assertThat(run.view().problem().orElseThrow().by()).contains(Actor.UNAUTHENTICATED);
    }

    @Test
    void letsAPersonAssignWhereTheApiDoesNot() {
        cloud.refusals.put(
                "assign",
                invalid(
                        "The application provider with arn 'arn:aws:sso::aws:applicationProvider/x' is not supported for"
                                + " this action."));
        start(request(List.of()));
        approve();
        submit("right");
        until(() -> isOpen("application-access.human-step.1"));
        AnswerResult refused = confirm("application-access.human-step.1", fields());
        assertThat(refused.verdict().reasons()).extracting(Reason::code).containsExactly("NOT_ASSIGNED");
        cloud.assignments.add("g-Contact Center Agents");
        assertThat(confirm("application-access.human-step.1", fields())
                        .verdict()
                        .accepted())
                .isTrue();
    }

    @Test
    void parksAnAssignmentThatIsRefusedForAnotherReason() {
        cloud.refusals.put("assign", invalid("The principal id is malformed."));
        start(request(List.of()));
        approve();
        submit("right");
        until(() -> isOpen("application-access.decision.1"));
        assertThat(isOpen("application-access.human-step.1")).isFalse();
    }

    private static ApplicationFailure invalid(String message) {
        ProviderError error = new ProviderError(
                Optional.of("SSOAdmin"), Optional.of("ValidationException"), Optional.of("r-1"), Optional.empty());
        return FailureType.INVALID_REQUEST.failure("assigning failed: ValidationException: " + message, error);
    }

    @Test
    void tellsTheCauseAndWhatWouldMendItWhereAStepIsStuck() {
        cloud.refusals.put(
                "putProvider",
                FailureType.NOT_AUTHORIZED.failure(
                        "creating the SAML provider AmazonConnect failed: AccessDenied: no",
                        new ProviderError(
                                Optional.of("Iam"),
                                Optional.of("AccessDenied"),
                                Optional.of("r-1"),
                                Optional.of("Add a statement."))));
        start(request(List.of()));
        approve();
        submit("right");
        until(() -> isOpen("saml-provider.decision.1"));
        assertThat(run.task("saml-provider.decision.1").orElseThrow().instructions())
                .isEqualTo("creating the SAML provider AmazonConnect failed: AccessDenied: no (Iam, request r-1)"
                        + "\n\nWhat would fix it: Add a statement.");
    }

    @Test
    void tellsWhoseTheThingIsThatIsInTheWay() {
        start(request(List.of()));
        approve();
        cloud.things.put(
                "AmazonConnect",
                Found.marked(
                        Optional.of("another.run"),
                        "mine",
                        Map.of("arn", "arn:aws:iam::222222222222:saml-provider/AmazonConnect")));
        submit("right");
        until(() -> isOpen("saml-provider.decision.1"));
        assertThat(run.task("saml-provider.decision.1").orElseThrow().instructions())
                .contains(
                        "`arn:aws:iam::222222222222:saml-provider/AmazonConnect`",
                        "is tagged `crossrun:run` = `another.run`",
                        "under `adopt`");
    }

    @Test
    void tellsWhoAnsweredATaskThatIsClosed() {
        start(request(List.of()));
        approve();
        assertThatThrownBy(() -> run.answer(answer("approve-plan.approval.1", "approve", APPROVER, hash())))
                .isInstanceOf(WorkflowUpdateException.class)
                .hasRootCauseInstanceOf(ApplicationFailure.class)
                .rootCause()
                .hasMessageContaining("was answered by lee@example.com");
    }
}
