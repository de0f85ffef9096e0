package dev.crossrun.standalone;

import static dev.crossrun.standalone.AccessRun.action;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.crossrun.cli.ApiRefusal;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.Abort;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunSummary;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.actor.Role;
import dev.crossrun.run.task.Answer;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.temporal.PayloadKeys;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Where payloads are encrypted, nobody who writes to Temporal without Crossrun decides anything, or stops a run for ever. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
abstract class ForgedPayloads {
    static final PayloadKeys KEYS = PayloadKeys.generate();

    private static final String APPROVAL = "approve-plan.approval.1";
    private static final Caller LEE = new Caller(Actor.listed("lee@example.com", "api.yml"), Set.of(Role.APPROVER));

    private Site site;
    private Forger mallory;

    /** A site whose payloads {@link #KEYS} encrypt. */
    abstract Site site() throws Exception;

    /** Ends the service beneath the site, when nothing works on it any more. */
    abstract void endService();

    @BeforeAll
    void start() throws Exception {
        site = site();
        mallory = new Forger(site.temporal());
    }

    @AfterAll
    void stop() {
        site.close();
        endService();
    }

    AccessRun run(String name) {
        AccessRun run = new AccessRun(site, AccessRun.request().put("name", name), () -> {});
        run.task(APPROVAL);
        return run;
    }

    private static WorkflowExecution execution(String path) {
        String[] id = path.replace("/v1/runs/", "").split(":", 2);
        return WorkflowExecution.newBuilder()
                .setWorkflowId(id[0])
                .setRunId(id[1])
                .build();
    }

    private static void reject(AccessRun run) {
        run.answer(run.lee, APPROVAL, action("reject").put("reason", "not now"));
        assertThat(run.until(view -> view.hasNonNull("closedAt")).path("status").asText())
                .isEqualTo("REJECTED");
    }

    @Test
    void wordsInTheClearAreRejectedAndTheRunGoesOn() {
        AccessRun run = run("clear");
        WorkflowExecution execution = execution(run.path);
        ObjectNode fields = ScriptedApprover.approval(run.lee.get(run.path + "/plan"));
        fields.remove("action");
        Answer answer = new Answer(
                execution.getRunId(),
                APPROVAL,
                "approve",
                LEE,
                fields,
                Optional.empty(),
                Optional.empty(),
                Sha256.of("mallory"));
        Abort abort = new Abort(execution.getRunId(), Abort.Effects.LEAVE, Optional.empty(), LEE);
        assertThat(mallory.update(execution, "answer", Forger.clear(answer)).orElseThrow())
                .contains("IN_THE_CLEAR", "workflow temporary-access.clear")
                .doesNotContain("lee@example.com");
        assertThat(mallory.update(execution, "abort", Forger.clear(abort)).orElseThrow())
                .contains("IN_THE_CLEAR");
        assertThat(mallory.update(execution, "answer", Payloads.getDefaultInstance()))
                .as("nothing at all")
                .isPresent();
        assertThat(run.view().path("status").asText()).isEqualTo("AWAITING_APPROVAL");
        reject(run);
    }

    @Test
    void aRefusalOfTheRunSaysWhy() {
        AccessRun run = run("own");
        ObjectNode approval = ScriptedApprover.approval(run.kim.get(run.path + "/plan"));
        assertThatThrownBy(() -> run.answer(run.kim, APPROVAL, approval))
                .asInstanceOf(type(ApiRefusal.class))
                .returns(403, ApiRefusal::status)
                .extracting(refusal -> refusal.problem().path("detail").asText())
                .asString()
                .contains("Somebody else must answer this");
        reject(run);
    }

    @Test
    void anAnswerThatWasCopiedFromAnotherRunIsRejected() {
        AccessRun theirs = run("theirs");
        reject(theirs);
        Payloads copy = mallory.lastUpdate(execution(theirs.path), "answer");
        AccessRun mine = run("mine");
        assertThat(mallory.update(execution(mine.path), "answer", copy).orElseThrow())
                .contains("FROM_ELSEWHERE", "temporary-access.theirs");
        AccessRun later = run("theirs");
        assertThat(mallory.update(execution(later.path), "answer", copy).orElseThrow())
                .as("an earlier run of the same name")
                .contains("OTHER_RUN");
        Payload changed = copy.getPayloads(0).toBuilder()
                .putMetadata("encryption-workflow-id", ByteString.copyFromUtf8("temporary-access.mine"))
                .build();
        assertThat(mallory.update(
                                execution(mine.path),
                                "answer",
                                Payloads.newBuilder().addPayloads(changed).build())
                        .orElseThrow())
                .contains("ALTERED");
        reject(mine);
        reject(later);
    }

    @Test
    void aStartInTheClearFailsAndNoListShowsIt() {
        AccessRun real = run("real");
        String id = "temporary-access.forged";
        RunStart start = new RunStart("temporary-access", "forged", LEE.actor(), false, List.of(), Optional.empty(), 1);
        RunSummary summary = new RunSummary(
                "temporary-access",
                "forged",
                RunStatus.SUCCEEDED,
                LEE.actor(),
                Instant.EPOCH,
                "all is well",
                List.of(),
                List.of(),
                Optional.empty());
        WorkflowExecution forged = mallory.start(
                "TemporaryAccess",
                id,
                RunAttributes.TASK_QUEUE,
                Forger.clear(start, AccessRun.request().put("name", "forged")),
                Map.of(RunAttributes.MEMO_SUMMARY, Forger.clear(summary).getPayloads(0)));
        assertThat(failure(forged)).contains("The start of this workflow is refused: IN_THE_CLEAR");
        assertThat(failure(mallory.start(
                        "TemporaryAccess", id, RunAttributes.TASK_QUEUE, Payloads.getDefaultInstance(), Map.of())))
                .contains("it has no input");
        assertThatThrownBy(() -> site.kim().get("/v1/runs/" + id + ":" + forged.getRunId()))
                .asInstanceOf(type(ApiRefusal.class))
                .returns(404, ApiRefusal::status);
        Waiting.until(() -> site.kim().get("/v1/runs").toString().contains(real.path.replace("/v1/runs/", "")));
        assertThat(site.kim().get("/v1/runs").toString()).doesNotContain("forged", "all is well");
        assertThat(run("forged").path).as("the name is free").contains(id);
        reject(real);
    }

    private String failure(WorkflowExecution execution) {
        try {
            site.temporal()
                    .newUntypedWorkflowStub(WorkflowTargetOptions.newBuilder()
                            .setWorkflowExecution(execution)
                            .build())
                    .getResult(Void.class);
            throw new AssertionError("it did not fail");
        } catch (WorkflowFailedException failed) {
            assertThat(failed.getCause())
                    .asInstanceOf(type(ApplicationFailure.class))
                    .returns("REFUSED_PAYLOAD", ApplicationFailure::getType);
            return String.valueOf(failed.getCause().getMessage());
        }
    }

    @Test
    void aKeeperGivesNothingByTheCopiedCallOfALeaseThatHasEnded() {
        AccessRun run = run("over").approved().given();
        WorkflowExecution keeper =
                WorkflowExecution.newBuilder().setWorkflowId(run.keeper()).build();
        Payloads take = mallory.lastUpdate(keeper, "take");
        Payloads start = mallory.input(keeper);
        assertThat(run.open(AccessRun.ACCOUNT)).isPresent();
        run.answer(run.kim, "window.offer.1", action("end").put("reason", "solved"));
        run.awaitStep("revoke", "DONE");
        assertNotGiven(run, keeper, take);
        mallory.terminate(execution(run.path));
        mallory.terminate(keeper);
        mallory.start("LeaseKeeper", run.keeper(), RunAttributes.TASK_QUEUE, start, Map.of());
        assertNotGiven(run, keeper, take);
    }

    private void assertNotGiven(AccessRun run, WorkflowExecution keeper, Payloads take) {
        assertThat(mallory.update(keeper, "take", take).orElseThrow()).contains("ended before it was given");
        assertThat(run.open(AccessRun.ACCOUNT)).isEmpty();
        assertThat(run.open(AccessRun.SUPPORT)).isEmpty();
    }

    @Test
    void aCallWithAResultInTheClearOrOfAnotherActivityHasFailedAndIsMadeAgain() {
        slow("iam:CreateSAMLProvider");
        slow("iam:CreateRole");
        try (FederationRun run = site.run(FederationRun.example())) {
            run.approve();
            run.submit(WholeRun.APPLICATION, run.addApplication(WholeRun.APPLICATION));
            WorkflowExecution execution = execution(run.path);
            mallory.complete(
                    execution, "Iam_PutProvider", mallory.lastResult(execution, "IdentityCenter_DescribeInstance"));
            String copied = "saml-provider.decision.1";
            assertThat(run.task(copied).toString())
                    .contains("FROM_ELSEWHERE", "activity IdentityCenter_DescribeInstance");
            run.answer(run.sam, copied, FederationRun.object("retry"));
            mallory.complete(execution, "Iam_PutRole", Forger.clear("arn:aws:iam::222222222222:role/mine"));
            String decision = "federation-role.decision.1";
            JsonNode task = run.task(decision);
            assertThat(task.toString())
                    .contains("IN_THE_CLEAR", "docs/security.md")
                    .doesNotContain("role/mine");
            run.answer(run.sam, decision, FederationRun.object("retry"));
            run.awaitStep("federation-role", "DONE");
        }
    }

    private void slow(String operation) {
        site.simulator().faults().add(InjectedFault.of(operation, Kind.SLOW).withDuration(Duration.ofSeconds(5)));
    }
}
