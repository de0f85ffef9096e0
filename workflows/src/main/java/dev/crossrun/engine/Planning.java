package dev.crossrun.engine;

import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
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
import dev.crossrun.run.task.LabelledValue;
import dev.crossrun.run.task.Reason;
import dev.crossrun.run.task.TaskKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Planning, and the approval without which nothing changes. */
final class Planning {
    static final String APPROVE = "approve";
    static final String REJECT = "reject";

    private final Journal journal;
    private final RunState run;
    private Optional<Plan> plan = Optional.empty();
    private Optional<Actor> approvedBy = Optional.empty();
    private Optional<Instant> approvedAt = Optional.empty();
    private final Map<String, String> kept = new HashMap<>();
    private boolean planOnly;

    Planning(Journal journal, RunState run) {
        this.journal = journal;
        this.run = run;
    }

    /** The run ends after its plan. */
    void planOnly(boolean only) {
        planOnly = only;
    }

    Optional<Plan> plan() {
        return plan;
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

    void plan(StepContext step, Function<StepContext, PlanDraft> planner) {
        while (true) {
            Plan ready = planner.apply(step).plan();
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
            step.offers().replan(summary(ready), findings(ready));
        }
    }

    void approval(StepContext step, String warning) {
        Plan ready = plan.orElseThrow();
        run.status(RunStatus.AWAITING_APPROVAL);
        Optional<Answer> answer = step.ask(TaskKind.APPROVAL, task(ready, warning), given -> check(given, ready));
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

    private void approve(StepContext step, Answer answer, Plan ready) {
        Actor actor = answer.by().actor();
        approvedBy = Optional.of(actor);
        approvedAt = Optional.of(Journal.now());
        journal.run(RunEvent.Type.APPROVED, actor, "Approved " + ready.hash());
        step.detail("Approved by " + actor.name());
        step.evidence(new Evidence(
                Evidence.State.VERIFIED,
                "API",
                "Approval of " + ready.hash() + " by " + actor.name(),
                Journal.now(),
                Optional.of(ready.hash())));
        run.status(RunStatus.RUNNING);
    }

    private void reject(StepContext step, Answer answer) {
        Actor actor = answer.by().actor();
        String why = answer.fields().path("reason").asText();
        step.stop("Rejected by " + actor.name() + ": " + why);
        journal.run(RunEvent.Type.REJECTED, actor, why);
        run.end(RunStatus.REJECTED, Optional.of(new Problem("Rejected: " + why, Optional.of(actor))));
    }

    private static Checked<Answer> check(Answer answer, Plan ready) {
        String named = answer.fields().path("planHash").asText();
        if (answer.action().equals(APPROVE) && !named.equals(ready.hash())) {
            return Checked.refused(new Reason("/planHash", "OTHER_PLAN", "the plan to approve is " + ready.hash()));
        }
        return Checked.accepted(answer, Map.of("planHash", ready.hash()));
    }

    private static TaskSpec task(Plan ready, String warning) {
        String steps = ready.steps().stream()
                .map(step ->
                        "- **" + step.step() + "**: " + step.action() + " `" + step.resource() + "` — " + step.detail())
                .collect(Collectors.joining("\n"));
        return new TaskSpec(
                "Approve the plan",
                "What this run would do:\n\n" + steps + "\n\n" + findings(ready) + "\n\n" + warning,
                List.of(new LabelledValue("Plan hash", ready.hash())),
                List.of(),
                List.of(),
                List.of(
                        Forms.answer(
                                APPROVE,
                                "Approve this plan",
                                Forms.required("planHash", "Hash of the plan")
                                        .matching(
                                                "sha256:[0-9a-f]{64}",
                                                "the hash of a plan: sha256: and 64 hexadecimal digits")),
                        Forms.answer(REJECT, "Reject it", Forms.required("reason", "Why"))));
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

    private static String findings(Plan ready) {
        return ready.findings().stream().map(Planning::sentence).collect(Collectors.joining("\n"));
    }

    private static String sentence(Finding finding) {
        return "- " + finding.severity() + " (" + finding.step() + "): " + finding.detail() + " " + finding.remedy();
    }
}
