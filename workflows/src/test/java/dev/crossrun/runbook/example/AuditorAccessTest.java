package dev.crossrun.runbook.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.RunName;
import dev.crossrun.engine.PartialFake;
import dev.crossrun.engine.Procedure;
import dev.crossrun.engine.RunDriver;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.effect.UndoItem;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.step.StepStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AuditorAccessTest {
    private static final String ARN = "arn:aws:iam::222222222222:policy/auditor-access-spring";
    private static final String ATTACH = "attach-policy.human-step.1";
    private static final String STUCK = "audit-policy.decision.1";

    private final FakeAccount account = new FakeAccount();

    @Test
    void hasTheStepsThatTheRequestAsksFor() {
        assertThat(Procedure.catalogue(AuditorAccess.REVISION, AuditorAccess::steps))
                .extracting(StepDefinition::id, StepDefinition::dependsOn)
                .containsExactly(
                        tuple("preflight", List.of()),
                        tuple("approve-plan", List.of("preflight")),
                        tuple("audit-policy", List.of("approve-plan")),
                        tuple("attach-policy", List.of("audit-policy")),
                        tuple("audit-simulation", List.of("attach-policy")));
        assertThat(Procedure.catalogue(request(Optional.empty()), AuditorAccess.REVISION, AuditorAccess::steps))
                .extracting(StepDefinition::id)
                .doesNotContain("audit-simulation");
    }

    @Test
    void letsTheAuditorReadTheEventHistory() {
        try (RunDriver run = start(Optional.of("cloudtrail:LookupEvents"))) {
            run.approve();
            assertThat(run.decide(ATTACH, "confirm").verdict().reasons()).hasSize(1);
            assertThat(account.policies).containsOnlyKeys(ARN);
            account.attached.add(ARN);
            assertThat(run.decide(ATTACH, "confirm").verdict().accepted()).isTrue();
            assertThat(run.ended().status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(run.step("audit-simulation").detail()).contains("cloudtrail:LookupEvents is ALLOWED");
        }
    }

    @Test
    void deletesThePolicyWhenItIsUndone() {
        try (RunDriver run = start(Optional.empty())) {
            run.approve();
            run.awaitTask(ATTACH);
            assertThat(run.askForUndo())
                    .extracting(UndoItem::action, UndoItem::effect)
                    .containsExactly(tuple(UndoItem.Action.UNDO, ARN));
            run.confirmUndo();
            assertThat(run.ended().status()).isEqualTo(RunStatus.UNDONE);
            assertThat(run.step("audit-policy").status()).isEqualTo(StepStatus.UNDONE);
            assertThat(account.policies).isEmpty();
        }
    }

    @Test
    void isNotApprovedWhereThePolicyIsSomeoneElses() {
        account.policies.put(ARN, "another.run");
        try (RunDriver run = start(Optional.empty())) {
            run.awaitTask("preflight.decision.1");
            assertThat(run.run.plan().orElseThrow().findings())
                    .extracting(
                            finding -> finding.step() + " " + finding.pointer().orElseThrow())
                    .containsExactly("audit-policy /name");
        }
    }

    @Test
    void goesOnWithThePolicyThatSomeoneElseHasMadeIfAPersonSaysSo() {
        try (RunDriver run = start(Optional.empty())) {
            run.awaitTask(RunDriver.APPROVAL);
            account.policies.put(ARN, "another.run");
            run.approve();
            assertThat(run.awaitTask(STUCK)).contains("start a run with another name");
            ObjectNode reason = RunDriver.fields().put("reason", "It is the same");
            assertThat(run.decide(STUCK, "skip", reason).verdict().accepted()).isTrue();
            account.attached.add(ARN);
            run.decide(ATTACH, "confirm");
            assertThat(run.ended().status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(run.step("audit-policy").status()).isEqualTo(StepStatus.SKIPPED);
        }
    }

    private RunDriver start(Optional<String> simulate) {
        return RunDriver.start(
                AuditorAccess.RUNBOOK, "spring", request(simulate), PartialFake.of(IamActivities.class, account));
    }

    private static AuditorAccessRequest request(Optional<String> simulate) {
        return new AuditorAccessRequest(
                new RunName("spring"), new AccountId("222222222222"), FakeAccount.ROLE, simulate);
    }
}
