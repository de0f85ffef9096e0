package dev.crossrun.engine;

import dev.crossrun.run.Problem;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.plan.Finding;
import dev.crossrun.run.plan.Plan;
import dev.crossrun.run.plan.PlanView;
import dev.crossrun.run.step.Evidence;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.LabelledValue;
import dev.crossrun.run.task.Reason;
import dev.crossrun.run.task.TaskKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Planning, and the approval without which nothing changes. */
final class Planning {
    static final String APPROVE = "approve";
    static final String REJECT = "reject";

    private final RunEngine engine;
    private Optional<Plan> plan = Optional.empty();
    private Optional<Actor> approvedBy = Optional.empty();
    private Optional<Instant> approvedAt = Optional.empty();

    Planning(RunEngine engine) {
        this.engine = engine;
    }

    Optional<Plan> plan() {
        return plan;
    }

    Optional<PlanView> view() {
        return plan.map(ready -> new PlanView(ready.hash(), approvedBy, approvedAt));
    }

    void plan(Step step, Planner planner) {
        while (true) {
            Plan ready = planner.plan(step).plan();
            plan = Optional.of(ready);
            engine.journal()
                    .run(
                            RunEvent.Type.PLAN_READY,
                            Actor.ENGINE,
                            ready.steps().size() + " steps, " + ready.findings().size() + " findings");
            step.detail(summary(ready));
            if (engine.planOnly()) {
                engine.end(RunStatus.PLANNED, Optional.empty());
                return;
            }
            if (!ready.blocked()) {
                return;
            }
            step.decisions().replan(summary(ready), findings(ready));
        }
    }

    void approval(Step step, String warning) {
        Plan ready = plan.orElseThrow();
        engine.status(RunStatus.AWAITING_APPROVAL);
        Optional<Answer> answer = step.ask(TaskKind.APPROVAL, task(ready, warning), given -> check(given, ready));
        if (answer.isEmpty()) {
            step.stop("Nobody approved the plan in time");
            engine.journal().run(RunEvent.Type.REJECTED, Actor.ENGINE, "Nobody approved the plan in time");
            engine.end(
                    RunStatus.REJECTED, Optional.of(new Problem("Nobody approved the plan in time", Optional.empty())));
        } else if (answer.get().action().equals(REJECT)) {
            reject(step, answer.get());
        } else {
            approve(step, answer.get(), ready);
        }
    }

    private void approve(Step step, Answer answer, Plan ready) {
        Actor actor = answer.by().actor();
        approvedBy = Optional.of(actor);
        approvedAt = Optional.of(Journal.now());
        engine.journal().run(RunEvent.Type.APPROVED, actor, "Approved " + ready.hash());
        step.detail("Approved by " + actor.name());
        step.evidence(new Evidence(
                Evidence.State.VERIFIED,
                "API",
                "Approval of " + ready.hash() + " by " + actor.name(),
                Journal.now(),
                Optional.of(ready.hash())));
        engine.status(RunStatus.RUNNING);
    }

    private void reject(Step step, Answer answer) {
        Actor actor = answer.by().actor();
        String why = answer.fields().path("reason").asText();
        step.stop("Rejected by " + actor.name() + ": " + why);
        engine.journal().run(RunEvent.Type.REJECTED, actor, why);
        engine.end(RunStatus.REJECTED, Optional.of(new Problem("Rejected: " + why, Optional.of(actor))));
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
                        Forms.answer(APPROVE, "Approve this plan", Forms.required("planHash", "Hash of the plan")),
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
