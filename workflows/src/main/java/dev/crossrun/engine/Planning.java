package dev.crossrun.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.run.Problem;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.effect.LedgerPage;
import dev.crossrun.run.plan.Finding;
import dev.crossrun.run.plan.Plan;
import dev.crossrun.run.plan.PlanView;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.step.Evidence;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.Reason;
import dev.crossrun.run.task.TaskKind;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Planning, and the approval without which nothing changes. */
final class Planning {
    static final String APPROVE = "approve";
    static final String REJECT = "reject";
    static final String ACKNOWLEDGED = "acknowledged";

    private final Journal journal;
    private final RunState run;
    private final Tasks tasks;
    private Optional<Procedure> procedure = Optional.empty();
    private Optional<Plan> plan = Optional.empty();

    /** The plan in whose place the present one was made, after it was blocked. */
    private Optional<Plan> blocked = Optional.empty();

    /** A plan that would take the place of the approved one. */
    private Optional<Plan> proposed = Optional.empty();

    private Optional<Actor> approvedBy = Optional.empty();
    private Optional<Instant> approvedAt = Optional.empty();
    private final Map<String, String> kept = new HashMap<>();
    private boolean planOnly;

    Planning(Journal journal, RunState run, Tasks tasks) {
        this.journal = journal;
        this.run = run;
        this.tasks = tasks;
    }

    /** The run ends after its plan. */
    void planOnly(boolean only) {
        planOnly = only;
    }

    /** What people look at: the plan that awaits an approval, else the one that was approved. */
    Optional<Plan> shown() {
        return proposed.or(() -> plan);
    }

    /** What the plan found as wanted at a step, so that the step had nothing to do. */
    Optional<String> kept(String step) {
        return Optional.ofNullable(kept.get(step));
    }

    /** Takes what the plan of another run found as wanted. */
    void take(List<LedgerPage.LedgerStep> steps) {
        steps.forEach(step ->
                step.kept().ifPresent(resource -> kept.put(step.definition().id(), resource)));
    }

    private void keep(Plan ready) {
        kept.clear();
        ready.steps().stream()
                .filter(planned -> planned.action() == PlannedStep.Action.KEEP)
                .forEach(planned -> kept.put(planned.step(), planned.resource()));
    }

    Optional<PlanView> view() {
        return plan.map(ready -> new PlanView(ready.hash(), approvedBy, approvedAt));
    }

    void plan(StepContext step, Procedure steps) {
        procedure = Optional.of(steps);
        while (true) {
            Plan ready = steps.draft(step).plan();
            plan = Optional.of(ready);
            keep(ready);
            journal.run(
                    RunEvent.Type.PLAN_READY,
                    Actor.ENGINE,
                    ready.steps().size() + " steps, " + ready.findings().size() + " findings");
            step.detail(summary(ready));
            if (planOnly) {
                run.end(RunStatus.PLANNED, Optional.empty());
                return;
            }
            if (!ready.blocked()) {
                return;
            }
            step.offers().replan(summary(ready), PlanTasks.findings(ready));
            blocked = plan;
        }
    }

    void approval(StepContext step, String warning) {
        Plan ready = plan.orElseThrow();
        run.status(RunStatus.AWAITING_APPROVAL);
        Optional<Answer> answer = step.ask(
                TaskKind.APPROVAL,
                PlanTasks.plan(tasks.requester(), procedure.orElseThrow().input(), blocked, ready, warning),
                given -> check(given, ready));
        if (answer.isEmpty()) {
            step.stop("Nobody approved the plan in time");
            journal.run(RunEvent.Type.REJECTED, Actor.ENGINE, "Nobody approved the plan in time");
            run.end(RunStatus.REJECTED, Optional.of(new Problem("Nobody approved the plan in time", Optional.empty())));
        } else if (answer.get().action().equals(REJECT)) {
            reject(step, answer.get());
        } else {
            approve(step, answer.get(), ready);
        }
    }

    /**
     * Carries out a correction of the input. One that changes what the plan shows makes a new plan, which somebody other than
     * its author must approve first. One correction at a time.
     *
     * @return whether it was carried out; if not, the input is as it was before
     */
    boolean correct(StepContext step, Actor author, Runnable correction) {
        if (proposed.isPresent()) {
            step.detail("Waits until another correction of the plan is approved or rejected");
            Workflow.await(() -> proposed.isEmpty());
        }
        RunInput<?> input = procedure.orElseThrow().input();
        Runnable before = input.restorer();
        correction.run();
        Runnable after = input.restorer();
        PlanDraft draft = procedure.orElseThrow().redraft(step);
        Plan approved = plan.orElseThrow();
        if (!draft.steps().equals(approved.steps())) {
            Plan next = new Plan(draft.plan().hash(), approved.findings(), draft.steps());
            before.run();
            if (!isApproved(step, author, approved, next)) {
                return false;
            }
        }
        after.run();
        return true;
    }

    private boolean isApproved(StepContext step, Actor author, Plan approved, Plan next) {
        proposed = Optional.of(next);
        try {
            Optional<Answer> answer =
                    step.askApproval(author, PlanTasks.correction(author, approved, next), given -> check(given, next));
            if (answer.isPresent() && answer.get().action().equals(APPROVE)) {
                plan = Optional.of(next);
                keep(next);
                approved(step, answer.get().by().actor(), next);
                return true;
            }
            String end = answer.map(
                            given -> "was rejected by " + given.by().actor().name() + ": "
                                    + given.fields().path("reason").asText())
                    .orElse("was not approved in time");
            step.detail("The correction of the plan " + end);
            journal.step(RunEvent.Type.REJECTED, step.id(), "The correction of the plan " + end);
            return false;
        } finally {
            proposed = Optional.empty();
        }
    }

    private void approve(StepContext step, Answer answer, Plan ready) {
        Actor actor = answer.by().actor();
        approved(step, actor, ready);
        step.detail("Approved by " + actor.name());
        run.status(RunStatus.RUNNING);
    }

    private void approved(StepContext step, Actor actor, Plan ready) {
        approvedBy = Optional.of(actor);
        approvedAt = Optional.of(Journal.now());
        journal.run(RunEvent.Type.APPROVED, actor, "Approved " + ready.hash());
        step.evidence(new Evidence(
                Evidence.State.VERIFIED,
                "API",
                "Approval of " + ready.hash() + " by " + actor.name(),
                Journal.now(),
                Optional.of(ready.hash())));
    }

    private void reject(StepContext step, Answer answer) {
        Actor actor = answer.by().actor();
        String why = answer.fields().path("reason").asText();
        step.stop("Rejected by " + actor.name() + ": " + why);
        journal.run(RunEvent.Type.REJECTED, actor, why);
        run.end(RunStatus.REJECTED, Optional.of(new Problem("Rejected: " + why, Optional.of(actor))));
    }

    private static Checked<Answer> check(Answer answer, Plan ready) {
        List<Reason> reasons = new ArrayList<>();
        if (answer.action().equals(APPROVE)) {
            if (!answer.fields().path("planHash").asText().equals(ready.hash())) {
                reasons.add(new Reason("/planHash", "OTHER_PLAN", "the plan to approve is " + ready.hash()));
            }
            reasons.addAll(notAcknowledged(answer.fields().path(ACKNOWLEDGED), ready));
        }
        Map<String, String> facts = Map.of("planHash", ready.hash());
        return reasons.isEmpty() ? Checked.accepted(answer, facts) : Checked.refused(reasons, facts);
    }

    private static List<Reason> notAcknowledged(JsonNode acknowledged, Plan ready) {
        Set<String> ids = new HashSet<>();
        acknowledged.forEach(id -> ids.add(id.asText()));
        return ready.warnings().stream()
                .filter(warning -> !ids.contains(warning.id()))
                .map(warning -> new Reason(
                        "/" + ACKNOWLEDGED,
                        "NOT_ACKNOWLEDGED",
                        "add the warning " + warning.id() + ": " + warning.detail()))
                .toList();
    }

    private static String summary(Plan ready) {
        if (ready.findings().isEmpty()) {
            return "Nothing stands in the way";
        }
        List<String> blocking = ready.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.BLOCKING)
                .map(Finding::detail)
                .toList();
        return blocking.isEmpty()
                ? ready.findings().size() + " findings, none of which blocks"
                : blocking.size() + " of " + ready.findings().size() + " findings block: " + String.join(" ", blocking);
    }
}
