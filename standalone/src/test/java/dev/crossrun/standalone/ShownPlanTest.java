package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.entra.EntraApplication;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ConnectInstance.Profile;
import dev.crossrun.simulator.world.ConnectUser;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.Iam;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an approver sees is what the run writes: the plan's changes against what the simulated services received. */
@Timeout(120)
class ShownPlanTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void whatIsWrittenIsWhatThePlanShows() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            FederationRun run = whole.run;
            run.task("approve-plan.approval.1");
            JsonNode plan = run.kim.get(run.path + "/plan");
            assertThat(whole.succeed().path("status").asText()).isEqualTo("SUCCEEDED");
            Account account = run.connectAccount();
            ConnectInstance instance = account.connectInstances().get(0);
            requireIam(plan, account.iam(), instance.id());
            for (ConnectUser user : instance.users().all()) {
                assertThat(after(plan, "connect-agents", "Connect user " + user.username()))
                        .isEqualTo(shown(instance, user));
            }
            assertThat(instance.users().all()).hasSize(2);
            JsonNode shown = after(plan, "connect-instance", "Connect instance acme-contact");
            assertThat(shown.path("alias").asText()).isEqualTo(instance.alias());
            assertThat(shown.path("identityManagement").asText())
                    .isEqualTo(instance.identityManagementType().name());
            assertThat(shown.path("inboundCalls").asBoolean())
                    .isEqualTo(instance.configuration().inboundCalls());
            EntraApplication application =
                    whole.entra().applications().all().iterator().next();
            String name = "AWS IAM Identity Center - contact-center-prod";
            assertThat(after(plan, "entra-application", "Entra application " + name)
                            .path("displayName")
                            .asText())
                    .isEqualTo(application.displayName());
            assertThat(whole.entra().servicePrincipals().all()).singleElement().satisfies(principal -> {
                JsonNode mode = after(plan, "entra-saml-mode", "Single sign-on of the Entra application " + name);
                assertThat(mode.path("mode").asText())
                        .isEqualTo(principal.singleSignOnMode().orElse(""));
                assertThat(mode.path("notificationEmails"))
                        .extracting(JsonNode::asText)
                        .containsExactlyElementsOf(principal.notificationEmails());
            });
        }
    }

    /** The id of the instance is the only thing that was not known yet. */
    private static void requireIam(JsonNode plan, Iam iam, String instanceId) {
        String shown = after(plan, "federation-policy", "IAM policy AmazonConnectFederation")
                .toString();
        assertThat(shown).contains("instance/(known after connect-instance)/user/${aws:userid}");
        String written = iam.policy(FederationRun.POLICY_ARN).orElseThrow().defaultDocument();
        assertThat(json(written)).isEqualTo(json(shown.replace("(known after connect-instance)", instanceId)));
        JsonNode role = after(plan, "federation-role", "IAM role AmazonConnectFederation");
        var there = iam.role("AmazonConnectFederation").orElseThrow();
        assertThat(json(there.trustPolicy())).isEqualTo(role.path("trustPolicy"));
        assertThat(role.path("policies"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(there.attachedPolicyArns());
    }

    private static JsonNode shown(ConnectInstance instance, ConnectUser user) {
        ObjectNode shown = JSON.createObjectNode()
                .put("firstName", user.firstName())
                .put("lastName", user.lastName())
                .put("routingProfile", name(instance.routingProfiles(), user.routingProfileId()));
        user.securityProfileIds()
                .forEach(id -> shown.withArray("securityProfiles").add(name(instance.securityProfiles(), id)));
        return shown;
    }

    private static String name(List<Profile> profiles, String id) {
        return profiles.stream()
                .filter(profile -> profile.id().equals(id))
                .findFirst()
                .orElseThrow()
                .name();
    }

    @Test
    void whatIsAdoptedIsShownAsItIsAndWhatItBecomes() {
        try (WholeRun whole = new WholeRun(GoldenCases::plantForeign, ShownPlanTest::adoptingRoleAndPolicy)) {
            whole.run.task("approve-plan.approval.1");
            JsonNode plan = whole.run.kim.get(whole.run.path + "/plan");
            JsonNode policy = change(plan, "federation-policy", "IAM policy AmazonConnectFederation");
            assertThat(policy.at("/before/Statement")).isEmpty();
            assertThat(policy.at("/after/Statement/0/Resource").asText())
                    .isEqualTo("arn:aws:connect:eu-central-1:222222222222:instance/" + ContactCenter.CONNECT_INSTANCE_ID
                            + "/user/${aws:userid}");
            JsonNode role = change(plan, "federation-role", "IAM role AmazonConnectFederation");
            assertThat(role.at("/before/trustPolicy/Statement/0/Action").asText())
                    .isEqualTo("sts:AssumeRole");
            assertThat(role.at("/after/trustPolicy/Statement/0/Action").asText())
                    .isEqualTo("sts:AssumeRoleWithSAML");
            assertThat(role.at("/after/inlinePolicies"))
                    .as("what stays")
                    .isEqualTo(role.at("/before/inlinePolicies"))
                    .isNotEmpty();
            JsonNode ada = change(plan, "connect-agents", "Connect user " + FederationRun.ADA);
            assertThat(ada.path("before")).as("stays").isEqualTo(ada.path("after"));
            assertThat(ada.at("/after/securityProfiles/0").asText()).isEqualTo("Agent");
        }
    }

    private static void adoptingRoleAndPolicy(ObjectNode request) {
        PlannedFederationTest.existing(request);
        request.putArray("adopt")
                .add("federation-policy")
                .add("federation-role")
                .add("entra-provisioning");
    }

    @Test
    void theViewHasTheRequestAndWhoAskedForIt() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            JsonNode view = whole.run.kim.get(whole.run.path);
            assertThat(view.at("/requestedBy/name").asText()).isEqualTo("kim@example.com");
            assertThat(view.at("/input/agents/0/username").asText()).isEqualTo(FederationRun.ADA);
            assertThat(view.at("/input/agents/0/securityProfiles/0").asText()).isEqualTo("Agent");
            assertThat(view.at("/input/identityCenter/identitySource").asText()).isEqualTo("switch");
        }
    }

    static JsonNode change(JsonNode plan, String step, String resource) {
        for (JsonNode line : plan.path("steps")) {
            for (JsonNode change : line.path("changes")) {
                if (line.path("step").asText().equals(step)
                        && change.path("resource").asText().equals(resource)) {
                    return change;
                }
            }
        }
        throw new AssertionError("the plan has no " + resource + " at " + step + ": " + plan.toPrettyString());
    }

    private static JsonNode after(JsonNode plan, String step, String resource) {
        return change(plan, step, resource).path("after");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
