package dev.crossrun.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.NotificationActivities;
import dev.crossrun.domain.Sha256;
import dev.crossrun.engine.call.StepCalls;
import dev.crossrun.run.Abort;
import dev.crossrun.run.Redo;
import dev.crossrun.run.Refusal;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunView;
import dev.crossrun.run.Runbook;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.actor.Role;
import dev.crossrun.run.effect.UndoItem;
import dev.crossrun.run.plan.Plan;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.step.StepView;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.AnswerResult;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A run in a time-skipping Temporal environment, and what its three people do: kim asks for it, lee approves, sam administers.
 * It serves the tests of any runbook. What waits, waits until the test's own timeout.
 */
public class RunDriver implements AutoCloseable {
    public static final String APPROVAL = "approve-plan.approval.1";
    public static final String UNDO = "run.undo.1";
    public static final Caller KIM = new Caller(Actor.listed("kim@example.com", "crossrun"), Set.of(Role.REQUESTER));
    public static final Caller LEE = new Caller(Actor.listed("lee@example.com", "crossrun"), Set.of(Role.APPROVER));
    public static final Caller SAM =
            new Caller(Actor.listed("sam@example.com", "crossrun"), Set.of(Role.ADMINISTRATOR));

    public final Run run;
    public final TestWorkflowEnvironment temporal;
    public final WorkflowStub workflow;

    private final String id;

    /** An environment for a run that is not started yet. Who passes no fake of the webhook gets one that nobody listens to. */
    RunDriver(WorkflowClientOptions client, String id, String type, List<Class<?>> workflows, Object... activities) {
        this.id = id;
        TestEnvironmentOptions.Builder options = TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(client)
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new StepCalls.Interceptor())
                        .build());
        RunAttributes.ALL.forEach(key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
        temporal = TestWorkflowEnvironment.newInstance(options.build());
        Worker worker = temporal.newWorker(RunAttributes.TASK_QUEUE);
        worker.registerWorkflowImplementationTypes(workflows.toArray(Class<?>[]::new));
        worker.registerActivitiesImplementations(activities);
        if (Stream.of(activities).noneMatch(NotificationActivities.class::isInstance)) {
            worker.registerActivitiesImplementations(
                    (NotificationActivities) batch -> NotificationActivities.Delivery.nobodyListens());
        }
        temporal.start();
        workflow = temporal.getWorkflowClient()
                .newUntypedWorkflowStub(
                        type,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(id)
                                .setTaskQueue(RunAttributes.TASK_QUEUE)
                                .build());
        run = temporal.getWorkflowClient().newWorkflowStub(Run.class, id);
    }

    /**
     * Starts a run of a runbook.
     *
     * @param name the request's
     * @param activities fakes of the activity interfaces that its steps call
     */
    public static <I> RunDriver start(Runbook<I> runbook, String name, I request, Object... activities) {
        RunDriver driver = new RunDriver(
                WorkflowClientOptions.getDefaultInstance(),
                runbook.workflowId(name),
                runbook.workflowType(),
                runbook.code().get().workflows(),
                activities);
        driver.start(
                new RunStart(
                        runbook.name(),
                        name,
                        KIM.actor(),
                        false,
                        runbook.accounts().apply(request),
                        Optional.empty(),
                        runbook.revision()),
                request);
        return driver;
    }

    final void start(RunStart start, Object input) {
        workflow.start(start, input);
    }

    /** Lee approves the plan once it is ready. */
    public void approve() {
        awaitTask(APPROVAL);
        answer(APPROVAL, "approve", LEE, approval());
    }

    /** The fields that approve the plan as it is, with all its warnings. */
    public ObjectNode approval() {
        Plan plan = run.plan().orElseThrow();
        ObjectNode fields = fields().put("planHash", plan.hash());
        plan.warnings().forEach(warning -> fields.withArray("acknowledged").add(warning.id()));
        return fields;
    }

    public AnswerResult answer(String task, String action, Caller by, ObjectNode fields) {
        return run.answer(answerOf(task, action, by, fields));
    }

    public Answer answerOf(String task, String action, Caller by, ObjectNode fields) {
        return new Answer(
                runId(), task, action, by, fields, Optional.empty(), Optional.empty(), Sha256.of(task + action));
    }

    /** Sam answers once the task is open. */
    public AnswerResult decide(String task, String action, ObjectNode fields) {
        awaitTask(task);
        return answer(task, action, SAM, fields);
    }

    /** As {@link #decide(String, String, ObjectNode)}, of an answer without fields. */
    public AnswerResult decide(String task, String action) {
        return decide(task, action, fields());
    }

    /** Asks for an undo, and gives what the run shows when it asks for the confirmation. */
    public List<UndoItem> askForUndo() {
        run.abort(new Abort(runId(), Abort.Effects.UNDO, Optional.empty(), SAM));
        awaitTask(UNDO);
        return run.undo();
    }

    /** Lee confirms the undo once the run asks for it. */
    public void confirmUndo() {
        awaitTask(UNDO);
        answer(UNDO, "undo", LEE, fields());
    }

    public void redo(String step) {
        run.redo(new Redo(runId(), step, Optional.empty(), SAM));
    }

    /** The run's execution run id. */
    public String runId() {
        return workflow.getExecution().getRunId();
    }

    public static ObjectNode fields() {
        return JsonNodeFactory.instance.objectNode();
    }

    public boolean isOpen(String task) {
        return run.view().waitingFor().stream()
                .anyMatch(waiting -> waiting.task().equals(task));
    }

    /** Waits until a task is open, and gives its instructions. */
    public String awaitTask(String task) {
        until(() -> isOpen(task));
        return run.task(task).orElseThrow().instructions();
    }

    public void awaitStep(String step, StepStatus status) {
        until(() -> step(step).status() == status);
    }

    public StepView step(String step) {
        return step(run.view(), step);
    }

    public static StepView step(RunView view, String step) {
        return view.steps().stream()
                .filter(each -> each.id().equals(step))
                .findFirst()
                .orElseThrow();
    }

    public RunView ended() {
        until(() -> run.view().closedAt().isPresent());
        return run.view();
    }

    public RunStatus status() {
        return run.view().status();
    }

    /** The calls that have not ended, as Temporal has them. */
    public List<PendingActivityInfo> pending() {
        return temporal.getWorkflowClient()
                .getWorkflowServiceStubs()
                .blockingStub()
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(temporal.getNamespace())
                        .setExecution(WorkflowExecution.newBuilder().setWorkflowId(id))
                        .build())
                .getPendingActivitiesList();
    }

    public List<HistoryEvent> history() {
        return temporal.getWorkflowClient().fetchHistory(id).getEvents();
    }

    public long count(EventType type) {
        return history().stream().filter(event -> event.getEventType() == type).count();
    }

    public List<RunEvent> events(RunEvent.Type type) {
        return run.events(0).stream().filter(event -> event.type() == type).toList();
    }

    public void sleep(Duration duration) {
        temporal.sleep(duration);
    }

    /** The refusal of an update. */
    public static Refusal.Told refused(Runnable update) {
        try {
            update.run();
        } catch (WorkflowUpdateException refused) {
            return Refusal.in(refused).orElseThrow();
        }
        throw new AssertionError("it was not refused");
    }

    /** Asks again until it is so. */
    public static void until(BooleanSupplier condition) {
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
