package dev.crossrun.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.FailureType;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Region;
import dev.crossrun.domain.RunName;
import dev.crossrun.domain.Sha256;
import dev.crossrun.domain.Username;
import dev.crossrun.run.Abort;
import dev.crossrun.run.Actor;
import dev.crossrun.run.Answer;
import dev.crossrun.run.AnswerResult;
import dev.crossrun.run.Caller;
import dev.crossrun.run.Document;
import dev.crossrun.run.EffectState;
import dev.crossrun.run.Evidence;
import dev.crossrun.run.Found;
import dev.crossrun.run.LedgerEntry;
import dev.crossrun.run.Reason;
import dev.crossrun.run.Redo;
import dev.crossrun.run.Refusal;
import dev.crossrun.run.Role;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunView;
import dev.crossrun.run.StepStatus;
import dev.crossrun.run.StepView;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectFederationWorkflowTest {
    static final Actor KIM = new Actor("kim@example.com", "crossrun");
    static final Caller APPROVER = new Caller(new Actor("lee@example.com", "crossrun"), Set.of(Role.APPROVER));
    static final Caller ADMINISTRATOR =
            new Caller(new Actor("sam@example.com", "crossrun"), Set.of(Role.ADMINISTRATOR));

    final FakeCloud cloud = new FakeCloud();
    TestWorkflowEnvironment temporal;
    Run run;
    WorkflowStub workflow;

    @BeforeEach
    void startTemporal() {
        TestEnvironmentOptions.Builder options = TestEnvironmentOptions.newBuilder();
        RunAttributes.ALL.forEach(key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
        temporal = TestWorkflowEnvironment.newInstance(options.build());
        Worker worker = temporal.newWorker(RunAttributes.TASK_QUEUE);
        worker.registerWorkflowImplementationTypes(ConnectFederationWorkflowImpl.class);
        worker.registerActivitiesImplementations(cloud.activities());
        temporal.start();
    }

    @AfterEach
    void stopTemporal() {
        temporal.close();
    }

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
        assertThat(run.ledger()).extracting(LedgerEntry::state).containsOnly(EffectState.CREATED);
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
    void takesNoThingThatIsNotItsOwn() {
        cloud.things.put("AmazonConnect", Found.marked(Optional.of("another.run"), "mine", Map.of()));
        start(request(List.of()));
        until(() -> !run.view().waitingFor().isEmpty());
        assertThat(run.view().waitingFor().get(0).task()).isEqualTo("preflight.decision.1");
        assertThat(run.plan().orElseThrow().findings().get(0).detail()).contains("belongs to another.run");
        cloud.things.clear();
        run.answer(answer("preflight.decision.1", "replan", ADMINISTRATOR, fields()));
        until(() -> status() == RunStatus.AWAITING_APPROVAL);
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
        run.redo(new Redo("connect-application", Optional.of("wrong file"), ADMINISTRATOR));
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
    void asksWhenEvidenceStaysAwayAndThenCallsTheStepClaimed() {
        cloud.mappingsSeen = false;
        start(request(List.of()));
        approve();
        submit("right");
        confirm("application-settings.human-step.1", fields());
        temporal.sleep(Duration.ofMinutes(31));
        until(() -> isOpen("application-settings.decision.1"));
        run.answer(answer(
                "application-settings.decision.1", "skip", ADMINISTRATOR, fields().put("reason", "seen on screen")));
        until(() -> isOpen("sign-in.human-step.1"));
        assertThat(step(run.view(), "application-settings").evidence())
                .extracting(Evidence::state)
                .containsExactly(Evidence.State.CLAIMED);
    }

    @Test
    void rejectsItselfWhenNobodyApproves() {
        start(request(List.of()));
        until(() -> status() == RunStatus.AWAITING_APPROVAL);
        temporal.sleep(Duration.ofDays(15));
        assertThat(ended().status()).isEqualTo(RunStatus.REJECTED);
        assertThat(run.task("approve-plan.approval.1").orElseThrow().escalated())
                .isTrue();
    }

    @Test
    void leavesWhatItDidWhenAborted() {
        start(request(List.of()));
        approve();
        until(() -> isOpen("connect-application.human-step.1"));
        run.abort(new Abort(Abort.Effects.LEAVE, Optional.of("not today"), ADMINISTRATOR));
        RunView view = ended();
        assertThat(view.status()).isEqualTo(RunStatus.ABORTED);
        assertThat(view.problem().orElseThrow().detail()).contains("sam@example.com", "not today");
    }

    @Test
    void isAbortedByNobodyKnownWhenCancelledInTemporal() {
        start(request(List.of()));
        until(() -> status() == RunStatus.AWAITING_APPROVAL);
        workflow.cancel();
        until(() -> run.view().closedAt().isPresent());
        assertThat(run.view().problem().orElseThrow().by()).contains(Actor.UNAUTHENTICATED);
    }

    @Test
    void letsAPersonAssignWhereTheApiDoesNot() {
        cloud.failures.put("assign", FailureType.INVALID_REQUEST);
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
    void tellsWhoAnsweredATaskThatIsClosed() {
        start(request(List.of()));
        approve();
        assertThatThrownBy(() -> run.answer(answer("approve-plan.approval.1", "approve", APPROVER, hash())))
                .isInstanceOf(WorkflowUpdateException.class)
                .hasRootCauseInstanceOf(ApplicationFailure.class)
                .rootCause()
                .hasMessageContaining("was answered by lee@example.com");
    }

    void start(ConnectFederationRequest request) {
        WorkflowClient client = temporal.getWorkflowClient();
        WorkflowOptions options = WorkflowOptions.newBuilder()
                .setWorkflowId(
                        ConnectFederation.RUNBOOK.workflowId(request.name().value()))
                .setTaskQueue(RunAttributes.TASK_QUEUE)
                .build();
        ConnectFederationWorkflow stub = client.newWorkflowStub(ConnectFederationWorkflow.class, options);
        WorkflowExecution execution = WorkflowClient.start(
                stub::run, new RunStart(ConnectFederation.NAME, request.name().value(), KIM, false), request);
        workflow = client.newUntypedWorkflowStub(execution.getWorkflowId());
        run = client.newWorkflowStub(Run.class, execution.getWorkflowId());
    }

    static ConnectFederationRequest request(List<String> adopt) {
        return new ConnectFederationRequest(
                new RunName("contact-center-prod"),
                new ConnectFederationRequest.Entra(
                        "8500cad3-193d-48a6-8d00-c129b114dc10",
                        Optional.of("17cad0e7-cd2b-4e51-a75d-ba810f3e4045"),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Provisioning.NONE),
                new ConnectFederationRequest.IdentityCenter(
                        new AccountId("111111111111"), new Region("eu-west-1"), IdentitySource.ALREADY_ENTRA),
                new ConnectFederationRequest.Connect(
                        new AccountId("222222222222"),
                        new Region("eu-central-1"),
                        Optional.of(new InstanceId("5f0d3c4e-8d7b-4b0e-9c54-2f7c1a9e6b10")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                List.of(new ConnectFederationRequest.Agent(
                        new Username("ada@example.com"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of())),
                Optional.of(
                        new ConnectFederationRequest.ApplicationAccess(List.of("Contact Center Agents"), List.of())),
                List.of(),
                adopt,
                Optional.empty());
    }

    void approve() {
        until(() -> status() == RunStatus.AWAITING_APPROVAL);
        run.answer(answer("approve-plan.approval.1", "approve", APPROVER, hash()));
    }

    AnswerResult submit(String content) {
        until(() -> isOpen("connect-application.human-step.1"));
        return run.answer(file("connect-application.human-step.1", content));
    }

    AnswerResult confirm(String task, ObjectNode fields) {
        until(() -> isOpen(task));
        return run.answer(answer(task, "confirm", ADMINISTRATOR, fields));
    }

    ObjectNode hash() {
        return fields().put("planHash", run.plan().orElseThrow().hash());
    }

    static ObjectNode fields() {
        return JsonNodeFactory.instance.objectNode();
    }

    static Answer answer(String task, String action, Caller by, ObjectNode fields) {
        return new Answer(task, action, by, fields, Optional.empty(), Optional.empty(), Sha256.of(task + action));
    }

    static Answer file(String task, String content) {
        Document document = Document.of("metadata.xml", "application/xml", content.getBytes(StandardCharsets.UTF_8));
        return new Answer(
                task, "submit", ADMINISTRATOR, fields(), Optional.empty(), Optional.of(document), document.sha256());
    }

    String refusal(Answer answer) {
        try {
            run.answer(answer);
            return "accepted";
        } catch (WorkflowUpdateException refused) {
            return Refusal.in(refused).orElseThrow().refusal().name();
        }
    }

    boolean isOpen(String task) {
        return run.view().waitingFor().stream()
                .anyMatch(waiting -> waiting.task().equals(task));
    }

    RunStatus status() {
        return run.view().status();
    }

    RunView ended() {
        until(() -> run.view().closedAt().isPresent());
        return run.view();
    }

    static StepView step(RunView view, String id) {
        return view.steps().stream()
                .filter(step -> step.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Asks again until it is so; a run gets there by itself, and the test's timeout ends the asking. */
    static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
