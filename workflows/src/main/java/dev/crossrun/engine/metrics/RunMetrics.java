package dev.crossrun.engine.metrics;

import com.uber.m3.tally.Scope;
import com.uber.m3.util.Duration;
import dev.crossrun.run.failure.FailureView;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.task.TaskKind;
import dev.crossrun.run.task.Verdict;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowLocal;
import java.util.Map;

/**
 * Counts what a run does, in the metrics of its worker. Temporal's scope counts nothing while a workflow is replayed, and adds the
 * workflow type. docs/operating/monitoring.md lists the names.
 */
public final class RunMetrics {
    private static final WorkflowLocal<RunMetrics> OF_RUN = WorkflowLocal.withCachedInitial(RunMetrics::new);

    private String runbook = "";

    private RunMetrics() {}

    /** Those of the run whose workflow calls. */
    public static RunMetrics ofRun() {
        return OF_RUN.get();
    }

    public void started(String ofRunbook) {
        runbook = ofRunbook;
        scope().counter("crossrun_runs_started").inc(1);
    }

    /** A step has ended. It took the time since it began, waiting for people included. */
    public void ended(StepDefinition step, StepStatus end, java.time.Duration took) {
        scope().tagged(Map.of("system", step.system(), "kind", step.kind().name(), "end", end.name()))
                .timer("crossrun_step_duration")
                .record(Duration.ofNanos(took.toNanos()));
    }

    /** Retries cannot fix what a step does: a person is asked. */
    public void stuck(StepDefinition step, FailureView why) {
        scope().tagged(Map.of(
                        "system",
                        step.system(),
                        "type",
                        why.type(),
                        "code",
                        why.code().orElse("none")))
                .counter("crossrun_steps_stuck")
                .inc(1);
    }

    public void answered(TaskKind kind, Verdict verdict) {
        scope().tagged(Map.of("kind", kind.name(), "verdict", verdict.accepted() ? "ACCEPTED" : "REFUSED"))
                .counter("crossrun_answers")
                .inc(1);
    }

    private Scope scope() {
        return Workflow.getMetricsScope().tagged(Map.of("runbook", runbook));
    }
}
