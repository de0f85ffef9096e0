package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ConnectInstance.IdentityManagementType;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.NewCompany;
import dev.crossrun.simulator.world.Seed;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An alias of Connect that another instance has, or had a few minutes ago. */
@Timeout(120)
class TakenAliasTest {
    private static final String STEP = "connect-instance";
    private static final String STUCK = STEP + ".decision.1";

    @Test
    void anAliasOfAnotherCompanyCanBeCorrectedAndTheCorrectedPlanIsApproved() {
        Seed taken = world -> {
            new NewCompany().plant(world);
            world.requireAccount(ContactCenter.TOOLING_ACCOUNT)
                    .add(new ConnectInstance(
                            world,
                            ContactCenter.TOOLING_ACCOUNT,
                            "us-east-1",
                            "11111111-2222-4333-8444-555555555555",
                            "acme-contact",
                            IdentityManagementType.SAML));
        };
        try (WholeRun whole = new WholeRun(taken, request -> {})) {
            whole.run.approve();
            assertThat(whole.run.task(STUCK).path("instructions").asText())
                    .contains("The alias is taken, perhaps by another company", "`instanceAlias` in `input`");
            JsonNode refused = whole.refused(() -> whole.run.answer(whole.run.sam, STUCK, corrected("d-acme")));
            assertThat(refused.at("/errors/0/pointer").asText()).isEqualTo("/input/instanceAlias");
            String before =
                    whole.run.kim.get(whole.run.path + "/plan").path("hash").asText();

            whole.run.answer(whole.run.sam, STUCK, corrected("acme-contact-2"));

            assertThat(whole.run.task(STEP + ".approval.1").path("instructions").asText())
                    .contains("Connect instance acme-contact-2");
            whole.run.approve(STEP + ".approval.1");
            whole.run.awaitStep("connect-agents", "DONE");
            assertThat(whole.run.connectAccount().connectInstances())
                    .extracting(ConnectInstance::alias)
                    .containsExactly("acme-contact-2");
            assertThat(whole.run.kim.get(whole.run.path).at("/plan/hash").asText())
                    .isNotEqualTo(before);
        }
    }

    @Test
    void anInstanceOfTheAccountThatHasTheCorrectedAliasIsNotTakenOver() {
        Seed taken = world -> {
            new NewCompany().plant(world);
            for (String account : new String[] {ContactCenter.TOOLING_ACCOUNT, ContactCenter.CONNECT_ACCOUNT}) {
                boolean own = account.equals(ContactCenter.CONNECT_ACCOUNT);
                world.requireAccount(account)
                        .add(new ConnectInstance(
                                world,
                                account,
                                ContactCenter.CONNECT_REGION,
                                world.ids().uuid(),
                                own ? "acme-old" : "acme-contact",
                                IdentityManagementType.SAML));
            }
        };
        try (WholeRun whole =
                new WholeRun(taken, request -> request.putArray("adopt").add(STEP))) {
            whole.run.approve();
            whole.run.task(STUCK);

            whole.run.answer(whole.run.sam, STUCK, corrected("acme-old"));

            whole.run.task(STEP + ".approval.1");
            whole.run.approve(STEP + ".approval.1");
            assertThat(whole.run.task(STEP + ".decision.2").path("instructions").asText())
                    .contains("acme-old is there already and does not have Crossrun's mark");
        }
    }

    @Test
    void anAliasThatAnUndoOfARunOfThisNameFreesIsWaitedFor() {
        try (WholeRun whole = new WholeRun(
                TestStack.start(SimulatorSettings.defaults()
                        .withSeed(new NewCompany())
                        .withInstanceCreation(Duration.ofSeconds(20))),
                request -> {})) {
            whole.run.approve();
            whole.run.awaitStep("connect-agents", "DONE");
            whole.run.askForUndo();
            whole.run.undo();
            assertThat(whole.run.connectAccount().connectInstances()).isEmpty();

            try (WholeRun again = whole.again()) {
                again.run.approve();
                again.run.awaitStep("connect-agents", "DONE");
                assertThat(again.run.connectAccount().connectInstances()).hasSize(1);
            }
        }
    }

    private static ObjectNode corrected(String alias) {
        ObjectNode answer = FederationRun.object("retry");
        answer.putObject("input").put("instanceAlias", alias);
        return answer;
    }
}
