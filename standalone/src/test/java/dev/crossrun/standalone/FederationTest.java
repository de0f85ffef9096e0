package dev.crossrun.standalone;

import static dev.crossrun.standalone.FederationRun.ADA;
import static dev.crossrun.standalone.FederationRun.GRACE;
import static dev.crossrun.standalone.FederationRun.POLICY_ARN;
import static dev.crossrun.standalone.FederationRun.PROVIDER_ARN;
import static dev.crossrun.standalone.FederationRun.ROLE_ARN;
import static dev.crossrun.standalone.FederationRun.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.cli.ApiRefusal;
import dev.crossrun.simulator.CallLog;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.ManagedPolicy;
import dev.crossrun.simulator.world.SamlApplication;
import dev.crossrun.worker.CrossrunWorker;
import io.temporal.api.enums.v1.EventType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whole runs over HTTP, and the simulated world afterwards. */
class FederationTest {
    static final String ADD = "connect-application.human-step.1";

    @Test
    void federatesAnInstanceSoThatItsAgentsSignInAndNobodyElseDoes() {
        try (FederationRun run = new FederationRun()) {
            finish(run.upToSignIn());
            Iam iam = run.connectAccount().iam();
            assertThat(iam.samlProviders().get(PROVIDER_ARN).orElseThrow().document())
                    .isEqualTo(new String(run.metadata(), StandardCharsets.UTF_8));
            IamRole role = iam.roles().get("AmazonConnectFederation").orElseThrow();
            assertThat(role.attachedPolicyArns()).containsExactly(POLICY_ARN);
            assertThat(role.trustPolicy())
                    .contains(
                            PROVIDER_ARN,
                            "https://signin.aws.amazon.com/saml",
                            "https://eu-central-1.signin.aws.amazon.com/saml");
            assertThat(iam.policies().get(POLICY_ARN).orElseThrow().defaultDocument())
                    .contains("/5f0d3c4e-8d7b-4b0e-9c54-2f7c1a9e6b10/user/${aws:userid}");
            assertThat(run.signIn(ADA).path("outcome").asText()).isEqualTo("CONNECT");
            assertThat(run.signIn(GRACE).path("outcome").asText()).isEqualTo("CONNECT");
            assertThat(run.signIn("mallory@example.com").path("outcome").asText())
                    .isEqualTo("REFUSED");
        }
    }

    @Test
    void marksWhatItMakesAndLeavesATrailBackToTheRun() {
        try (FederationRun run = new FederationRun()) {
            finish(run.upToSignIn());
            Iam iam = run.connectAccount().iam();
            assertThat(Stream.of(
                            iam.samlProviders().get(PROVIDER_ARN).orElseThrow().tags(),
                            iam.policies().get(POLICY_ARN).orElseThrow().tags(),
                            iam.roles()
                                    .get("AmazonConnectFederation")
                                    .orElseThrow()
                                    .tags()))
                    .allMatch(tags -> "connect-federation.contact-center-prod".equals(tags.get("crossrun:run")));
            assertThat(run.simulator.calls().of("iam:CreateRole"))
                    .extracting(CallLog.Call::sessionName)
                    .allMatch(session -> session.orElseThrow().contains("contact-center-prod"));
        }
    }

    @Test
    void needsNoPermissionBeyondTheExamplePolicies() {
        try (FederationRun run = new FederationRun()) {
            finish(run.upToSignIn());
            assertThat(run.simulator.calls().all())
                    .isNotEmpty()
                    .noneMatch(call -> call.errorCode()
                            .filter(code -> code.startsWith("AccessDenied"))
                            .isPresent());
        }
    }

    @Test
    void changesNothingBeforeThePlanIsApproved() {
        try (FederationRun run = new FederationRun()) {
            run.task("approve-plan.approval.1");
            assertThat(run.simulator.calls().all())
                    .extracting(CallLog.Call::operation)
                    .isNotEmpty()
                    .allMatch(operation -> operation.matches(".*:(Get|List|Describe|Search|Lookup|Assume).*"));
            assertThatThrownBy(() -> run.answer(
                            run.kim,
                            "approve-plan.approval.1",
                            run.approval().put("planHash", "sha256:" + "0".repeat(64))))
                    .isInstanceOfSatisfying(
                            ApiRefusal.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(403));
            JsonNode other = run.refused(() -> run.answer(
                    run.lee, "approve-plan.approval.1", run.approval().put("planHash", "sha256:" + "0".repeat(64))));
            assertThat(other.at("/errors/0/code").asText()).isEqualTo("OTHER_PLAN");
        }
    }

    @Test
    void survivesTheLossOfEveryFirstAcknowledgementWithoutADuplicate() {
        LostAcknowledgements faulty = new LostAcknowledgements();
        try (FederationRun run =
                new FederationRun((client, activities) -> CrossrunWorker.start(client, faulty.around(activities)))) {
            finish(run.upToSignIn());
            assertThat(faulty.lost).contains("putProvider", "putPolicy", "putRole", "assign", "listApplications");
            Iam iam = run.connectAccount().iam();
            assertThat(iam.samlProviders().all()).hasSize(1);
            assertThat(iam.policies().all()).hasSize(1);
            assertThat(iam.policies().get(POLICY_ARN).orElseThrow().versions()).hasSize(1);
            assertThat(iam.roles().all())
                    .extracting(IamRole::name)
                    .containsExactlyInAnyOrder("crossrun", "AmazonConnectFederation");
            assertThat(run.identityCenter().applications().all())
                    .flatExtracting(SamlApplication::assignments)
                    .hasSize(1);
            assertThat(run.view().findValues("effects"))
                    .flatExtracting(effects -> effects.findValuesAsText("state"))
                    .containsOnly("CREATED");
        }
    }

    @Test
    void asksPeopleToAssignWhereTheApiRefusesAndLooksWhetherTheyDid() {
        Stack stack = TestStack.start(SimulatorSettings.defaults().refusingSamlAssignments());
        try (FederationRun run = new FederationRun(stack, FederationRun.example())) {
            run.approve();
            run.submit(ADD, run.addApplication(ADD));
            JsonNode early = run.refused(() -> run.confirm("application-access.human-step.1"));
            assertThat(early.at("/errors/0/code").asText()).isEqualTo("NOT_ASSIGNED");
            run.console.send(
                    "POST",
                    run.application + "/assignments",
                    object("x").removeAll().put("type", "GROUP").put("name", "Contact Center Agents"));
            run.confirm("application-access.human-step.1");
            run.task("application-settings.human-step.1");
            run.mapRight();
            run.confirm("application-settings.human-step.1");
            finish(run);
        }
    }

    @Test
    void refusesEveryWrongDocumentByTheNameOfWhatItIs() {
        Stack stack = Stack.start(0, SimulatorSettings.defaults());
        try (FederationRun run = new FederationRun(stack, FederationRun.example())) {
            run.approve();
            byte[] right = run.addApplication(ADD);
            long before = updates(stack);
            for (String[] wrong : List.of(
                    new String[] {"entra-application", "Entra"},
                    new String[] {"entra-tenant", "Entra"},
                    new String[] {"identity-center-service-provider", "service provider"},
                    new String[] {"aws-sign-in", "AWS"},
                    new String[] {"other-identity-provider", "identity provider"})) {
                JsonNode problem = upload(run, run.console.download("/_console/documents/" + wrong[0]));
                assertThat(problem.at("/errors/0/code").asText()).as(wrong[0]).isEqualTo("WRONG_DOCUMENT");
                assertThat(problem.at("/errors/0/detail").asText()).as(wrong[0]).contains(wrong[1]);
            }
            assertThat(upload(run, "%PDF-1.7 and so on".getBytes(StandardCharsets.UTF_8))
                            .at("/errors/0/detail")
                            .asText())
                    .contains("PDF");
            String doctype = new String(right, StandardCharsets.UTF_8)
                    .replaceFirst("\\?>", "?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>");
            assertThat(upload(run, doctype.getBytes(StandardCharsets.UTF_8))
                            .at("/errors/0/detail")
                            .asText())
                    .contains("DTD");
            assertThatThrownBy(() -> run.submit(ADD, new byte[2 * 1024 * 1024]))
                    .isInstanceOfSatisfying(
                            ApiRefusal.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(413));
            assertThat(run.task(ADD).path("state").asText()).isEqualTo("OPEN");
            assertThat(updates(stack))
                    .as("updates that the run received: no wrong document is one")
                    .isEqualTo(before);
            run.submit(ADD, right);
            assertThat(run.step("connect-application").at("/evidence/0/state").asText())
                    .isEqualTo("VERIFIED");
        }
    }

    @Test
    void takesTheRightDocumentWithAByteOrderMarkOrInUtf16AndKeepsItsBytes() {
        for (boolean wide : List.of(false, true)) {
            try (FederationRun run = new FederationRun()) {
                run.approve();
                String text = new String(run.addApplication(ADD), StandardCharsets.UTF_8);
                byte[] handedIn = wide
                        ? text.replace("UTF-8", "UTF-16").getBytes(StandardCharsets.UTF_16)
                        : ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8);
                run.submit(ADD, handedIn);
                run.task("application-settings.human-step.1");
                String provider = run.connectAccount()
                        .iam()
                        .samlProviders()
                        .get(PROVIDER_ARN)
                        .orElseThrow()
                        .document();
                assertThat(provider).startsWith("<").contains("EntityDescriptor");
                JsonNode artifact = run.kim.get(run.path + "/artifacts").at("/items/0");
                assertThat(run.kim
                                .download(run.path + "/artifacts/"
                                        + artifact.path("name").asText())
                                .content())
                        .isEqualTo(handedIn);
                run.mapRight();
                run.confirm("application-settings.human-step.1");
                finish(run);
            }
        }
    }

    private static long updates(Stack stack) {
        return stack.temporal().fetchHistory("connect-federation.contact-center-prod").getEvents().stream()
                .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED)
                .count();
    }

    private static JsonNode upload(FederationRun run, byte[] file) {
        return run.refused(() -> run.submit(ADD, file));
    }

    @Test
    void takesOneOfSeveralAnswersToEachTask() {
        try (FederationRun run = new FederationRun()) {
            run.task("approve-plan.approval.1");
            ObjectNode approval = run.approval();
            race(() -> run.answer(run.lee, "approve-plan.approval.1", approval));
            byte[] metadata = run.addApplication(ADD);
            race(() -> run.submit(ADD, metadata));
            run.task("application-settings.human-step.1");
            run.mapRight();
            race(() -> run.answer(run.sam, "application-settings.human-step.1", object("confirm")));
            run.task("sign-in.human-step.1");
            run.signIn(ADA);
            race(() -> run.answer(
                    run.sam, "sign-in.human-step.1", object("confirm").put("username", ADA)));
            assertThat(run.ended().path("status").asText()).isEqualTo("SUCCEEDED");
        }
    }

    /** Answers from six clients at once: one is taken, the others are told so. */
    private static void race(Runnable answer) {
        List<Integer> statuses = Stream.generate(() -> CompletableFuture.supplyAsync(() -> {
                    try {
                        answer.run();
                        return 200;
                    } catch (ApiRefusal refusal) {
                        return refusal.status();
                    }
                }))
                .limit(6)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
    }

    @Test
    void namesTenFaultsOfARequestByTheirPointersAndStartsNothing() {
        try (Stack stack = TestStack.start(SimulatorSettings.defaults())) {
            ApiClient kim =
                    new ApiClient(stack.api(), stack.people().requester().token());
            byte[] request = """
                    {"name": "Contact Center", "colour": "red",
                     "entra": {"tenantId": "none", "provisioning": "carrier-pigeon"},
                     "identityCenter": {"accountId": "1", "region": "Ireland", "identitySource": "already-entra"},
                     "connect": {"accountId": "222222222222", "region": "eu-central-1", "instanceId": "acme"},
                     "agents": [{"username": "ada lovelace"}, {"username": "ok@example.com"}, {"username": "ok@example.com"}]}
                    """.getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> kim.post("/v1/runbooks/connect-federation/runs", request, Optional.empty()))
                    .isInstanceOfSatisfying(ApiRefusal.class, refusal -> {
                        assertThat(refusal.status()).isEqualTo(400);
                        assertThat(refusal.problem().path("errors"))
                                .extracting(error -> error.path("pointer").asText())
                                .containsExactlyInAnyOrder(
                                        "/name",
                                        "/colour",
                                        "/entra/tenantId",
                                        "/entra/provisioning",
                                        "/entra/applicationId",
                                        "/identityCenter/accountId",
                                        "/identityCenter/region",
                                        "/connect/instanceId",
                                        "/agents/0/username",
                                        "/agents/2/username");
                    });
            assertThat(kim.get("/v1/runs").path("items")).isEmpty();
            assertThat(stack.simulator().calls().all()).isEmpty();
        }
    }

    @Test
    void refusesANameThatIsOpen() {
        try (FederationRun run = new FederationRun()) {
            assertThatThrownBy(() -> run.kim.post(
                            "/v1/runbooks/connect-federation/runs", FederationRun.example(), Optional.empty()))
                    .isInstanceOfSatisfying(ApiRefusal.class, refusal -> {
                        assertThat(refusal.status()).isEqualTo(409);
                        assertThat("/v1/runs/"
                                        + refusal.problem()
                                                .path("detail")
                                                .asText()
                                                .replaceFirst(".*: ", ""))
                                .isEqualTo(run.path);
                    });
        }
    }

    @Test
    void findsAnAgentThatConnectDoesNotHaveBeforeAnythingIsPlanned() {
        byte[] request = new String(FederationRun.example(), StandardCharsets.UTF_8)
                .replace("grace@example.com", "Grace@example.com")
                .getBytes(StandardCharsets.UTF_8);
        try (FederationRun run = new FederationRun(TestStack.start(SimulatorSettings.defaults()), request)) {
            run.task("preflight.decision.1");
            JsonNode plan = run.kim.get(run.path + "/plan");
            assertThat(plan.path("findings")).anySatisfy(finding -> {
                assertThat(finding.path("severity").asText()).isEqualTo("BLOCKING");
                assertThat(finding.path("pointer").asText()).startsWith("/agents/1");
            });
        }
    }

    @Test
    void parksAStepThatAwsRefusesAndGoesOnWhenSomebodyHasMendedTheCause() {
        try (FederationRun run = new FederationRun()) {
            run.task("approve-plan.approval.1");
            run.simulator.faults().add(InjectedFault.of("iam:CreatePolicy", Kind.ACCESS_DENIED));
            run.approve();
            JsonNode decision = run.task("federation-policy.decision.1");
            assertThat(decision.path("instructions").asText()).contains("iam:CreatePolicy");
            assertThat(run.step("federation-policy").path("status").asText()).isEqualTo("STUCK");
            run.submit(ADD, run.addApplication(ADD));
            run.answer(run.sam, "federation-policy.decision.1", object("retry"));
            run.task("application-settings.human-step.1");
            run.mapRight();
            run.confirm("application-settings.human-step.1");
            finish(run);
        }
    }

    @Test
    void goesThroughThrottlingAndServerFaultsByItself() {
        try (FederationRun run = new FederationRun()) {
            run.simulator
                    .faults()
                    .add(InjectedFault.of("iam:CreateRole", Kind.THROTTLED).withTimes(3));
            run.simulator
                    .faults()
                    .add(InjectedFault.of("iam:CreateSAMLProvider", Kind.SERVER_ERROR)
                            .withTimes(3));
            finish(run.upToSignIn());
            assertThat(run.simulator.calls().of("iam:CreateRole")).hasSizeGreaterThan(3);
        }
    }

    @Test
    void leavesAThingThatBearsNoMarkAloneUnlessTheRequestAdoptsIt() {
        Stack stack = TestStack.start(SimulatorSettings.defaults());
        plantForeignPolicy(stack);
        try (FederationRun run = new FederationRun(stack, FederationRun.example())) {
            run.task("preflight.decision.1");
            assertThat(run.kim.get(run.path + "/plan").path("findings"))
                    .anySatisfy(finding ->
                            assertThat(finding.path("pointer").asText()).isEqualTo("/connect/policyName"));
        }
        Stack second = TestStack.start(SimulatorSettings.defaults());
        plantForeignPolicy(second);
        byte[] adopting = new String(FederationRun.example(), StandardCharsets.UTF_8)
                .replaceFirst("\\{", "{\"adopt\": [\"federation-policy\"],")
                .getBytes(StandardCharsets.UTF_8);
        try (FederationRun run = new FederationRun(second, adopting)) {
            finish(run.upToSignIn());
            assertThat(FederationRun.step(run.view(), "federation-policy")
                            .at("/effects/0/state")
                            .asText())
                    .isEqualTo("ADOPTED");
        }
    }

    private static void plantForeignPolicy(Stack stack) {
        Iam iam = stack.simulator().world().requireAccount("222222222222").iam();
        Instant now = stack.simulator().world().now();
        String document = "{\"Version\": \"2012-10-17\", \"Statement\": []}";
        iam.policies()
                .plant(
                        POLICY_ARN,
                        new ManagedPolicy(
                                "AmazonConnectFederation",
                                "/",
                                "ANPA0000000000000000F",
                                POLICY_ARN,
                                "",
                                now,
                                now,
                                List.of(new ManagedPolicy.Version("v1", document, now)),
                                "v1",
                                1,
                                Map.of()));
    }

    private static void finish(FederationRun run) {
        run.task("sign-in.human-step.1");
        assertThat(run.signIn(ADA).path("outcome").asText()).isEqualTo("CONNECT");
        run.confirmSignIn("sign-in.human-step.1", ADA);
        JsonNode view = run.ended();
        assertThat(view.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(view.path("steps"))
                .allMatch(step -> step.path("status").asText().equals("DONE"));
        assertThat(view.at("/outcome/roleArn").asText()).isEqualTo(ROLE_ARN);
    }
}
