package dev.crossrun.engine;

import dev.crossrun.run.effect.EffectView;
import dev.crossrun.run.step.Evidence;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.step.StepView;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One step of a run: what it does, and where it stands. */
final class StepState {
    private final StepDefinition definition;
    private final StepBody body;
    private final Mending mending;
    private final List<Evidence> evidence = new ArrayList<>();
    private StepStatus status = StepStatus.PENDING;
    private Optional<Instant> startedAt = Optional.empty();
    private Optional<Instant> finishedAt = Optional.empty();
    private Optional<String> detail = Optional.empty();
    private int round = 1;
    private boolean claimed;
    private @Nullable CancellationScope scope;
    private @Nullable Promise<Void> execution;

    StepState(StepDefinition definition, StepBody body, Mending mending) {
        this.definition = definition;
        this.body = body;
        this.mending = mending;
    }

    StepDefinition definition() {
        return definition;
    }

    String id() {
        return definition.id();
    }

    StepBody body() {
        return body;
    }

    Mending mending() {
        return mending;
    }

    int round() {
        return round;
    }

    StepStatus status() {
        return status;
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

    void begin() {
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

    /** Does not come to its end. */
    void stop(String why) {
        status = StepStatus.PENDING;
        detail = Optional.of(why);
    }

    boolean runs() {
        return status != StepStatus.PENDING;
    }

    /** Somebody says to have done in a console what the step asks for; a redo does not change that. */
    void claim() {
        claimed = true;
    }

    boolean claimed() {
        return claimed;
    }

    void finish(StepStatus last) {
        status = last;
        finishedAt = Optional.of(Journal.now());
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
                status,
                startedAt,
                finishedAt,
                round,
                detail,
                Optional.empty(),
                evidence,
                effects);
    }
}
