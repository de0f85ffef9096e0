package dev.crossrun.runbook.connect;

import dev.crossrun.domain.Username;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.Step;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.document.MarkdownText;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.task.LabelledValue;
import dev.crossrun.run.task.Link;
import dev.crossrun.runbook.connect.ConnectFederationOutcome.SignIn;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Somebody signs in from the access portal and opens Amazon Connect: the proof of everything before. */
final class SignInStep extends FederationStep<SignIn> {
    /** Agents that the task names. */
    private static final int NAMED = 5;

    private final FederationPreflight seen;
    private final Supplier<Optional<ConnectInstanceStep.Made>> instance;
    private final Supplier<ConnectApplicationStep.Added> application;
    private final Supplier<Optional<EntraApplicationStep.Made>> entraApplication;
    private final EntraSeen entra;

    /** What was seen in this round counts, and is not judged twice, also if the step runs again. */
    private Optional<ProvenSignIn> attempts = Optional.empty();

    private int attemptsOf;

    SignInStep(
            RunInput<ConnectFederationRequest> input,
            FederationPreflight seen,
            EntraSeen entra,
            EntraApplicationStep entraApplication,
            ConnectInstanceStep instance,
            ConnectApplicationStep application,
            List<Step<?>> before) {
        super(StepDefinition.human("sign-in", "Prove a sign-in", "CONNECT_ACCOUNT"), input);
        this.seen = seen;
        this.entra = entra;
        this.entraApplication = valueIfAsked(entraApplication);
        this.instance = valueIfAsked(instance);
        this.application = valueOf(application);
        before.forEach(this::after);
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        return planned(
                Action.HUMAN, new Names(request()).relayState(), "An agent signs in; CloudTrail shows that it worked");
    }

    @Override
    protected SignIn run(StepContext step) {
        if (attemptsOf != step.round()) {
            attemptsOf = step.round();
            attempts = Optional.of(new ProvenSignIn(
                    step,
                    request(),
                    new Names(request(), instance.get()),
                    entraApplication
                            .get()
                            .map(made ->
                                    new ProviderEvidence(step, seen.center().place(), made.application(), entra)),
                    this::task));
        }
        return attempts.orElseThrow().prove();
    }

    private TaskSpec task(String earlier) {
        String portal = Names.portal(seen.center().identityStoreId());
        return new TaskSpec(
                "Sign in as an agent and open Amazon Connect",
                """
                %s1. One of these agents opens the AWS access portal in a private browser window and signs in with Entra: %s.
                   Conditional Access may ask for more than a password, or stop the sign-in.
                2. In the portal: *Applications* → *%s*. Amazon Connect opens.
                3. Confirm here with the user's name. If it did not work, submit the text of the error page instead. Crossrun
                   explains it, and this task stays open.
                """.formatted(
                                earlier,
                                MarkdownText.escaped(agents()),
                                MarkdownText.escaped(application.get().name())),
                List.of(new LabelledValue("AWS access portal", portal)),
                List.of(),
                List.of(new Link("Open the AWS access portal", portal)),
                List.of(
                        Forms.answer(
                                Console.CONFIRM,
                                "It worked",
                                Forms.required("username", "Who signed in").matching(Username.class)),
                        Forms.answer(
                                Console.SUBMIT,
                                "It did not work",
                                Forms.required("error", "The text of the error page"))));
    }

    private String agents() {
        String first = request().usernames().stream()
                .limit(NAMED)
                .map(Object::toString)
                .collect(Collectors.joining(", "));
        return request().usernames().size() > NAMED ? first + " …" : first;
    }
}
