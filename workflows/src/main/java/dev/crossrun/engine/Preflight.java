package dev.crossrun.engine;

import dev.crossrun.run.document.Document;
import dev.crossrun.run.plan.Finding;
import dev.crossrun.run.plan.Finding.Severity;
import io.temporal.failure.TemporalFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a step can do before the plan is made: it reads, finds what stands in the way, and changes nothing. */
public final class Preflight {
    private final StepContext context;
    private final PlanStep plan;
    private final List<Finding> findings = new ArrayList<>();

    /** {@code context} is the same for every step that looks for one plan. */
    Preflight(StepContext context, PlanStep plan) {
        this.context = context;
        this.plan = plan;
    }

    /** Tells one plan's looks from another's. */
    Object round() {
        return context;
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
        context.keep(name, document);
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
        findings.add(new Finding(severity, step.id(), Optional.of(pointer), detail, remedy));
    }

    void unreadable(String pointer, String why, TemporalFailure failure) {
        block(
                pointer,
                why,
                plan.remedy(failure).orElse("Grant the worker's role what it lacks, or correct the request."));
    }

    List<Finding> findings() {
        return findings;
    }
}
