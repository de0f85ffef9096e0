package dev.crossrun.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.Abort;
import dev.crossrun.run.Patience;
import dev.crossrun.run.Redo;
import dev.crossrun.run.Refusal;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunView;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.actor.Role;
import dev.crossrun.run.effect.UndoItem;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.step.StepView;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.AnswerResult;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A run of a small runbook that a test brings along, in a time-skipping environment, with its people. */
final class SmallRun implements AutoCloseable {
    static final String APPROVAL = "approve-plan.approval.1";
    static final String UNDO = "run.undo.1";
    static final Caller KIM = new Caller(new Actor("kim@example.com", "crossrun"), Set.of(Role.REQUESTER));
    static final Caller LEE = new Caller(new Actor("lee@example.com", "crossrun"), Set.of(Role.APPROVER));
    static final Caller SAM = new Caller(new Actor("sam@example.com", "crossrun"), Set.of(Role.ADMINISTRATOR));

    private static final String WORKFLOW = "small.one";

    final TestWorkflowEnvironment temporal;
    final Run run;

    /** The contract of every small runbook. */
    @WorkflowInterface
    public interface SmallWorkflow extends Run {
        @WorkflowMethod(name = "Small")
        void run(RunStart start, Patience patience);
    }

    SmallRun(Class<? extends SmallWorkflow> runbook, Object... activities) {
        this(Patience.standard(), runbook, activities);
    }

    SmallRun(Patience patience, Class<? extends SmallWorkflow> runbook, Object... activities) {
        TestEnvironmentOptions.Builder options = TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new StepCalls.Interceptor())
                        .build());
        RunAttributes.ALL.forEach(key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
        temporal = TestWorkflowEnvironment.newInstance(options.build());
        Worker worker = temporal.newWorker(RunAttributes.TASK_QUEUE);
        worker.registerWorkflowImplementationTypes(runbook);
        worker.registerActivitiesImplementations(activities);
        worker.registerActivitiesImplementations(new RecordingNotifications());
        temporal.start();
        WorkflowClient client = temporal.getWorkflowClient();
        SmallWorkflow stub = client.newWorkflowStub(
                SmallWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(WORKFLOW)
                        .setTaskQueue(RunAttributes.TASK_QUEUE)
                        .build());
        WorkflowClient.start(stub::run, RunStart.of("small", "one", KIM.actor(), false), patience);
        run = client.newWorkflowStub(Run.class, WORKFLOW);
    }

    SmallRun approved() {
        awaitTask(APPROVAL);
        answer(
                APPROVAL,
                "approve",
                LEE,
                fields().put("planHash", run.plan().orElseThrow().hash()));
        return this;
    }

    AnswerResult answer(String task, String action, Caller by, ObjectNode fields) {
        return run.answer(
                new Answer(task, action, by, fields, Optional.empty(), Optional.empty(), Sha256.of(task + action)));
    }

    /** An administrator answers once the task is open. */
    AnswerResult decide(String task, String action, ObjectNode fields) {
        awaitTask(task);
        return answer(task, action, SAM, fields);
    }

    /** Asks for an undo, and gives what the run shows when it asks for the confirmation. */
    List<UndoItem> askForUndo() {
        run.abort(new Abort(Abort.Effects.UNDO, Optional.empty(), SAM));
        awaitTask(UNDO);
        return run.undo();
    }

    void redo(String step) {
        run.redo(new Redo(step, Optional.empty(), SAM));
    }

    static ObjectNode fields() {
        return JsonNodeFactory.instance.objectNode();
    }

    boolean isOpen(String task) {
        return run.view().waitingFor().stream()
                .anyMatch(waiting -> waiting.task().equals(task));
    }

    void awaitTask(String task) {
        until(() -> isOpen(task));
    }

    void awaitStep(String id, StepStatus status) {
        until(() -> step(id).status() == status);
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

    RunStatus status() {
        return run.view().status();
    }

    /** The calls that have not ended, as Temporal has them. */
    List<PendingActivityInfo> pending() {
        return temporal.getWorkflowClient()
                .getWorkflowServiceStubs()
                .blockingStub()
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(temporal.getNamespace())
                        .setExecution(WorkflowExecution.newBuilder().setWorkflowId(WORKFLOW))
                        .build())
                .getPendingActivitiesList();
    }

    List<HistoryEvent> history() {
        return temporal.getWorkflowClient().fetchHistory(WORKFLOW).getEvents();
    }

    long count(EventType type) {
        return history().stream().filter(event -> event.getEventType() == type).count();
    }

    List<RunEvent> events(RunEvent.Type type) {
        return run.events(0).stream().filter(event -> event.type() == type).toList();
    }

    void sleep(Duration duration) {
        temporal.sleep(duration);
    }

    /** The refusal of an update. */
    static Refusal.Told refused(Runnable update) {
        try {
            update.run();
        } catch (WorkflowUpdateException refused) {
            return Refusal.in(refused).orElseThrow();
        }
        throw new AssertionError("it was not refused");
    }

    /** Asks again until it is so; the test's own timeout ends the asking. */
    static void until(BooleanSupplier condition) {
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
