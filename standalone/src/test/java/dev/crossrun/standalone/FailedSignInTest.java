package dev.crossrun.standalone;

import static dev.crossrun.standalone.FederationRun.ADA;
import static dev.crossrun.standalone.FederationRun.GRACE;
import static dev.crossrun.standalone.FederationRun.POLICY_ARN;
import static dev.crossrun.standalone.FederationRun.PROVIDER_ARN;
import static dev.crossrun.standalone.FederationRun.ROLE_ARN;
import static dev.crossrun.standalone.FederationRun.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.DirectoryUser;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.ManagedPolicy;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each mistake that makes a sign-in fail: made in the console, explained by the run, fixed, and the run finished. */
class FailedSignInTest {
    static final String FIRST = "sign-in.human-step.1";
    static final String SECOND = "sign-in.human-step.2";

    final FederationRun run = new FederationRun();

    @AfterEach
    void stop() {
        run.close();
    }

    @Test
    void aRotatedCertificateIsMendedByHandingInTheNewMetadata() {
        run.upToSignIn();
        run.console.send(
                "POST", run.application + "/certificates", object("rotate").removeAll());
        explained("Response signature invalid", "SIGNATURE");
        run.redo("connect-application");
        run.submit("connect-application.human-step.2", run.metadata());
        run.mapAgain("application-settings.human-step.2");
        finished(SECOND);
    }

    @Test
    void theMetadataOfAnotherApplicationIsMendedByHandingInTheRightOne() {
        run.approve();
        run.addApplication("connect-application.human-step.1");
        String right = run.application;
        run.console.send(
                "POST",
                "/_console/applications",
                object("x").removeAll().put("catalog", "Amazon Connect").put("displayName", "Another"));
        byte[] wrong = run.console.download("/_console/applications/" + other(right) + "/metadata");
        run.submit("connect-application.human-step.1", wrong);
        run.task("application-settings.human-step.1");
        run.mapRight();
        run.redo("connect-application");
        run.submit("connect-application.human-step.2", run.metadata());
        run.mapAgain("application-settings.human-step.2");
        finished(FIRST);
    }

    @Test
    void twoApplicationsOfOneNameAreToldApartByTheIdInTheMetadata() {
        run.approve();
        run.console.send(
                "POST", "/_console/applications", object("x").removeAll().put("catalog", "Amazon Connect"));
        run.addApplication("connect-application.human-step.1");
        run.submit("connect-application.human-step.1", run.metadata());
        run.task("application-settings.human-step.1");
        run.mapAgain("application-settings.human-step.1");
        finished(FIRST);
    }

    private String other(String path) {
        for (JsonNode application :
                run.console.send("GET", "/_console/applications", object("x").removeAll())) {
            if (!path.endsWith(application.path("id").asText())) {
                return application.path("id").asText();
            }
        }
        throw new AssertionError("no other application");
    }

    @Test
    void aProviderWithAnotherIssuerIsMendedByRedoingTheProvider() {
        run.upToSignIn();
        var providers = run.connectAccount().iam().samlProviders();
        var provider = providers.get(PROVIDER_ARN).orElseThrow();
        String other =
                new String(run.console.download("/_console/documents/other-identity-provider"), StandardCharsets.UTF_8);
        providers.plant(PROVIDER_ARN, provider.withDocument(other, provider.validUntil()));
        explained("Issuer not present in specified provider", "ISSUER");
        run.redo("saml-provider");
        run.mapAgain("application-settings.human-step.2");
        finished(SECOND);
    }

    @Test
    void aMissingRoleMappingIsMendedInTheConsole() {
        run.upToSignIn();
        run.map("${user:email}", "");
        explained("Your request included an invalid SAML response. To logout, click here.", "ROLE_MAPPING");
        run.map("${user:email}", ROLE_ARN + ", " + PROVIDER_ARN);
        explained("Your request included an invalid SAML response. To logout, click here.", "ROLE_MAPPING");
        run.mapRight();
        finished(FIRST);
    }

    @Test
    void aRoleMappingWithAnotherProviderOrRoleIsMendedInTheConsole() {
        run.upToSignIn();
        run.map("${user:email}", ROLE_ARN + "," + PROVIDER_ARN + "X");
        explained("Specified provider doesn't exist", "PROVIDER_MAPPING");
        run.map("${user:email}", ROLE_ARN + "X," + PROVIDER_ARN);
        explained("Not authorized to perform sts:AssumeRoleWithSAML", "TRUST");
        run.mapRight();
        finished(FIRST);
    }

    @Test
    void aTrustPolicyThatNamesNoProviderIsMendedByRedoingTheRole() {
        run.upToSignIn();
        var roles = run.connectAccount().iam().roles();
        IamRole role = roles.get("AmazonConnectFederation").orElseThrow();
        roles.plant(role.name(), role.withTrustPolicy(role.trustPolicy().replace("AmazonConnect\"", "Gone\"")));
        explained("Not authorized to perform sts:AssumeRoleWithSAML", "TRUST");
        run.redo("federation-role");
        run.mapAgain("application-settings.human-step.2");
        finished(SECOND);
        assertThat(roles.get("AmazonConnectFederation").orElseThrow().id()).isEqualTo(role.id());
    }

    @Test
    void aMissingSessionNameIsMendedInTheConsole() {
        run.upToSignIn();
        run.map("", ROLE_ARN + "," + PROVIDER_ARN);
        explained("RoleSessionName is required in AuthnResponse", "SESSION_NAME_MISSING");
        run.map("${user:name}", ROLE_ARN + "," + PROVIDER_ARN);
        explained("RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}", "SESSION_NAME");
        run.mapRight();
        finished(FIRST);
    }

    @Test
    void aChangedAudienceIsMendedInTheConsole() {
        run.upToSignIn();
        run.configure("audience", "urn:amazon:connect");
        explained("Response does not contain the required audience", "AUDIENCE");
        run.configure("audience", "urn:amazon:webservices");
        finished(FIRST);
    }

    @Test
    void aMissingRelayStateOrAStartUrlIsMendedInTheConsole() {
        run.upToSignIn();
        String relayState =
                "https://eu-central-1.console.aws.amazon.com/connect/federate/" + ContactCenter.CONNECT_INSTANCE_ID;
        run.configure("relayState", "");
        assertThat(run.signIn(ADA).path("outcome").asText()).isEqualTo("CONSOLE");
        assertThat(code(run.explain(FIRST, "I am in the AWS Console"))).isEqualTo("CONSOLE");
        run.configure("relayState", relayState);
        run.configure("startUrl", "https://acme-contact.my.connect.aws/");
        assertThat(run.signIn(ADA).path("outcome").asText()).isEqualTo("CONSOLE");
        assertThat(code(run.explain(FIRST, "This is the AWS console"))).isEqualTo("CONSOLE");
        run.configure("startUrl", "");
        finished(FIRST);
    }

    @Test
    void theRelayStateOfAnotherInstanceIsNamedBeforeThePolicyIsSuspected() {
        run.upToSignIn();
        String right =
                "https://eu-central-1.console.aws.amazon.com/connect/federate/" + ContactCenter.CONNECT_INSTANCE_ID;
        run.configure(
                "relayState", right.replace(ContactCenter.CONNECT_INSTANCE_ID, ContactCenter.MANAGED_INSTANCE_ID));
        assertThat(run.signIn(ADA).path("page").asText()).startsWith("Access denied, Please contact");
        JsonNode confirmed = run.refused(() -> run.confirmSignIn(FIRST, ADA));
        assertThat(code(confirmed)).isEqualTo("RELAY_STATE");
        assertThat(confirmed.at("/errors/0/detail").asText()).contains(right);
        run.configure("relayState", right);
        finished(FIRST);
    }

    @Test
    void aPolicyOfAnotherInstanceIsMendedByRedoingThePolicy() {
        run.upToSignIn();
        var policies = run.connectAccount().iam().policies();
        ManagedPolicy policy = policies.get(POLICY_ARN).orElseThrow();
        String wrong =
                policy.defaultDocument().replace(ContactCenter.CONNECT_INSTANCE_ID, ContactCenter.MANAGED_INSTANCE_ID);
        policies.plant(POLICY_ARN, policy.addVersion(wrong, true, run.world().now()));
        explained("Access denied, Please contact your AWS account administrator", "FEDERATION_DENIED");
        assertThat(run.signIn(ADA).path("outcome").asText()).isEqualTo("REFUSED");
        JsonNode confirmed = run.refused(() -> run.confirmSignIn(FIRST, ADA));
        assertThat(code(confirmed)).isEqualTo("FEDERATION_DENIED");
        run.redo("federation-policy");
        run.mapAgain("application-settings.human-step.2");
        finished(SECOND);
    }

    @Test
    void aNameThatConnectDoesNotKnowIsMendedInTheIdentityStore() {
        run.upToSignIn();
        var users = run.identityCenter().users();
        DirectoryUser ada = run.identityCenter().userByName(ADA).orElseThrow();
        users.plant(ada.id(), ada.withEmail("Ada@example.com"));
        explained(
                "Access Denied. Your account has been authenticated, but has not been onboarded to this application",
                "NOT_ONBOARDED");
        users.plant(ada.id(), ada);
        finished(FIRST);
    }

    @Test
    void theInstancesOwnAddressIsExplained() {
        run.upToSignIn();
        JsonNode page = run.console.send(
                "POST", "/_console/open-instance", object("x").removeAll().put("instance", "acme-contact"));
        assertThat(code(run.explain(FIRST, page.path("page").asText()))).isEqualTo("OWN_URL");
        finished(FIRST);
    }

    @Test
    void aRoleThatWasDeletedAndMadeAnewIsMendedByMakingTheConnectUserAnew() {
        run.upToSignIn();
        assertThat(run.signIn(GRACE).path("outcome").asText()).isEqualTo("CONNECT");
        run.connectAccount().iam().roles().remove("AmazonConnectFederation");
        run.redo("federation-role");
        run.mapAgain("application-settings.human-step.2");
        run.task(SECOND);
        JsonNode page = run.signIn(GRACE);
        assertThat(page.path("page").asText()).isEqualTo("Bad Request");
        assertThat(code(run.explain(SECOND, page.path("page").asText()))).isEqualTo("OTHER_ROLE");
        ConnectInstance instance = run.connectAccount().connectInstances().stream()
                .filter(each -> each.id().equals(ContactCenter.CONNECT_INSTANCE_ID))
                .findFirst()
                .orElseThrow();
        instance.users().remove(instance.userByName(GRACE).orElseThrow().id());
        instance.plantUser(GRACE, "Grace", "Hopper");
        assertThat(run.signIn(GRACE).path("outcome").asText()).isEqualTo("CONNECT");
        run.confirmSignIn(SECOND, GRACE);
        assertThat(run.ended().path("status").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    void aSignInThatNeverHappenedIsNotBelieved() {
        run.upToSignIn();
        run.confirmSignIn(FIRST, ADA);
        assertThat(run.until(view -> FederationRun.step(view, "sign-in")
                        .path("status")
                        .asText()
                        .equals("VERIFYING")))
                .isNotNull();
        JsonNode late =
                run.refused(() -> run.answer(run.sam, FIRST, object("submit").put("error", "never mind")));
        assertThat(late.path("status").asInt()).isEqualTo(409);
        assertThat(late.path("detail").asText()).contains("sam@example.com");
        run.signIn(ADA);
        assertThat(run.ended().path("status").asText()).isEqualTo("SUCCEEDED");
    }

    /** Somebody fails to sign in with this page, hands in its text, and the run says why. */
    private void explained(String page, String cause) {
        String task = run.view().path("waitingFor").path(0).path("task").asText();
        JsonNode shown = run.signIn(ADA);
        assertThat(shown.path("outcome").asText()).isEqualTo("REFUSED");
        assertThat(shown.path("page").asText()).isEqualTo(page);
        JsonNode problem = run.explain(task, page);
        assertThat(code(problem)).isEqualTo(cause);
        assertThat(run.sam.get(run.path + "/tasks/" + task).path("state").asText())
                .isEqualTo("OPEN");
    }

    private static String code(JsonNode problem) {
        return problem.at("/errors/0/code").asText();
    }

    /** Now it works: the run ends with the proof. */
    private void finished(String task) {
        run.task(task);
        JsonNode shown = run.signIn(ADA);
        assertThat(shown.path("outcome").asText()).as(shown.toString()).isEqualTo("CONNECT");
        run.confirmSignIn(task, ADA);
        JsonNode view = run.ended();
        assertThat(view.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(view.at("/outcome/signIns/0/eventIds")).hasSize(2);
        assertThat(FederationRun.step(view, "sign-in").at("/evidence/0/state").asText())
                .isEqualTo("VERIFIED");
    }
}
