package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.EntraActivities;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ConnectInstance.IdentityManagementType;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.ManagedPolicy;
import dev.crossrun.simulator.world.NewCompany;
import dev.crossrun.simulator.world.SamlProvider;
import dev.crossrun.simulator.world.Seed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stuck step that is tried again with other input, or done without. */
@Timeout(120)
class CorrectedFederationTest {
    private static final String AGENTS = "connect-agents.decision.1";
    private static final String APPLICATION = "entra-application.decision.";
    private static final String INSTANCE = "connect-instance.decision.1";

    private static final String CORRECTION = "connect-agents.approval.1";

    @Test
    void makesTheAgentsWithTheRoutingProfileThatWasCorrected() {
        try (WholeRun whole = new WholeRun(request -> routing(request, "Night shift"))) {
            whole.run.approve();
            JsonNode decision = whole.run.task(AGENTS);
            assertThat(decision.path("instructions").asText())
                    .contains("no routing profile Night shift", "can be corrected here: *retry* takes `input`");
            String before =
                    whole.run.kim.get(whole.run.path + "/plan").path("hash").asText();
            whole.run.answer(whole.run.sam, AGENTS, corrected("ada@example.com", "Basic Routing Profile"));
            JsonNode approval = whole.run.task(CORRECTION);
            assertThat(approval.path("instructions").asText())
                    .contains(
                            "sam@example.com corrected the input",
                            "Connect user ada@example.com",
                            "routingProfile: `Night shift` → `Basic Routing Profile`")
                    .doesNotContain("grace@example.com");
            assertThat(approval.path("notBy").findValuesAsText("name"))
                    .containsExactlyInAnyOrder("kim@example.com", "sam@example.com");
            JsonNode proposed = whole.run.kim.get(whole.run.path + "/plan");
            assertThat(proposed.path("hash").asText()).isNotEqualTo(before);
            assertThat(whole.run
                            .kim
                            .get(whole.run.path)
                            .at("/input/agents/0/routingProfile")
                            .asText())
                    .as("until it is approved")
                    .isEqualTo("Night shift");
            whole.run.approve(CORRECTION);
            whole.run.awaitStep("connect-agents", "DONE");
            JsonNode view = whole.run.kim.get(whole.run.path);
            assertThat(view.at("/plan/hash")).isEqualTo(proposed.path("hash"));
            assertThat(view.at("/input/agents/0/routingProfile").asText()).isEqualTo("Basic Routing Profile");
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
    void makesNoSecondApplicationWhenSomebodyTriesAgainBeforeGraphListsTheFirst() {
        Seed late = world -> {
            new NewCompany().plant(world);
            world.entra().orElseThrow().replicationDelay(Duration.ofSeconds(90));
        };
        try (WholeRun whole = new WholeRun(late, request -> {})) {
            whole.run.task("approve-plan.approval.1");
            whole.stack.simulator().faults().add(InjectedFault.of("graph:instantiate", Kind.NO_ANSWER_AFTER));
            whole.stack
                    .simulator()
                    .faults()
                    .add(InjectedFault.of("graph:listApplications", Kind.ACCESS_DENIED)
                            .withNth(2));
            whole.run.approve();
            whole.run.task(APPLICATION + "1");
            assertThat(whole.entra().applications().all()).hasSize(1);
            assertThat(whole.entra().applications().visible()).isEmpty();

            whole.run.answer(whole.run.sam, APPLICATION + "1", FederationRun.object("retry"));
            whole.run.later(EntraActivities.LISTED);

            assertThat(whole.run.task(APPLICATION + "2").path("instructions").asText())
                    .contains("bears no mark of a run", "If this run made it", "give it the tag");
            assertThat(whole.entra().applications().all()).hasSize(1);
        }
    }

    @Test
    void aCorrectionThatIsRejectedChangesNothingAndTheStepStaysStuck() {
        try (WholeRun whole = new WholeRun(request -> routing(request, "Night shift"))) {
            whole.run.approve();
            String before =
                    whole.run.kim.get(whole.run.path + "/plan").path("hash").asText();
            whole.run.task(AGENTS);
            whole.run.answer(whole.run.sam, AGENTS, corrected("ada@example.com", "Basic Routing Profile"));
            whole.run.task(CORRECTION);
            whole.run.answer(
                    whole.run.lee, CORRECTION, FederationRun.object("reject").put("reason", "ask the night shift"));
            JsonNode again = whole.run.task("connect-agents.decision.2");
            assertThat(again.path("instructions").asText()).contains("no routing profile Night shift");
            JsonNode view = whole.run.kim.get(whole.run.path);
            assertThat(view.at("/input/agents/0/routingProfile").asText()).isEqualTo("Night shift");
            assertThat(view.at("/plan/hash").asText()).isEqualTo(before);
            assertThat(whole.run.kim.get(whole.run.path + "/plan").path("hash").asText())
                    .isEqualTo(before);
            assertThat(view.path("steps"))
                    .filteredOn(step -> step.path("id").asText().equals("connect-agents"))
                    .singleElement()
                    .satisfies(step -> assertThat(step.path("detail").asText())
                            .contains("rejected by lee@example.com: ask the night shift"));
        }
    }

    @Test
    void aCorrectionThatChangesNothingOfThePlanNeedsNoApproval() {
        try (WholeRun whole = new WholeRun(request -> routing(request, "Night shift"))) {
            whole.run.approve();
            whole.run.task(AGENTS);
            whole.run.answer(whole.run.sam, AGENTS, corrected("ada@example.com", "Night shift"));
            whole.run.task("connect-agents.decision.2");
            assertThat(whole.run.kim.get(whole.run.path).path("waitingFor").findValuesAsText("kind"))
                    .doesNotContain("APPROVAL");
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
                    .add(InjectedFault.of("connect:CreateInstance", Kind.ACCESS_DENIED)
                            .forEver());
            whole.run.approve();
            assertThat(whole.run.task(INSTANCE).path("instructions").asText())
                    .contains("What would fix it", "connect:CreateInstance");
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

    @Test
    void goesOnWithTheProviderPolicyAndRoleThatAnotherTeamMadeInTheirStead() {
        Stack stack = TestStack.start(SimulatorSettings.defaults());
        for (String denied : List.of("iam:CreateSAMLProvider", "iam:CreatePolicy", "iam:CreateRole")) {
            stack.simulator()
                    .faults()
                    .add(InjectedFault.of(denied, Kind.ACCESS_DENIED).forEver());
        }
        try (FederationRun run = new FederationRun(stack, FederationRun.example())) {
            Iam iam = run.connectAccount().iam();
            run.approve();
            run.task("federation-policy.decision.1");
            ObjectNode made = FederationRun.object("skip").put("reason", "made by the identity team");
            assertThat(FederationRun.detail(
                            run.refused(() -> run.answer(run.sam, "federation-policy.decision.1", made))))
                    .isEqualTo("The policy AmazonConnectFederation is not there");
            Instant now = Instant.now();
            String document = """
                    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "connect:GetFederationToken",
                     "Resource": "arn:aws:connect:eu-central-1:222222222222:instance/%s/user/${aws:userid}"}]}""".formatted(ContactCenter.CONNECT_INSTANCE_ID);
            iam.policies()
                    .put(
                            FederationRun.POLICY_ARN,
                            new ManagedPolicy(
                                    "AmazonConnectFederation",
                                    "/",
                                    "ANPAMADEBYHAND000001",
                                    FederationRun.POLICY_ARN,
                                    "",
                                    now,
                                    now,
                                    List.of(new ManagedPolicy.Version("v1", document, now)),
                                    "v1",
                                    1,
                                    Map.of()));
            run.answer(run.sam, "federation-policy.decision.1", made);
            byte[] metadata = run.addApplication(WholeRun.APPLICATION);
            run.submit(WholeRun.APPLICATION, metadata);
            run.task("saml-provider.decision.1");
            SamlProvider other = new SamlProvider(
                    "AmazonConnect", FederationRun.PROVIDER_ARN, "made", "<other/>", now, now.plusSeconds(1), Map.of());
            iam.samlProviders().put(other.arn(), other);
            assertThat(FederationRun.detail(run.refused(() -> run.answer(run.sam, "saml-provider.decision.1", made))))
                    .contains("holds other metadata");
            iam.samlProviders()
                    .put(
                            other.arn(),
                            other.withDocument(new String(metadata, StandardCharsets.UTF_8), now.plusSeconds(1)));
            run.answer(run.sam, "saml-provider.decision.1", made);
            run.task("federation-role.decision.1");
            IamRole role = iam.plantRole(
                    "AmazonConnectFederation",
                    trust(),
                    "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"iam:GetUser\", \"Resource\": \"*\"}]}");
            assertThat(FederationRun.detail(run.refused(() -> run.answer(run.sam, "federation-role.decision.1", made))))
                    .isEqualTo("The role AmazonConnectFederation must carry " + FederationRun.POLICY_ARN
                            + " and no other policy");
            IamRole withBoth = role.attach(FederationRun.POLICY_ARN);
            iam.roles().put(role.name(), withBoth);
            assertThat(FederationRun.detail(run.refused(() -> run.answer(run.sam, "federation-role.decision.1", made))))
                    .endsWith("and no other policy");
            iam.roles().put(role.name(), withoutInline(withBoth));
            run.answer(run.sam, "federation-role.decision.1", made);
            run.task(WholeRun.SETTINGS);
            run.mapRight();
            run.confirm(WholeRun.SETTINGS);
            run.task(WholeRun.SIGN_IN);
            run.signIn(FederationRun.ADA);
            run.confirmSignIn(WholeRun.SIGN_IN, FederationRun.ADA);
            JsonNode view = run.ended();
            assertThat(view.path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(view.at("/outcome/roleArn").asText()).isEqualTo(FederationRun.ROLE_ARN);
        }
    }

    private static IamRole withoutInline(IamRole role) {
        return new IamRole(
                role.name(),
                role.path(),
                role.id(),
                role.arn(),
                role.createDate(),
                role.trustPolicy(),
                role.description(),
                role.maxSessionDuration(),
                Map.of(),
                role.attachedPolicyArns(),
                role.tags(),
                role.boundaryArn());
    }

    private static String trust() {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithSAML",
                 "Principal": {"Federated": "%s"},
                 "Condition": {"StringEquals": {"SAML:aud": ["https://signin.aws.amazon.com/saml",
                  "https://eu-central-1.signin.aws.amazon.com/saml"]}}}]}""".formatted(FederationRun.PROVIDER_ARN);
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
