package dev.crossrun.engine;

import dev.crossrun.activity.FailureType;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.failure.FailureView;
import dev.crossrun.run.plan.Finding;
import dev.crossrun.run.plan.Finding.Severity;
import io.temporal.failure.TemporalFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a step can do before the plan is made: it reads, finds what stands in the way, and changes nothing. */
public final class Preflight {
    private static final String GRANT = "Grant the worker's role what it lacks, or correct the request.";

    private final StepContext context;
    private final PlanStep plan;
    private final Object round;
    private final boolean keeps;
    private final List<Finding> findings = new ArrayList<>();

    /** {@code round} distinguishes one plan's looks from another's; {@code keeps}: whether documents are kept. */
    Preflight(StepContext context, PlanStep plan, Object round, boolean keeps) {
        this.context = context;
        this.plan = plan;
        this.round = round;
        this.keeps = keeps;
    }

    /** The workflow's time. */
    public Instant now() {
        return context.now();
    }

    Object round() {
        return round;
    }

    /** An ordinary call of an activity that reads; {@code summary} says what for. */
    public <A> A call(Class<A> activities, String summary) {
        return context.call(activities, summary);
    }

    /** A call of many small parts, which may take up to {@code limit}. */
    public <A> A batch(Class<A> activities, String summary, Duration limit) {
        return context.batch(activities, summary, limit);
    }

    /** Keeps a document that people look at before they approve. */
    public void keep(String name, Document document) {
        if (keeps) {
            context.keep(name, document);
        }
    }

    /** {@code pointer}: the field of the input that is to blame. */
    public void block(String pointer, String detail, String remedy) {
        find(Severity.BLOCKING, plan, pointer, detail, remedy);
    }

    public void warn(String pointer, String detail, String remedy) {
        find(Severity.WARNING, plan, pointer, detail, remedy);
    }

    /** A finding about one step. */
    public void find(Severity severity, Step<?> step, String pointer, String detail, String remedy) {
        findings.add(Finding.of(severity, step.id(), Optional.of(pointer), detail, remedy));
    }

    /** Something could not be read. */
    public void unreadable(String pointer, FailureView failure) {
        block(pointer, failure.message(), failure.remedy().orElse(GRANT));
    }

    void unreadable(String pointer, TemporalFailure failure) {
        block(pointer, FailureType.message(failure), plan.remedy(failure).orElse(GRANT));
    }

    List<Finding> findings() {
        return findings;
    }
}
