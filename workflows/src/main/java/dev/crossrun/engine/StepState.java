package dev.crossrun.engine;

import dev.crossrun.engine.metrics.RunMetrics;
import dev.crossrun.run.effect.EffectView;
import dev.crossrun.run.effect.LedgerPage.LedgerStep;
import dev.crossrun.run.step.Evidence;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.step.StepView;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One step of a run: what it does, and where it stands. */
final class StepState {
    /** What a step can still be when its run has ended; of one that was terminated, steps are in the midst of something. */
    private static final Set<StepStatus> ENDED =
            Set.of(StepStatus.DONE, StepStatus.SKIPPED, StepStatus.UNDONE, StepStatus.KEPT);

    private final StepDefinition definition;
    private final Consumer<StepContext> body;
    private final List<Offer> offers;
    private final List<Evidence> evidence = new ArrayList<>();
    private final List<StepStatus> asking = new ArrayList<>();
    private StepStatus status = StepStatus.PENDING;
    private Optional<Instant> startedAt = Optional.empty();
    private Optional<Instant> finishedAt = Optional.empty();
    private Optional<Instant> lastEnded = Optional.empty();
    private Optional<String> detail = Optional.empty();
    private int round = 1;
    private boolean claimed;

    /** The task that a person answered last in this round. */
    private Optional<TaskRecord> asked = Optional.empty();

    private Optional<TaskRecord> reopened = Optional.empty();

    private @Nullable CancellationScope scope;
    private @Nullable Promise<Void> execution;

    StepState(StepDefinition definition, Consumer<StepContext> body, List<Offer> offers) {
        this.definition = definition;
        this.body = body;
        this.offers = List.copyOf(offers);
    }

    /** A step of a run that has ended: nothing starts it. */
    static StepState ended(LedgerStep step) {
        StepState state = new StepState(step.definition(), unused -> {}, List.of());
        state.status = ENDED.contains(step.status()) ? step.status() : StepStatus.PENDING;
        return state;
    }

    /** What another run needs to know of it. */
    LedgerStep forLedger(Optional<String> kept) {
        return new LedgerStep(definition, status(), kept);
    }

    StepDefinition definition() {
        return definition;
    }

    String id() {
        return definition.id();
    }

    Consumer<StepContext> body() {
        return body;
    }

    List<Offer> offers() {
        return offers;
    }

    int round() {
        return round;
    }

    /** While people are asked, several at a time where a step works on several things, that shows. */
    StepStatus status() {
        return asking.contains(StepStatus.STUCK) ? StepStatus.STUCK : asking.isEmpty() ? status : StepStatus.WAITING;
    }

    /** Somebody is asked: {@code next} is WAITING or STUCK. */
    void asks(StepStatus next) {
        asking.add(next);
    }

    void askedBefore(StepStatus earlier) {
        asking.remove(earlier);
    }

    void status(StepStatus next) {
        status = next;
    }

    void detail(String next) {
        detail = Optional.of(next);
    }

    void evidence(Evidence seen) {
        evidence.add(seen);
    }

    /** The first that the engine saw in this round. */
    Optional<Evidence> found() {
        return evidence.stream()
                .filter(seen -> seen.state() == Evidence.State.VERIFIED)
                .findFirst();
    }

    Optional<Instant> finishedAt() {
        return finishedAt;
    }

    void begin() {
        claimed = false;
        status = StepStatus.RUNNING;
        startedAt = Optional.of(Journal.now());
        detail = Optional.empty();
        evidence.clear();
    }

    void runs(CancellationScope nextScope, Promise<Void> nextExecution) {
        scope = nextScope;
        execution = nextExecution;
    }

    /** Tries once more; why it was stuck stands in the journal. */
    void again() {
        status = StepStatus.RUNNING;
        detail = Optional.empty();
    }

    /** A try has ended, whatever came of it. */
    void tried() {
        lastEnded = Optional.of(Journal.now());
    }

    Optional<Instant> lastEnded() {
        return lastEnded;
    }

    /** Does not come to its end. */
    void stop(String why) {
        tried();
        status = StepStatus.PENDING;
        detail = Optional.of(why);
    }

    boolean runs() {
        return status != StepStatus.PENDING;
    }

    /** Whether a person has done in this round what the step asks for, and only evidence is missing. */
    void claimed(boolean next) {
        claimed = next;
    }

    boolean claimed() {
        return claimed;
    }

    void asked(TaskRecord task) {
        asked = Optional.of(task);
    }

    Optional<TaskRecord> asked() {
        return asked;
    }

    /** The answer of this task was withdrawn: it is the next one that the step asks. */
    void reopened(TaskRecord task) {
        reopened = Optional.of(task);
    }

    boolean isReopened() {
        return reopened.isPresent();
    }

    Optional<TaskRecord> takeReopened() {
        Optional<TaskRecord> task = reopened;
        reopened = Optional.empty();
        return task;
    }

    void finish(StepStatus last) {
        tried();
        status = last;
        finishedAt = Optional.of(Journal.now());
        startedAt.ifPresent(
                began -> RunMetrics.ofRun().ended(definition, last, Duration.between(began, Journal.now())));
    }

    void cancel() {
        if (scope != null) {
            scope.cancel();
        }
    }

    /** Whether nothing of it runs. */
    boolean settled() {
        return execution == null || execution.isCompleted();
    }

    void reset() {
        if (startedAt.isPresent()) {
            round++;
        }
        claimed = false;
        asked = Optional.empty();
        reopened = Optional.empty();
        status = StepStatus.PENDING;
        startedAt = Optional.empty();
        finishedAt = Optional.empty();
        detail = Optional.empty();
        evidence.clear();
    }

    StepView view(List<EffectView> effects) {
        return new StepView(
                definition.id(),
                definition.title(),
                definition.system(),
                definition.kind(),
                definition.reversibility(),
                definition.dependsOn(),
                status(),
                startedAt,
                finishedAt,
                round,
                detail,
                Optional.empty(),
                evidence,
                effects);
    }
}
