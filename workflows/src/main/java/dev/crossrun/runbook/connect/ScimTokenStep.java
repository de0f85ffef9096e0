package dev.crossrun.runbook.connect;

import dev.crossrun.activity.ScimActivities;
import dev.crossrun.domain.Sealed;
import dev.crossrun.engine.ApprovalStep;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A person enables automatic provisioning and submits the token, which is never seen in the clear here. */
final class ScimTokenStep extends FederationStep<ScimTokenStep.Access> {
    static final String ID = "scim-token";

    ScimTokenStep(RunInput<ConnectFederationRequest> input, ApprovalStep approval, IdentitySourceStep source) {
        super(
                StepDefinition.human(ID, "Enable automatic provisioning", "IDENTITY_CENTER")
                        .notUndone("no API does it. By hand: IAM Identity Center, Settings, Automatic provisioning,"
                                + " Actions, Manage provisioning: delete the token, then Disable"),
                input);
        after(approval);
        afterClaim(source);
    }

    /** The SCIM endpoint of IAM Identity Center and what opens it. */
    record Access(String endpoint, Sealed token) {}

    @Override
    protected boolean asked() {
        return request().provisions();
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        return planned(
                Action.HUMAN,
                "IAM Identity Center in " + request().identityCenter().accountId(),
                "An administrator enables automatic provisioning and submits the token",
                Change.create(
                        "Automatic provisioning of IAM Identity Center",
                        values().put("enabled", true)
                                .put("endpoint", Change.knownAfter(ID))
                                .put("accessToken", "a secret that is never shown")));
    }

    @Override
    protected Access run(StepContext step) {
        Access access = step.ask(task(), answer -> check(step, answer));
        step.verified("API", "ServiceProviderConfig opened with the token", access.endpoint());
        step.detail(access.endpoint());
        return access;
    }

    private static Checked<Access> check(StepContext step, Answer answer) {
        String endpoint = answer.fields().path("endpoint").asText();
        Access given =
                new Access(endpoint, new Sealed(answer.fields().path("token").asText()));
        return step.promptCall(ScimActivities.class, "Try the SCIM token")
                .tryToken(new ScimActivities.Endpoint(endpoint, given.token()))
                .map(problem -> Checked.<Access>refused(new Reason("/token", "TOKEN_REFUSED", problem)))
                .orElseGet(() -> Checked.accepted(given, Map.of("endpoint", endpoint)));
    }

    /** In the exact words of the console (IAM Identity Center User Guide, "Automatic provisioning"). */
    private TaskSpec task() {
        Console console = new Console(request());
        return new TaskSpec(
                "Enable automatic provisioning and submit the token",
                """
                1. %s → *Automatic provisioning* → *Enable*. If it is enabled already: *Actions* → *Manage provisioning* →
                   *Generate token*.
                2. *Inbound automatic provisioning*: copy the *SCIM endpoint*.
                3. *Access token* → *Show token*, and copy it: it is shown this once.
                4. Submit both here. The API encrypts the token before it is stored. The worker decrypts it to test it and to
                   give it to Entra.
                """.formatted(console.settings()),
                List.of(),
                List.of(),
                List.of(console.settingsLink()),
                List.of(Forms.answer(
                        Console.SUBMIT,
                        "Submit endpoint and token",
                        Forms.required("endpoint", "SCIM endpoint").matching(endpoint(), endpointInWords()),
                        Forms.secret("token", "Access token"))));
    }

    private String endpoint() {
        return "https://scim\\." + request().identityCenter().region()
                + "\\.(amazonaws\\.com|api\\.aws)/[0-9A-Za-z-]{8,64}/scim/v2/?";
    }

    private String endpointInWords() {
        String region = request().identityCenter().region().value();
        return "the SCIM endpoint of the IAM Identity Center in " + region + ": https://scim." + region
                + ".amazonaws.com/…/scim/v2/";
    }
}
