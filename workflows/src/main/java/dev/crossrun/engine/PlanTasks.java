package dev.crossrun.engine;

import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.document.MarkdownText;
import dev.crossrun.run.plan.Finding;
import dev.crossrun.run.plan.Plan;
import dev.crossrun.run.plan.PlanDifference;
import dev.crossrun.run.task.AnswerForm;
import dev.crossrun.run.task.LabelledValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an approver is asked about a plan. */
final class PlanTasks {
    private PlanTasks() {}

    /**
     * The plan of a run: who asks and why, what the runbook warns of, and what differs from the plan before. The plan itself says
     * the rest.
     */
    static TaskSpec plan(Actor requester, RunInput<?> input, Optional<Plan> blocked, Plan plan, String warning) {
        Optional<String> reason = Optional.of(input.shown().path("reason").asText())
                .filter(text -> !text.isEmpty())
                .map(text -> "Reason: " + MarkdownText.escaped(text));
        return task(
                "Approve the plan",
                Stream.of(
                                Optional.of("Requested by " + MarkdownText.escaped(requester.name()) + "."),
                                reason,
                                Optional.of(warning),
                                Optional.of("The plan has the warnings and every change. The run makes only these"
                                        + " changes."),
                                blocked.map(before -> afterBlocked(before, plan)))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining("\n\n")),
                plan);
    }

    private static String afterBlocked(Plan blocked, Plan plan) {
        String gone = blocked.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.BLOCKING)
                .map(finding -> "- " + MarkdownText.escaped(finding.detail()))
                .distinct()
                .collect(Collectors.joining("\n"));
        String difference = PlanDifference.of(blocked, plan);
        return "An earlier plan of this run was blocked:\n\n" + gone + "\n\n"
                + (difference.isEmpty()
                        ? "This plan writes the same as the earlier one."
                        : "What differs from the earlier plan:\n\n" + difference);
    }

    /** A plan in place of an approved one: who corrected the input, and the difference. */
    static TaskSpec correction(Actor author, Plan approved, Plan next) {
        return task(
                "Approve a correction of the plan",
                MarkdownText.escaped(author.name())
                        + " corrected the input of a step that is stuck. The run would now do something else than was"
                        + " approved. What differs:\n\n" + PlanDifference.of(approved, next)
                        + Optional.of(findings(next))
                                .filter(text -> !text.isEmpty())
                                .map(text -> "\n\nThe findings of the plan:\n\n" + text)
                                .orElse("")
                        + "\n\nIf you reject it, the step stays stuck, and the plan that was approved stays in force.",
                next);
    }

    private static TaskSpec task(String title, String instructions, Plan plan) {
        return new TaskSpec(
                title,
                instructions,
                List.of(new LabelledValue("Plan hash", plan.hash())),
                List.of(),
                List.of(),
                List.of(approve(plan), Forms.answer(Planning.REJECT, "Reject it", Forms.required("reason", "Why"))));
    }

    private static AnswerForm approve(Plan plan) {
        AnswerForm form = Forms.answer(
                Planning.APPROVE,
                "Approve this plan",
                Forms.required("planHash", "Hash of the plan")
                        .matching("sha256:[0-9a-f]{64}", "the hash of a plan: sha256: and 64 hexadecimal digits"));
        List<String> warnings = plan.warnings().stream().map(Finding::id).toList();
        return warnings.isEmpty()
                ? form
                : Forms.withChoices(
                        form, Planning.ACKNOWLEDGED, "The warnings that you have read: all of them", warnings);
    }

    /** As Markdown; findings with the same remedy together. */
    static String findings(Plan plan) {
        return plan.findings().stream()
                .collect(Collectors.groupingBy(
                        finding -> List.of(finding.severity(), finding.remedy()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values()
                .stream()
                .map(PlanTasks::line)
                .collect(Collectors.joining("\n"));
    }

    private static String line(List<Finding> findings) {
        Finding first = findings.get(0);
        return "- " + first.severity() + " "
                + findings.stream()
                        .map(finding -> MarkdownText.code(finding.id()))
                        .collect(Collectors.joining(", ")) + ": "
                + findings.stream()
                        .map(Finding::detail)
                        .distinct()
                        .map(MarkdownText::escaped)
                        .collect(Collectors.joining(" "))
                + " What to do: " + first.remedy();
    }
}
