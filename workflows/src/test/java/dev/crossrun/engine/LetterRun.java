package dev.crossrun.engine;

import com.google.protobuf.util.Timestamps;
import dev.crossrun.activity.FailureType;
import dev.crossrun.run.Abort;
import dev.crossrun.run.Patience;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStart;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A run of {@link Letter}, with its post office and its webhook. */
final class LetterRun extends RunDriver {
    static final String WRITING = "write.human-step.1";
    static final String STUCK = "post.decision.1";

    private static final String WORKFLOW = "letter.to-ada";

    final RecordingNotifications notifications;
    final Office office;

    /** Counts the letters, and refuses them where it is told to. */
    static final class Office implements Letter.PostOffice {
        final AtomicInteger posted = new AtomicInteger();
        volatile Optional<FailureType> failure = Optional.empty();

        @Override
        public void post() {
            failure.ifPresent(type -> {
                throw type.failure("the post office refused");
            });
            posted.incrementAndGet();
        }
    }

    LetterRun() {
        this(Patience.standard());
    }

    LetterRun(Patience patience) {
        this(patience, new RecordingNotifications(), new Office());
    }

    private LetterRun(Patience patience, RecordingNotifications notifications, Office office) {
        super(
                WorkflowClientOptions.getDefaultInstance(),
                WORKFLOW,
                "Letter",
                List.of(Letter.LetterWorkflowImpl.class),
                notifications,
                office);
        this.notifications = notifications;
        this.office = office;
        start(RunStart.of("letter", "to-ada", KIM.actor(), false), patience);
    }

    void write(String text) {
        decide(WRITING, "submit", fields().put("text", text));
    }

    void abort() {
        run.abort(new Abort(runId(), Abort.Effects.LEAVE, Optional.of("not today"), SAM));
    }

    /** Waits for the workflow's own end; time is skipped meanwhile. */
    LetterRun completed() {
        workflow.getResult(Void.class);
        return this;
    }

    List<RunEvent.Type> events() {
        return run.events(0).stream().map(RunEvent::type).toList();
    }

    WorkflowExecutionHistory wholeHistory() {
        return temporal.getWorkflowClient().fetchHistory(WORKFLOW);
    }

    /** When the service wrote the run's last event; the service's own time may have gone on since. */
    Instant lastEventAt() {
        return Instant.ofEpochMilli(
                Timestamps.toMillis(wholeHistory().getLastEvent().getEventTime()));
    }
}
