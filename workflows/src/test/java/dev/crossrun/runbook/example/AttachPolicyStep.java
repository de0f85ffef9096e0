package dev.crossrun.runbook.example;

import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IamActivities.Role;
import dev.crossrun.engine.Look;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.Step;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.document.MarkdownText;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.plan.Finding.Severity;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.task.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** An administrator attaches the policy to the auditor's role. The value is that role. */
final class AttachPolicyStep extends Step<Role> {
    private final RunInput<AuditorAccessRequest> input;
    private final Supplier<String> policy;
    private final Look<Found> role =
            Look.at("/role", preflight -> find(preflight.call(IamActivities.class, "Look for the role")));

    AttachPolicyStep(RunInput<AuditorAccessRequest> input, AuditPolicyStep policy) {
        super(StepDefinition.human("attach-policy", "Attach the policy to the auditor's role", AuditorAccess.SYSTEM)
                .notUndone("a person attached it. By hand: IAM console, Roles, Permissions, Remove"));
        this.input = input;
        this.policy = valueOf(policy);
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        String name = input.get().role();
        if (role.in(preflight).filter(found -> !found.exists()).isPresent()) {
            preflight.find(
                    Severity.BLOCKING, this, "/role", "The role " + name + " does not exist.", "Correct the request.");
        }
        return Optional.of(line(Action.HUMAN, name, "An administrator attaches the policy"));
    }

    @Override
    protected Role run(StepContext step) {
        Role attached = step.ask(task(), answer -> check(step));
        step.verified("API", "The policy is attached to " + attached.arn(), policy.get());
        return attached;
    }

    private TaskSpec task() {
        return TaskSpec.plain(
                "Attach the policy",
                """
                1. IAM console → *Roles* → %s → *Add permissions* → *Attach policies*.
                2. Choose %s, then *Add permissions*.
                3. Confirm here. IAM is asked whether the policy is attached.
                """.formatted(MarkdownText.code(input.get().role()), MarkdownText.code(policy.get())),
                Forms.answer("confirm", "The policy is attached"));
    }

    private Checked<Role> check(StepContext step) {
        Map<String, String> there =
                find(step.promptCall(IamActivities.class, "Look for the role")).before();
        return List.of(there.getOrDefault("policies", "").split(",")).contains(policy.get())
                ? Checked.accepted(new Role(there.getOrDefault("arn", ""), there.getOrDefault("id", "")), Map.of())
                : Checked.refused(new Reason("", "NOT_ATTACHED", "The role does not have the policy " + policy.get()));
    }

    private Found find(IamActivities iam) {
        return iam.findRole(AuditorAccess.named(input.get(), input.get().role()));
    }
}
