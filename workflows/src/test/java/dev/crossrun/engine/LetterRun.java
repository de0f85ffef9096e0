package dev.crossrun.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.util.Timestamps;
import dev.crossrun.activity.FailureType;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.Abort;
import dev.crossrun.run.Patience;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunView;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.actor.Role;
import dev.crossrun.run.task.Answer;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A run of {@link Letter} whose time can be moved, with its people and its post office. */
final class LetterRun implements AutoCloseable {
    static final String APPROVAL = "approve-plan.approval.1";
    static final String WRITING = "write.human-step.1";
    static final String STUCK = "post.decision.1";

    private static final String WORKFLOW = "letter.to-ada";
    private static final Actor KIM = new Actor("kim@example.com", "crossrun");
    private static final Caller LEE = new Caller(new Actor("lee@example.com", "crossrun"), Set.of(Role.APPROVER));
    private static final Caller SAM = new Caller(new Actor("sam@example.com", "crossrun"), Set.of(Role.ADMINISTRATOR));

    final RecordingNotifications notifications = new RecordingNotifications();
    final AtomicInteger posted = new AtomicInteger();
    volatile Optional<FailureType> postFailure = Optional.empty();
    final TestWorkflowEnvironment temporal;
    final Run run;
    final WorkflowStub workflow;

    LetterRun() {
        this(Patience.standard());
    }

    LetterRun(Patience patience) {
        TestEnvironmentOptions.Builder options = TestEnvironmentOptions.newBuilder();
        RunAttributes.ALL.forEach(key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
        temporal = TestWorkflowEnvironment.newInstance(options.build());
        Worker worker = temporal.newWorker(RunAttributes.TASK_QUEUE);
        worker.registerWorkflowImplementationTypes(Letter.LetterWorkflowImpl.class);
        worker.registerActivitiesImplementations(notifications, (Letter.PostOffice) this::post);
        temporal.start();
        WorkflowClient client = temporal.getWorkflowClient();
        Letter.LetterWorkflow stub = client.newWorkflowStub(
                Letter.LetterWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(WORKFLOW)
                        .setTaskQueue(RunAttributes.TASK_QUEUE)
                        .build());
        WorkflowClient.start(stub::run, RunStart.of("letter", "to-ada", KIM, false), patience);
        run = client.newWorkflowStub(Run.class, WORKFLOW);
        workflow = client.newUntypedWorkflowStub(WORKFLOW);
    }

    private void post() {
        postFailure.ifPresent(type -> {
            throw type.failure("the post office refused");
        });
        posted.incrementAndGet();
    }

    void approve() {
        awaitTask(APPROVAL);
        answer(
                APPROVAL,
                "approve",
                LEE,
                fields().put("planHash", run.plan().orElseThrow().hash()));
    }

    void write(String text) {
        awaitTask(WRITING);
        answer(WRITING, "submit", SAM, fields().put("text", text));
    }

    void decide(String task, String action) {
        awaitTask(task);
        answer(task, action, SAM, fields());
    }

    void abort() {
        run.abort(new Abort(Abort.Effects.LEAVE, Optional.of("not today"), SAM));
    }

    void awaitTask(String task) {
        until(() -> run.view().waitingFor().stream()
                .anyMatch(waiting -> waiting.task().equals(task)));
    }

    RunView ended() {
        until(() -> run.view().closedAt().isPresent());
        return run.view();
    }

    /** Waits for the workflow's own end; time is skipped meanwhile. */
    LetterRun completed() {
        workflow.getResult(Void.class);
        return this;
    }

    void sleep(Duration duration) {
        temporal.sleep(duration);
    }

    List<RunEvent.Type> events() {
        return run.events(0).stream().map(RunEvent::type).toList();
    }

    WorkflowExecutionHistory history() {
        return temporal.getWorkflowClient().fetchHistory(WORKFLOW);
    }

    /** When the service wrote the run's last event; the service's own time may have gone on since. */
    Instant lastEventAt() {
        HistoryEvent last = history().getLastEvent();
        return Instant.ofEpochMilli(Timestamps.toMillis(last.getEventTime()));
    }

    private void answer(String task, String action, Caller by, ObjectNode fields) {
        run.answer(new Answer(task, action, by, fields, Optional.empty(), Optional.empty(), Sha256.of(task + action)));
    }

    private static ObjectNode fields() {
        return JsonNodeFactory.instance.objectNode();
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
