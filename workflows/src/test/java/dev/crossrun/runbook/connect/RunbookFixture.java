package dev.crossrun.runbook.connect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Region;
import dev.crossrun.domain.RunName;
import dev.crossrun.domain.Sha256;
import dev.crossrun.domain.Username;
import dev.crossrun.engine.StepCalls;
import dev.crossrun.run.Refusal;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunView;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.actor.Role;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.step.StepView;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.AnswerResult;
import dev.crossrun.runbook.connect.ConnectFederationRequest.IdentitySource;
import dev.crossrun.runbook.connect.ConnectFederationRequest.Provisioning;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A run of the runbook in a time-skipping environment, with both accounts in memory and the hands of its people. */
abstract class RunbookFixture {
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
        options.setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(new StepCalls.Interceptor())
                .build());
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

    void start(ConnectFederationRequest request) {
        WorkflowClient client = temporal.getWorkflowClient();
        WorkflowOptions options = WorkflowOptions.newBuilder()
                .setWorkflowId(
                        ConnectFederation.RUNBOOK.workflowId(request.name().value()))
                .setTaskQueue(RunAttributes.TASK_QUEUE)
                .build();
        ConnectFederationWorkflow stub = client.newWorkflowStub(ConnectFederationWorkflow.class, options);
        WorkflowExecution execution = WorkflowClient.start(
                stub::run, RunStart.of(ConnectFederation.NAME, request.name().value(), KIM, false), request);
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

    /** Waits until no step runs: the in-memory server loses the end of an activity that crosses its cancellation. */
    void quiet() {
        until(() -> run.view().steps().stream().noneMatch(step -> step.status() == StepStatus.RUNNING));
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

    /** Lets time pass until a task is open; the test's own timeout ends it. */
    void sleepUntilOpen(String task) {
        until(() -> {
            temporal.sleep(Duration.ofMinutes(5));
            return isOpen(task);
        });
    }

    /** Asks again until it is so; a run gets there by itself, and the test's timeout ends the asking. */
    static void until(BooleanSupplier condition) {
        Awaitility.await()
                .forever()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(condition::getAsBoolean);
    }
}
