package dev.crossrun.standalone;

import static dev.crossrun.standalone.FederationRun.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.world.SamlApplication;
import java.util.Optional;
import java.util.stream.Stream;

/** A federation, with the consoles of its administrator. */
final class FederationUnderWay extends RunUnderWay {
    static final String APPLICATION = "connect-application.human-step.1";

    private final FederationRun federation;

    /** Starts it. */
    FederationUnderWay(Simulator simulator, Crew people) {
        this(
                simulator,
                people,
                new FederationRun(
                        simulator,
                        people.kim().api(),
                        people.lee().api(),
                        people.sam().api(),
                        FederationRun.example(),
                        Optional.empty(),
                        () -> {}));
    }

    private FederationUnderWay(Simulator simulator, Crew people, FederationRun federation) {
        super(simulator, people, federation.path);
        this.federation = federation;
    }

    @Override
    void answerAll() {
        approve();
        addApplication();
        finish();
    }

    /** An administrator adds the application in the console, and hands in its metadata. */
    void addApplication() {
        federation.addApplication(awaitTask(APPLICATION));
        handIn();
    }

    /** The application is there already. */
    void handIn() {
        people.sam().submit(path + "/tasks/" + APPLICATION, FederationRun.object("submit"), federation.metadata());
        answered(APPLICATION);
    }

    /** All that follows is answered. */
    void finish() {
        String settings = "application-settings.human-step.1";
        awaitTask(settings);
        federation.mapRight();
        answer(people.sam(), settings, FederationRun.object("confirm"));
        String signIn = "sign-in.human-step.1";
        awaitTask(signIn);
        federation.signIn(ADA);
        answer(people.sam(), signIn, FederationRun.object("confirm").put("username", ADA));
    }

    @Override
    void eachEffectIsThereOnce() {
        assertThat(federation.connectAccount().iam().roles().all()).hasSize(2);
        assertThat(federation.connectAccount().iam().policies().all()).hasSize(1);
        assertThat(federation.connectAccount().iam().samlProviders().all()).hasSize(1);
        assertThat(Stream.of("iam:CreateRole", "iam:CreatePolicy", "iam:CreateSAMLProvider")
                        .map(simulator.calls()::of)
                        .map(calls -> calls.stream()
                                .filter(call -> call.status() < 300)
                                .count()))
                .containsOnly(1L);
        assertThat(center().applications().all())
                .extracting(SamlApplication::displayName)
                .containsOnlyOnce(FederationRun.APPLICATION);
    }
}
