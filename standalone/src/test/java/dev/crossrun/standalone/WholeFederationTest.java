package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.entra.EntraUser;
import dev.crossrun.simulator.entra.ServicePrincipal;
import dev.crossrun.simulator.fault.BadWeather;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.AccountAssignment;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.NewCompany;
import dev.crossrun.simulator.world.Seed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** From a company that has federated nothing to a sign-in with Entra, asserted on the world that it leaves. */
@Timeout(120)
class WholeFederationTest {
    @Test
    void leavesAWorldInWhichPeopleSignInThroughEntraIntoConnect() {
        ListAppender<ILoggingEvent> logs = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        logs.start();
        root.addAppender(logs);
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run.approve();
            whole.handInMetadata();
            whole.changeSource();
            String token = whole.handInToken();
            JsonNode ended = whole.connect();
            assertThat(ended.path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(List.copyOf(logs.list)).noneMatch(line -> line.toString().contains(token));
            assertThat(ended.path("steps"))
                    .hasSize(24)
                    .allSatisfy(step -> assertThat(step.path("status").asText()).isEqualTo("DONE"));
            assertThat(ended.path("steps"))
                    .filteredOn(step -> !step.path("effects").isEmpty())
                    .hasSizeGreaterThan(10)
                    .allSatisfy(step ->
                            assertThat(step.path("reversibility").asText()).isIn("REVERSIBLE", "IRREVERSIBLE"));
            assertWorld(whole);
            assertSecretNowhere(whole, token);
        } finally {
            root.detachAppender(logs);
        }
    }

    private static void assertWorld(WholeRun whole) {
        assertThat(whole.run.signIn(FederationRun.GRACE).path("outcome").asText())
                .isEqualTo("CONNECT");
        JsonNode stranger = whole.run.signIn("mallory@example.com");
        assertThat(stranger.path("where").asText()).isEqualTo("identity-provider");
        assertThat(stranger.path("page").asText()).contains("AADSTS50105");
        IdentityCenter center = whole.run.identityCenter();
        JsonNode noAgent = whole.run.signIn("alan@example.com");
        assertThat(noAgent.path("where").asText()).isEqualTo("portal");
        String admins =
                center.groupByName("Contact Center Admins").orElseThrow().id();
        assertThat(center.isMember(
                        admins,
                        center.userByName("alan@example.com").orElseThrow().id()))
                .isTrue();
        assertThat(center.accountAssignments())
                .filteredOn(assignment -> assignment.accountId().equals(ContactCenter.CONNECT_ACCOUNT))
                .extracting(AccountAssignment::principalId)
                .containsExactly(admins);
        assertThat(center.accountAssignments()).as("what was there before").hasSize(2);
        assertThat(whole.run.connectAccount().connectInstances())
                .singleElement()
                .satisfies(instance -> assertThat(instance.users().all()).hasSize(2));
        assertThat(whole.entra().applications().all())
                .singleElement()
                .satisfies(application ->
                        assertThat(application.tags()).contains("crossrun:run=connect-federation.contact-center-prod"));
    }

    /** Only Entra keeps the token. Its base64 forms are looked for as well. */
    private static void assertSecretNowhere(WholeRun whole, String token) {
        ServicePrincipal principal = whole.entra().servicePrincipals().all().get(0);
        assertThat(whole.entra().secrets(principal.id())).containsEntry("SecretToken", token);
        String history = decoded(whole.stack
                .temporal()
                .fetchHistory("connect-federation.contact-center-prod")
                .toJson(true));
        Stream<String> views = Stream.of("", "/events", "/plan", "/artifacts", "/tasks/" + WholeRun.TOKEN)
                .map(path -> whole.run.kim.get(whole.run.path + path).toString());
        byte[] raw = token.getBytes(StandardCharsets.UTF_8);
        List<String> forms = List.of(
                token,
                Base64.getEncoder().withoutPadding().encodeToString(raw).substring(0, 80),
                token.substring(0, 36));
        assertThat(Stream.concat(Stream.of(history), views)).allSatisfy(text -> {
            for (String form : forms) {
                assertThat(text).doesNotContain(form);
            }
        });
        assertThat(history).contains("scim-token");
    }

    /** A history with its payloads (memo too) as they were before they became base64. */
    static String decoded(String history) {
        return history
                + Pattern.compile("\"data\": \"([A-Za-z0-9+/=]+)\"")
                        .matcher(history)
                        .results()
                        .map(data -> new String(Base64.getDecoder().decode(data.group(1)), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("\n"));
    }

    static Stream<Arguments> variants() {
        return Stream.of(true, false)
                .flatMap(switches -> Stream.of(true, false)
                        .flatMap(scim -> Stream.of(true, false)
                                .flatMap(newInstance -> Stream.of(true, false)
                                        .map(access -> Arguments.of(switches, scim, newInstance, access)))));
    }

    @ParameterizedTest(name = "switch {0}, scim {1}, new instance {2}, account access {3}")
    @MethodSource("variants")
    void everyVariantEndsWithAProvenSignIn(boolean switches, boolean scim, boolean newInstance, boolean access)
            throws InterruptedException {
        Variant variant = new Variant(switches, scim, newInstance, access);
        try (Stack stack = TestStack.start(SimulatorSettings.defaults().withSeed(variant));
                WholeRun whole = new WholeRun(stack, variant);
                ScriptedPerson approver = new ScriptedPerson("lee", whole.run.lee, new ScriptedApprover());
                ScriptedPerson administrator = new ScriptedPerson(
                        "sam",
                        whole.run.sam,
                        new ScriptedAdministrator(stack.simulator().endpoint(), FederationRun.ADA))) {
            assertThat(approver).isNotSameAs(administrator);
            JsonNode ended = whole.run.ended();
            assertThat(ended.path("status").asText()).isEqualTo("SUCCEEDED");
            List<String> steps = ended.path("steps").findValuesAsText("id");
            assertThat(steps.contains("identity-source")).isEqualTo(switches);
            assertThat(steps.contains("entra-provisioning")).isEqualTo(scim);
            assertThat(steps.contains("connect-instance")).isEqualTo(newInstance);
            assertThat(steps.contains("account-access")).isEqualTo(access);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 4})
    void comesThroughBadWeatherWithoutAskingAnybody(long seed) throws InterruptedException {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.stack.simulator().faults().addAll(BadWeather.of(seed));
            try (ScriptedPerson approver = new ScriptedPerson("lee", whole.run.lee, new ScriptedApprover());
                    ScriptedPerson administrator = new ScriptedPerson(
                            "sam",
                            whole.run.sam,
                            new ScriptedAdministrator(whole.stack.simulator().endpoint(), FederationRun.ADA))) {
                assertThat(approver).isNotSameAs(administrator);
                assertThat(whole.run.ended().path("status").asText()).isEqualTo("SUCCEEDED");
            }
            assertThat(whole.stack.simulator().faults().met()).isNotEmpty();
            assertThat(whole.run.kim.get(whole.run.path + "/events").toString()).doesNotContain("decision");
        }
    }

    /** A company and a request that fit each other. */
    record Variant(boolean switches, boolean scim, boolean newInstance, boolean access)
            implements Seed, Consumer<ObjectNode> {
        @Override
        public void plant(dev.crossrun.simulator.world.World world) {
            Seed company = switches ? new NewCompany() : new ContactCenter();
            company.plant(world);
            IdentityCenter center = world.identityCenter().orElseThrow();
            if (switches && !scim) {
                var ada = center.plantUser(FederationRun.ADA, FederationRun.ADA, "Ada", "Lovelace");
                center.plantUser(FederationRun.GRACE, FederationRun.GRACE, "Grace", "Hopper");
                center.addMember(center.plantGroup("Contact Center Agents").id(), ada.id());
                center.plantGroup("Contact Center Admins");
            }
            var account = world.requireAccount(ContactCenter.CONNECT_ACCOUNT);
            account.applyQuota(ContactCenter.CONNECT_REGION, "L-AA17A6B9", 5);
            if (switches && !newInstance) {
                account.add(new ConnectInstance(
                        world,
                        ContactCenter.CONNECT_ACCOUNT,
                        ContactCenter.CONNECT_REGION,
                        ContactCenter.CONNECT_INSTANCE_ID,
                        "acme-existing",
                        ConnectInstance.IdentityManagementType.SAML));
            }
        }

        @Override
        public void accept(ObjectNode request) {
            ObjectNode entra = (ObjectNode) request.get("entra");
            ObjectNode connect = (ObjectNode) request.get("connect");
            entra.put("provisioning", scim ? "scim" : "none");
            if (!switches) {
                ((ObjectNode) request.get("identityCenter")).put("identitySource", "already-entra");
                entra.put("applicationId", ContactCenter.ENTRA_APPLICATION_ID);
            }
            if (newInstance) {
                connect.put("instanceAlias", "acme-new");
            } else {
                connect.remove("instanceAlias");
                connect.put("instanceId", ContactCenter.CONNECT_INSTANCE_ID);
            }
            if (!access) {
                request.remove("accountAccess");
            }
        }
    }

    @Test
    void eachMetadataDocumentIsRefusedByNameWhereAnotherIsWanted() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run.approve();
            whole.run.task(WholeRun.METADATA);
            byte[] foreign = whole.run.console.download("/_console/documents/entra-application");
            JsonNode entraForCenter = whole.refused(() -> whole.run.submit(WholeRun.METADATA, foreign));
            assertThat(FederationRun.detail(entraForCenter)).contains("Entra's metadata of an application");
            byte[] right = whole.serviceProviderMetadata();
            String text = new String(right, StandardCharsets.UTF_8);
            JsonNode region = whole.refused(() -> whole.run.submit(
                    WholeRun.METADATA, text.replace("eu-west-1", "us-east-1").getBytes(StandardCharsets.UTF_8)));
            assertThat(WholeRun.code(region)).isEqualTo("WRONG_REGION");
            JsonNode store = whole.refused(() -> whole.run.submit(
                    WholeRun.METADATA,
                    text.replace(ContactCenter.IDENTITY_STORE_ID, "d-0123456789")
                            .getBytes(StandardCharsets.UTF_8)));
            assertThat(WholeRun.code(store)).isEqualTo("WRONG_IDENTITY_STORE");
            whole.run.submit(WholeRun.METADATA, right);
            whole.changeSource();
            byte[] entras = whole.artifact("entra-federation-metadata.xml");
            whole.run.task(WholeRun.APPLICATION);
            JsonNode own = whole.refused(() -> whole.run.submit(WholeRun.APPLICATION, entras));
            assertThat(FederationRun.detail(own)).contains("entra-federation-metadata.xml of this run");
            JsonNode center = whole.refused(() -> whole.run.submit(WholeRun.APPLICATION, right));
            assertThat(FederationRun.detail(center)).contains("identity-center-sp-metadata.xml of this run");
            whole.handInToken();
            assertThat(whole.connect().path("status").asText()).isEqualTo("SUCCEEDED");
        }
    }

    @Test
    void anAcsUrlThatTheChangeOfTheSourceMadeAnewReachesEntraWithTheMetadataHandedInOnceMore() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run.approve();
            whole.handInMetadata();
            whole.run.task(WholeRun.SOURCE);
            String old = whole.run.identityCenter().acsUrl();
            whole.changeSource(whole.artifact("entra-federation-metadata.xml"));
            whole.run.identityCenter().source().renewAcs();
            byte[] wrong = whole.run.console.download("/_console/documents/aws-sign-in");
            assertThat(WholeRun.code(whole.refused(() -> whole.confirmWith(WholeRun.SOURCE, wrong))))
                    .isEqualTo("WRONG_DOCUMENT");
            whole.confirmWith(WholeRun.SOURCE, whole.serviceProviderMetadata());
            whole.run.awaitStep("identity-source", "DONE");
            assertThat(whole.entra().applications().all())
                    .singleElement()
                    .satisfies(application -> assertThat(application.redirectUris())
                            .contains(whole.run.identityCenter().acsUrl())
                            .doesNotContain(old));
            assertThat(whole.artifact("identity-center-sp-metadata.xml")).isEqualTo(whole.serviceProviderMetadata());
        }
    }

    @Test
    void aScimEndpointOrTokenThatDoesNotServeIsRefusedAndLeavesTheTaskOpen() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run.approve();
            whole.handInMetadata();
            whole.changeSource();
            whole.run.task(WholeRun.TOKEN);
            JsonNode enabled = whole.enableProvisioning();
            String endpoint = enabled.path("scimEndpoint").asText();
            String token = enabled.path("accessToken").asText();
            for (String wrong : List.of(
                    endpoint.replace("eu-west-1", "us-east-1"),
                    endpoint.replace("amazonaws.com", "amazonaws.com.example.org"),
                    "https://example.org/scim/v2/")) {
                JsonNode problem = whole.refused(() -> whole.handInToken(wrong, token));
                assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/endpoint");
                assertThat(FederationRun.detail(problem))
                        .isEqualTo("must be the SCIM endpoint of the IAM Identity Center in eu-west-1:"
                                + " https://scim.eu-west-1.amazonaws.com/…/scim/v2/");
            }
            assertThat(FederationRun.detail(whole.refused(() -> whole.handInToken(endpoint, token + "x"))))
                    .contains("HTTP 401");
            whole.run.identityCenter().source().deleteTokens();
            assertThat(WholeRun.code(whole.refused(() -> whole.handInToken(endpoint, token))))
                    .as("a token that is no longer there")
                    .isEqualTo("TOKEN_REFUSED");
            whole.handInToken(endpoint, whole.anotherToken());
            assertThat(whole.connect().path("status").asText()).isEqualTo("SUCCEEDED");
        }
    }

    @Test
    void aChangeOfTheSourceThatNobodyMadeStaysUnprovenAndAsksSomebody() {
        try (WholeRun whole =
                new WholeRun(request -> request.putObject("patience").put("evidence", "PT3S"))) {
            whole.run.approve();
            whole.handInMetadata();
            whole.run.confirm(WholeRun.SOURCE);
            JsonNode decision = whole.run.task("identity-source.decision.1");
            assertThat(decision.path("instructions").asText()).contains("no change of the identity source");
            whole.changeSource(whole.artifact("entra-federation-metadata.xml"));
            whole.run.answer(whole.run.sam, "identity-source.decision.1", FederationRun.object("wait"));
            whole.run.until(view -> FederationRun.step(view, "identity-source")
                    .path("status")
                    .asText()
                    .equals("DONE"));
            assertThat(whole.run.step("identity-source").at("/evidence/0/what").asText())
                    .contains("EnableExternalIdPConfigurationForDirectory");
        }
    }

    @Test
    void aSourceThatWasChangedTooEarlyIsToldAndTakenWhenSomebodyLookedAtIt() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run.approve();
            whole.run.task(WholeRun.METADATA);
            byte[] center = whole.serviceProviderMetadata();
            whole.run.until(view -> FederationRun.step(view, "entra-metadata")
                    .path("status")
                    .asText()
                    .equals("DONE"));
            whole.changeSource(whole.artifact("entra-federation-metadata.xml"));
            // CloudTrail's times are whole seconds.
            whole.run.later(Duration.ofSeconds(1));
            whole.run.submit(WholeRun.METADATA, center);
            whole.run.task(WholeRun.SOURCE);
            JsonNode early = whole.refused(() -> whole.run.confirm(WholeRun.SOURCE));
            assertThat(WholeRun.code(early)).isEqualTo("CHANGED_EARLIER");
            whole.run.answer(
                    whole.run.sam,
                    WholeRun.SOURCE,
                    FederationRun.object("confirm").put("changedEarlier", "It holds this run's metadata"));
            whole.handInToken();
            assertThat(whole.connect().path("status").asText()).isEqualTo("SUCCEEDED");
        }
    }

    @Test
    void peopleWithoutTheNamesThatIdentityCenterNeedsAreAllFoundBeforeAnythingChanges() {
        Seed company = world -> {
            new NewCompany().plant(world);
            var tenant = world.entra().orElseThrow();
            for (String name : List.of(FederationRun.ADA, FederationRun.GRACE)) {
                EntraUser user = tenant.userByName(name).orElseThrow();
                tenant.replace(
                        new EntraUser(user.id(), user.userPrincipalName(), user.mail(), "", user.surname(), true));
            }
        };
        try (WholeRun whole = new WholeRun(company, request -> {})) {
            assertThat(whole.run
                            .task("preflight.decision.1")
                            .path("instructions")
                            .asText())
                    .contains(
                            FederationRun.ADA + " has no givenName in Entra",
                            FederationRun.GRACE + " has no givenName in Entra");
        }
    }

    @Test
    void aUserWhomTheIdentityStoreSpellsOtherwiseIsFoundWithBothSpellings() {
        Seed company = world -> {
            new NewCompany().plant(world);
            world.identityCenter().orElseThrow().plantUser("Ada@example.com", "Ada@example.com", "Ada", "Lovelace");
        };
        try (WholeRun whole = new WholeRun(company, request -> {})) {
            whole.run.task("preflight.decision.1");
            JsonNode finding = whole.blocking().orElseThrow();
            assertThat(finding.path("pointer").asText()).isEqualTo("/agents/0/username");
            assertThat(finding.path("detail").asText()).contains("Ada@example.com", "ada@example.com");
        }
    }

    @Test
    void anAgentWhoseMailDiffersFromTheSignInNameIsFoundBeforeAnythingChanges() {
        Seed company = world -> {
            new NewCompany().plant(world);
            var tenant = world.entra().orElseThrow();
            tenant.replace(tenant.userByName(FederationRun.GRACE).orElseThrow().withMail("g.hopper@example.com"));
        };
        try (WholeRun whole = new WholeRun(company, request -> {})) {
            whole.run.task("preflight.decision.1");
            JsonNode finding = whole.blocking().orElseThrow();
            assertThat(finding.path("pointer").asText()).isEqualTo("/agents/1/username");
            assertThat(finding.path("detail").asText()).contains("g.hopper@example.com");
            whole.entra()
                    .replace(whole.entra()
                            .userByName(FederationRun.GRACE)
                            .orElseThrow()
                            .withMail(FederationRun.GRACE));
            whole.run.answer(whole.run.sam, "preflight.decision.1", FederationRun.object("replan"));
            whole.run.approve();
        }
    }

    @Test
    void moreAgentsThanAnInstanceTakesAreFoundBeforeAnythingChanges() {
        try (WholeRun whole = new WholeRun(request -> FederationRun.agents(request, 600))) {
            whole.run.task("preflight.decision.1");
            assertThat(whole.run.kim.get(whole.run.path + "/plan").path("findings"))
                    .anySatisfy(finding ->
                            assertThat(finding.path("detail").asText()).contains("600 agents are more than the 500"));
        }
    }

    @Test
    void aQuotaThatShrinksMeanwhileParksTheStepAndIsNoThrottling() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run.task("approve-plan.approval.1");
            whole.run.connectAccount().applyQuota(ContactCenter.CONNECT_REGION, "L-9A46857E", 1);
            whole.run.approve();
            JsonNode decision = whole.run.task("connect-agents.decision.1");
            assertThat(decision.path("instructions").asText()).contains("LimitExceededException");
            whole.run.connectAccount().applyQuota(ContactCenter.CONNECT_REGION, "L-9A46857E", 500);
            whole.run.answer(whole.run.sam, "connect-agents.decision.1", FederationRun.object("retry"));
            whole.run.until(view -> FederationRun.step(view, "connect-agents")
                    .path("status")
                    .asText()
                    .equals("DONE"));
            assertThat(whole.run
                            .connectAccount()
                            .connectInstances()
                            .get(0)
                            .users()
                            .all())
                    .hasSize(2);
        }
    }

    @Test
    void aCreationThatFailsSaysWhyAndAnotherOneIsMadeWhenToldTo() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run.task("approve-plan.approval.1");
            whole.world().connectCreations().failNext("The directory could not be created");
            whole.run.approve();
            JsonNode decision = whole.run.task("connect-instance.decision.1");
            assertThat(decision.path("instructions").asText()).contains("The directory could not be created");
            whole.run.answer(whole.run.sam, "connect-instance.decision.1", FederationRun.object("retry"));
            whole.run.until(view -> FederationRun.step(view, "connect-instance")
                    .path("status")
                    .asText()
                    .equals("DONE"));
            assertThat(whole.run.connectAccount().connectInstances())
                    .extracting(ConnectInstance::status)
                    .containsExactly("ACTIVE");
        }
    }

    @Test
    void anInstanceThatSomebodyDeletedIsMadeAnewByARedo() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run.approve();
            whole.run.awaitStep("connect-agents", "DONE");
            ConnectInstance first =
                    whole.run.connectAccount().connectInstances().get(0);
            whole.world().connectCreations().delete(first);
            whole.run.redo("connect-instance");
            whole.run.until(view ->
                    FederationRun.step(view, "connect-agents").path("round").asInt() == 2);
            whole.run.awaitStep("connect-agents", "DONE");
            assertThat(whole.run.connectAccount().connectInstances())
                    .singleElement()
                    .satisfies(instance -> {
                        assertThat(instance.id()).isNotEqualTo(first.id());
                        assertThat(instance.users().all()).hasSize(2);
                    });
        }
    }

    @Test
    void anInstanceThatSomebodyElseMadeMeanwhileIsNotTakenByARetry() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run.task("approve-plan.approval.1");
            whole.stack.simulator().faults().add(InjectedFault.of("connect:CreateInstance", Kind.QUOTA));
            whole.run.approve();
            whole.run.task("connect-instance.decision.1");
            whole.run
                    .connectAccount()
                    .add(new ConnectInstance(
                            whole.world(),
                            ContactCenter.CONNECT_ACCOUNT,
                            ContactCenter.CONNECT_REGION,
                            "11111111-2222-4333-8444-555555555555",
                            "acme-contact",
                            ConnectInstance.IdentityManagementType.CONNECT_MANAGED));
            whole.run.answer(whole.run.sam, "connect-instance.decision.1", FederationRun.object("retry"));
            assertThat(whole.run
                            .task("connect-instance.decision.2")
                            .path("instructions")
                            .asText())
                    .contains("acme-contact is there already and does not have Crossrun's mark", "What would fix it");
        }
    }

    @Test
    void anInstanceToBeAdoptedThatManagesItsOwnUsersBlocksThePlan() {
        Seed managed = world -> {
            new NewCompany().plant(world);
            world.requireAccount(ContactCenter.CONNECT_ACCOUNT)
                    .add(new ConnectInstance(
                            world,
                            ContactCenter.CONNECT_ACCOUNT,
                            ContactCenter.CONNECT_REGION,
                            ContactCenter.MANAGED_INSTANCE_ID,
                            "acme-contact",
                            ConnectInstance.IdentityManagementType.CONNECT_MANAGED));
        };
        try (WholeRun whole =
                new WholeRun(managed, request -> request.putArray("adopt").add("connect-instance"))) {
            whole.run.task("preflight.decision.1");
            assertThat(whole.blocking().orElseThrow().path("detail").asText())
                    .contains("manages identities by CONNECT_MANAGED");
        }
    }

    @Test
    void aJobInQuarantineSaysWhyAndGoesOnWithAnotherToken() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run.approve();
            whole.entra().cycle(Duration.ofSeconds(2));
            whole.handInMetadata();
            whole.changeSource();
            whole.run.task(WholeRun.TOKEN);
            JsonNode enabled = whole.enableProvisioning();
            String endpoint = enabled.path("scimEndpoint").asText();
            whole.handInToken(endpoint, enabled.path("accessToken").asText());
            whole.run.until(view -> whole.entra().jobs().all().stream()
                    .anyMatch(job -> job.startedAt().isPresent()));
            whole.run.identityCenter().source().deleteTokens();
            JsonNode decision = whole.run.task("entra-provisioning.decision.1");
            assertThat(decision.path("instructions").asText())
                    .containsAnyOf("the SCIM token is wrong, expired or deleted", "did not provision");
            whole.run.redo("scim-token");
            String again = "scim-token.human-step.2";
            whole.run.task(again);
            whole.run.answer(
                    whole.run.sam,
                    again,
                    FederationRun.object("submit").put("endpoint", endpoint).put("token", whole.anotherToken()));
            whole.run.awaitStep("entra-provisioning", "DONE");
            assertThat(whole.entra().jobs().all()).hasSize(1);
            assertThat(whole.run.identityCenter().userByName(FederationRun.ADA)).isPresent();
        }
    }

    @Test
    void peopleWhoWereProvisionedByHandAreLookedUpHoweverOftenIdentityCenterThrottles() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.stack
                    .simulator()
                    .faults()
                    .add(InjectedFault.of("graph:createJob", Kind.ACCESS_DENIED).forEver());
            whole.run.approve();
            whole.handInMetadata();
            whole.changeSource();
            whole.handInToken();
            whole.run.task("entra-provisioning.decision.1");
            IdentityCenter center = whole.run.identityCenter();
            center.plantUser(FederationRun.ADA, FederationRun.ADA, "Ada", "Lovelace");
            center.plantUser(FederationRun.GRACE, FederationRun.GRACE, "Grace", "Hopper");
            center.plantGroup("Contact Center Agents");
            center.plantGroup("Contact Center Admins");
            whole.stack
                    .simulator()
                    .faults()
                    .add(InjectedFault.of("identitystore:GetUserId", Kind.THROTTLED)
                            .withTimes(10));
            whole.run.answer(
                    whole.run.sam,
                    "entra-provisioning.decision.1",
                    FederationRun.object("skip").put("reason", "provisioned by hand"));
            whole.run.awaitStep("entra-provisioning", "SKIPPED");
        }
    }

    @Test
    void waitsForAwsToShowWhatItMade() {
        SimulatorSettings late = SimulatorSettings.defaults()
                .withSeed(new NewCompany())
                .withDelays(Duration.ofSeconds(2), Duration.ofSeconds(2))
                .withInstanceCreation(Duration.ofSeconds(1));
        try (Stack stack = TestStack.start(late);
                WholeRun whole = new WholeRun(stack, request -> {})) {
            whole.run.approve();
            whole.handInMetadata();
            whole.changeSource();
            whole.handInToken();
            JsonNode ended = whole.connect();
            assertThat(ended.path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(whole.run.kim.get(whole.run.path + "/events").toString()).doesNotContain("decision");
        }
    }

    @Test
    void waitsForGraphToShowWhatItMade() {
        Seed late = world -> {
            new NewCompany().plant(world);
            world.entra().orElseThrow().replicationDelay(Duration.ofSeconds(6));
        };
        try (WholeRun whole = new WholeRun(late, request -> {})) {
            whole.run.approve();
            whole.run.until(view -> FederationRun.step(view, "entra-assignments")
                    .path("status")
                    .asText()
                    .equals("DONE"));
            assertThat(whole.entra().applications().all()).hasSize(1);
            assertThat(whole.entra().assignments().all()).hasSize(2);
        }
    }

    @Test
    void aPersonAssignsInEntraWhereTheWorkerMayNot() {
        Seed poor = world -> {
            new NewCompany().plant(world);
            world.entra().orElseThrow().revoke("AppRoleAssignment.ReadWrite.All");
        };
        try (WholeRun whole = new WholeRun(poor, request -> {})) {
            whole.run.approve();
            String task = "entra-assignments.human-step.1";
            whole.run.task(task);
            assertThat(WholeRun.code(whole.refused(() -> whole.run.confirm(task))))
                    .isEqualTo("NOT_ASSIGNED");
            ServicePrincipal principal = whole.entra().servicePrincipals().all().get(0);
            whole.entra().groups().forEach(group -> whole.entra().assign(principal, group));
            whole.run.confirm(task);
            whole.run.until(view -> FederationRun.step(view, "entra-assignments")
                    .path("status")
                    .asText()
                    .equals("DONE"));
        }
    }

    @Test
    void aTokenThatGraphRefusesParksTheAssignmentAndIsNoWorkForAPerson() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run.task("approve-plan.approval.1");
            whole.stack.simulator().faults().add(InjectedFault.of("graph:assign", Kind.CLOCK_SKEW));
            whole.run.approve();
            assertThat(whole.run
                            .task("entra-assignments.decision.1")
                            .path("instructions")
                            .asText())
                    .contains("InvalidAuthenticationToken");
            whole.run.answer(whole.run.sam, "entra-assignments.decision.1", FederationRun.object("retry"));
            whole.run.awaitStep("entra-assignments", "DONE");
            assertThat(whole.entra().assignments().all()).hasSize(2);
        }
    }
}
