package dev.crossrun.runbook.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.RunName;
import dev.crossrun.engine.Procedure;
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

    @Test
    void hasTheStepsThatTheRequestAsksFor() {
        assertThat(Procedure.catalogue(AuditorAccess::steps))
                .extracting(StepDefinition::id, StepDefinition::dependsOn)
                .containsExactly(
                        tuple("preflight", List.of()),
                        tuple("approve-plan", List.of("preflight")),
                        tuple("audit-policy", List.of("approve-plan")),
                        tuple("attach-policy", List.of("audit-policy")),
                        tuple("audit-simulation", List.of("attach-policy")));
        assertThat(Procedure.catalogue(request(Optional.empty()), AuditorAccess::steps))
                .extracting(StepDefinition::id)
                .doesNotContain("audit-simulation");
    }

    @Test
    void letsTheAuditorReadTheEventHistory() {
        try (AuditorAccessRun run = new AuditorAccessRun(request(Optional.of("cloudtrail:LookupEvents")))) {
            run.approve();
            assertThat(run.confirm(ATTACH).reasons()).hasSize(1);
            assertThat(run.account.policies).containsOnlyKeys(ARN);
            run.account.attached.add(ARN);
            assertThat(run.confirm(ATTACH).accepted()).isTrue();
            assertThat(run.ended().status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(run.step("audit-simulation").detail()).contains("cloudtrail:LookupEvents is ALLOWED");
        }
    }

    @Test
    void deletesThePolicyWhenItIsUndone() {
        try (AuditorAccessRun run = new AuditorAccessRun(request(Optional.empty()))) {
            run.approve();
            run.awaitTask(ATTACH);
            assertThat(run.askForUndo())
                    .extracting(UndoItem::action, UndoItem::effect)
                    .containsExactly(tuple(UndoItem.Action.UNDO, ARN));
            run.confirmUndo();
            assertThat(run.ended().status()).isEqualTo(RunStatus.UNDONE);
            assertThat(run.step("audit-policy").status()).isEqualTo(StepStatus.UNDONE);
            assertThat(run.account.policies).isEmpty();
        }
    }

    @Test
    void isNotApprovedWhereThePolicyIsSomeoneElses() {
        FakeAccount account = new FakeAccount();
        account.policies.put(ARN, "another.run");
        try (AuditorAccessRun run = new AuditorAccessRun(request(Optional.empty()), account)) {
            run.awaitTask("preflight.decision.1");
            assertThat(run.run.plan().orElseThrow().findings())
                    .extracting(
                            finding -> finding.step() + " " + finding.pointer().orElseThrow())
                    .containsExactly("audit-policy /name");
        }
    }

    @Test
    void goesOnWithThePolicyThatSomeoneElseHasMadeIfAPersonSaysSo() {
        try (AuditorAccessRun run = new AuditorAccessRun(request(Optional.empty()))) {
            run.awaitTask("approve-plan.approval.1");
            run.account.policies.put(ARN, "another.run");
            run.approve();
            run.awaitTask("audit-policy.decision.1");
            assertThat(run.run.task("audit-policy.decision.1").orElseThrow().instructions())
                    .contains("start a run with another name");
            assertThat(run.skip("audit-policy.decision.1", "It is the same").accepted())
                    .isTrue();
            run.account.attached.add(ARN);
            run.confirm(ATTACH);
            assertThat(run.ended().status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(run.step("audit-policy").status()).isEqualTo(StepStatus.SKIPPED);
        }
    }

    private static AuditorAccessRequest request(Optional<String> simulate) {
        return new AuditorAccessRequest(
                new RunName("spring"), new AccountId("222222222222"), FakeAccount.ROLE, simulate);
    }
}
