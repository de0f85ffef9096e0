package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.fault.Fault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ConnectInstance.IdentityManagementType;
import dev.crossrun.simulator.world.ContactCenter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stuck step that is tried again with other input, or done without. */
@Timeout(120)
class MendedFederationTest {
    private static final String AGENTS = "connect-agents.decision.1";
    private static final String INSTANCE = "connect-instance.decision.1";

    @Test
    void makesTheAgentsWithTheRoutingProfileThatWasCorrected() {
        try (WholeRun whole = new WholeRun(request -> routing(request, "Night shift"))) {
            whole.run.approve();
            JsonNode decision = whole.run.task(AGENTS);
            assertThat(decision.path("instructions").asText()).contains("no routing profile Night shift");
            whole.run.answer(whole.run.sam, AGENTS, corrected("ada@example.com", "Basic Routing Profile"));
            whole.run.awaitStep("connect-agents", "DONE");
            assertThat(whole.run
                            .connectAccount()
                            .connectInstances()
                            .get(0)
                            .users()
                            .all())
                    .hasSize(2);
            assertThat(whole.run.kim.get(whole.run.path + "/events").path("items"))
                    .filteredOn(event -> event.path("type").asText().equals("INPUT_CORRECTED"))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.at("/actor/name").asText()).isEqualTo("sam@example.com");
                        assertThat(event.path("text").asText()).contains("Basic Routing Profile");
                    });
        }
    }

    @Test
    void takesNoCorrectionThatAddsAnAgentOrGrantsMore() {
        try (WholeRun whole = new WholeRun(request -> routing(request, "Night shift"))) {
            whole.run.approve();
            whole.run.task(AGENTS);
            JsonNode stranger = whole.refused(() ->
                    whole.run.answer(whole.run.sam, AGENTS, corrected("alan@example.com", "Basic Routing Profile")));
            assertThat(WholeRun.code(stranger)).isEqualTo("UNKNOWN_AGENT");
            ObjectNode more = corrected("ada@example.com", "Basic Routing Profile");
            ((ObjectNode) more.at("/input/agents/0"))
                    .putArray("securityProfiles")
                    .add("Admin");
            JsonNode grant = whole.refused(() -> whole.run.answer(whole.run.sam, AGENTS, more));
            assertThat(grant.at("/errors/0/pointer").asText()).startsWith("/input/agents/0");
        }
    }

    @Test
    void goesOnWithTheInstanceThatSomebodyMadeInItsSteadAndNoOther() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run.task("approve-plan.approval.1");
            whole.stack
                    .simulator()
                    .faults()
                    .add(Fault.of("connect:CreateInstance", Kind.ACCESS_DENIED).forEver());
            whole.run.approve();
            assertThat(whole.run.task(INSTANCE).path("instructions").asText())
                    .contains("What would mend it", "connect:CreateInstance");
            String id = "11111111-2222-4333-8444-555555555555";
            ObjectNode skip = FederationRun.object("skip").put("instanceId", id).put("reason", "made by hand");
            assertThat(whole.refused(() -> whole.run.answer(whole.run.sam, INSTANCE, skip))
                            .at("/errors/0/detail")
                            .asText())
                    .contains("ResourceNotFoundException");
            whole.run
                    .connectAccount()
                    .add(new ConnectInstance(
                            whole.world(),
                            ContactCenter.CONNECT_ACCOUNT,
                            ContactCenter.CONNECT_REGION,
                            id,
                            "acme-contact",
                            IdentityManagementType.SAML));
            whole.run.answer(whole.run.sam, INSTANCE, skip);
            whole.run.awaitStep("connect-agents", "DONE");
            assertThat(whole.run.step("connect-instance").path("status").asText())
                    .isEqualTo("SKIPPED");
        }
    }

    private static void routing(ObjectNode request, String profile) {
        ((ObjectNode) request.at("/agents/0")).put("routingProfile", profile);
    }

    private static ObjectNode corrected(String username, String profile) {
        ObjectNode answer = FederationRun.object("retry");
        answer.putObject("input")
                .putArray("agents")
                .addObject()
                .put("username", username)
                .put("routingProfile", profile);
        return answer;
    }
}
