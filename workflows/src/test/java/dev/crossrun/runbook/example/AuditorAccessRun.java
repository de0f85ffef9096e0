package dev.crossrun.runbook.example;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.NotificationActivities;
import dev.crossrun.domain.Sha256;
import dev.crossrun.engine.StepCalls;
import dev.crossrun.run.Abort;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunView;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.actor.Role;
import dev.crossrun.run.effect.UndoItem;
import dev.crossrun.run.step.StepView;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.Verdict;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A run of {@code auditor-access} in a time-skipping environment, with its people and its account. */
final class AuditorAccessRun implements AutoCloseable {
    private static final Actor KIM = new Actor("kim@example.com", "crossrun");
    private static final Caller LEE = new Caller(new Actor("lee@example.com", "crossrun"), Set.of(Role.APPROVER));
    private static final Caller SAM = new Caller(new Actor("sam@example.com", "crossrun"), Set.of(Role.ADMINISTRATOR));

    final FakeAccount account;
    final Run run;
    private final TestWorkflowEnvironment temporal;

    AuditorAccessRun(AuditorAccessRequest request) {
        this(request, new FakeAccount());
    }

    AuditorAccessRun(AuditorAccessRequest request, FakeAccount account) {
        this.account = account;
        TestEnvironmentOptions.Builder options = TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new StepCalls.Interceptor())
                        .build());
        RunAttributes.ALL.forEach(key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
        temporal = TestWorkflowEnvironment.newInstance(options.build());
        Worker worker = temporal.newWorker(RunAttributes.TASK_QUEUE);
        worker.registerWorkflowImplementationTypes(AuditorAccessWorkflowImpl.class);
        worker.registerActivitiesImplementations(
                account, (NotificationActivities) batch -> NotificationActivities.Delivery.nobodyListens());
        temporal.start();
        String name = request.name().value();
        String id = AuditorAccess.RUNBOOK.workflowId(name);
        WorkflowClient client = temporal.getWorkflowClient();
        AuditorAccessWorkflow stub = client.newWorkflowStub(
                AuditorAccessWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(id)
                        .setTaskQueue(RunAttributes.TASK_QUEUE)
                        .build());
        WorkflowClient.start(stub::run, RunStart.of(AuditorAccess.RUNBOOK.name(), name, KIM, false), request);
        run = client.newWorkflowStub(Run.class, id);
    }

    void approve() {
        awaitTask("approve-plan.approval.1");
        answer(
                "approve-plan.approval.1",
                "approve",
                LEE,
                fields().put("planHash", run.plan().orElseThrow().hash()));
    }

    Verdict confirm(String task) {
        awaitTask(task);
        return answer(task, "confirm", SAM, fields());
    }

    Verdict skip(String task, String reason) {
        return answer(task, "skip", SAM, fields().put("reason", reason));
    }

    /** What the run shows when it asks for the confirmation. */
    List<UndoItem> askForUndo() {
        run.abort(new Abort(Abort.Effects.UNDO, Optional.empty(), SAM));
        awaitTask("run.undo.1");
        return run.undo();
    }

    void confirmUndo() {
        answer("run.undo.1", "undo", LEE, fields());
    }

    private Verdict answer(String task, String action, Caller by, ObjectNode fields) {
        return run.answer(new Answer(
                        task, action, by, fields, Optional.empty(), Optional.empty(), Sha256.of(task + action)))
                .verdict();
    }

    private static ObjectNode fields() {
        return JsonNodeFactory.instance.objectNode();
    }

    void awaitTask(String task) {
        until(() -> run.view().waitingFor().stream()
                .anyMatch(waiting -> waiting.task().equals(task)));
    }

    StepView step(String id) {
        return run.view().steps().stream()
                .filter(step -> step.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    RunView ended() {
        until(() -> run.view().closedAt().isPresent());
        return run.view();
    }

    private static void until(BooleanSupplier condition) {
        Awaitility.await()
                .forever()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(condition::getAsBoolean);
    }

    @Override
    public void close() {
        temporal.close();
    }
}
