package dev.crossrun.simulator;

import static dev.crossrun.simulator.Federation.ACS;
import static dev.crossrun.simulator.Federation.PROVIDER_ARN;
import static dev.crossrun.simulator.Federation.ROLE;
import static dev.crossrun.simulator.Federation.ROLE_ARN;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_INSTANCE_ID;
import static dev.crossrun.simulator.world.ContactCenter.MANAGED_INSTANCE_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.simulator.world.IdentityCenter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each way in which a sign-in is known to fail, by the mistake that makes it, with its page and its CloudTrail event. */
class FailedSignInTest {

    private static final String ADA = "ada@example.com";
    private static final String GRACE = "grace@example.com";
    private static final String ASSUME_ROLE = "AssumeRoleWithSAML";
    private static final String SESSION_NAME = "https://aws.amazon.com/SAML/Attributes/RoleSessionName";
    private static final String SESSION_DURATION = "https://aws.amazon.com/SAML/Attributes/SessionDuration";
    private static final String FEDERATE = "GetFederationToken";

    private final MovableClock clock = new MovableClock();
    private final Simulator simulator =
            SdkClients.startWithAllOfIam(SimulatorSettings.defaults().withClock(clock));
    private final Federation federation = new Federation(simulator);

    @BeforeEach
    void worksBeforehand() {
        assertThat(federation.signIn(GRACE).path("outcome").asText()).isEqualTo("CONNECT");
    }

    @AfterEach
    void stop() {
        federation.close();
        simulator.close();
    }

    @Test
    void theCertificateWasRotated() {
        federation.console.post(federation.path + "/certificates", "");
        refused("sign-in", "Response signature invalid");
        logged("eu-central-1", ASSUME_ROLE, "InvalidIdentityToken", "Response signature invalid");
    }

    @Test
    void theProviderHoldsAnotherIdentityProvidersMetadata() {
        String other = federation.console.download("/_console/documents/entra-application");
        federation.iam.updateSAMLProvider(
                r -> r.samlProviderArn(PROVIDER_ARN).samlMetadataDocument(other.substring(1)));
        refused("sign-in", "Issuer not present in specified provider");
        logged("eu-central-1", ASSUME_ROLE, "InvalidIdentityToken", "Issuer not present in specified provider");
    }

    @Test
    void theRoleMappingIsMissingOrMalformed() {
        String page = "Your request included an invalid SAML response. To logout, click here.";
        String other = "arn:aws:iam::111111111111:saml-provider/AmazonConnect";
        for (String role : List.of("", ROLE_ARN, ROLE_ARN + ", " + PROVIDER_ARN, ROLE_ARN + "," + other)) {
            federation.mapAttributes("${user:email}", "${user:email}", role);
            refused("sign-in", page);
        }
        notLogged();
    }

    @Test
    void theRoleMappingNamesAnotherProviderOrRole() {
        federation.mapAttributes("${user:email}", "${user:email}", ROLE_ARN + "," + PROVIDER_ARN + "2");
        refused("sign-in", "Specified provider doesn't exist");
        federation.mapAttributes("${user:email}", "${user:email}", ROLE_ARN + "2," + PROVIDER_ARN);
        refused("sign-in", "Not authorized to perform sts:AssumeRoleWithSAML");
        notLogged();
    }

    @Test
    void theTrustPolicyNamesAnotherProvider() {
        federation.iam.createSAMLProvider(r -> r.name("Other").samlMetadataDocument(federation.metadata()));
        String other = PROVIDER_ARN.replace("AmazonConnect", "Other");
        federation.iam.updateAssumeRolePolicy(r -> r.roleName(ROLE).policyDocument(Federation.trust(other, ACS)));
        refused("sign-in", "Not authorized to perform sts:AssumeRoleWithSAML");
        logged("eu-central-1", ASSUME_ROLE, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML");
    }

    @Test
    void theTrustPolicyDoesNotNameTheEndpointThatIsUsed() {
        federation.configure("acsUrl", "https://signin.aws.amazon.com/saml");
        refused("sign-in", "Not authorized to perform sts:AssumeRoleWithSAML");
        logged("us-east-1", ASSUME_ROLE, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML");
    }

    @Test
    void theMappingOfTheSessionNameIsMissing() {
        federation.mapAttributes("${user:email}", "", ROLE_ARN + "," + PROVIDER_ARN);
        refused("sign-in", "RoleSessionName is required in AuthnResponse");
        notLogged();
    }

    @Test
    void theSessionNameHasCharactersThatItCannotCarry() {
        federation.mapAttributes("${user:email}", "${user:name}", ROLE_ARN + "," + PROVIDER_ARN);
        refused("sign-in", "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}");
        notLogged();
    }

    @Test
    void theAudienceOrTheConsumerUrlWasChanged() {
        federation.configure("audience", "urn:amazon:connect");
        refused("sign-in", "Response does not contain the required audience");
        federation.configure("audience", "urn:amazon:webservices");
        federation.configure("acsUrl", ACS + "/");
        refused("sign-in", "Response does not contain the required audience");
        notLogged();
    }

    @Test
    void theRelayStateIsMissing() {
        federation.configure("relayState", "");
        JsonNode result = federation.signIn(ADA);
        assertThat(result.path("outcome").asText()).isEqualTo("CONSOLE");
        assertThat(events("eu-central-1", ADA))
                .hasSize(1)
                .allMatch(each -> each.path("errorCode").isMissingNode());
    }

    @Test
    void theStartUrlIsNotBlank() {
        federation.configure("startUrl", "https://acme-contact.my.connect.aws/");
        assertThat(federation.signIn(ADA).path("outcome").asText()).isEqualTo("CONSOLE");
        notLogged();
    }

    @Test
    void thePolicyDoesNotCoverThisUserOfThisInstance() {
        String resource = Federation.USER_RESOURCE;
        List<String> wrong = List.of(
                resource.replace(CONNECT_INSTANCE_ID, MANAGED_INSTANCE_ID),
                resource.replace("eu-central-1", "eu-west-1"),
                resource.replace(CONNECT_ACCOUNT, "111111111111"),
                resource.replace("/user/${aws:userid}", ""));
        for (String each : wrong) {
            federation.setPolicy(each);
            refused("connect", "Access denied, Please contact your AWS account administrator");
            federation.iam.deletePolicyVersion(
                    r -> r.policyArn(Federation.POLICY_ARN).versionId(olderVersion()));
        }
        JsonNode event = last("eu-central-1", ADA);
        assertThat(event.path("eventName").asText()).isEqualTo(FEDERATE);
        assertThat(event.path("errorCode").asText()).isEqualTo("AccessDenied");
        assertThat(event.path("errorMessage").asText())
                .startsWith("User: arn:aws:sts::222222222222:assumed-role/AmazonConnectFederation/ada@example.com is"
                        + " not authorized to perform: connect:GetFederationToken on resource: arn:aws:connect:");
    }

    @Test
    void noConnectUserHasExactlyThisName() {
        String page =
                "Access Denied. Your account has been authenticated, but has not been onboarded to this application";
        IdentityCenter center = simulator.world().identityCenter().orElseThrow();
        center.users()
                .plant(
                        center.userByName(ADA).orElseThrow().id(),
                        center.userByName(ADA).orElseThrow().withEmail("Ada@example.com"));
        refused("connect", page);
        JsonNode event = last("eu-central-1", "Ada@example.com");
        assertThat(event.path("eventName").asText()).isEqualTo(FEDERATE);
        assertThat(event.path("errorCode").asText()).isEqualTo("UserNotFoundException");
    }

    @Test
    void theInstanceWasOpenedByItsOwnAddress() {
        JsonNode result = federation.console.post("/_console/open-instance", "{\"instance\": \"acme-contact\"}");
        assertThat(result.path("page").asText()).isEqualTo("Session Expired");
        notLogged();
    }

    @Test
    void theRoleWasDeletedAndMadeAnew() {
        federation.iam.detachRolePolicy(r -> r.roleName(ROLE).policyArn(Federation.POLICY_ARN));
        federation.iam.deleteRole(r -> r.roleName(ROLE));
        federation.createRole();
        assertThat(federation.signIn(ADA).path("outcome").asText()).isEqualTo("CONNECT");
        JsonNode grace = federation.signIn(GRACE);
        assertThat(grace.path("page").asText()).isEqualTo("Bad Request");
        assertThat(last("eu-central-1", GRACE).path("errorCode").asText()).isEqualTo("InvalidRequestException");
    }

    @Test
    void theSessionIsToBeLongerThanTheRoleAllows() {
        String rows = String.join(
                ",",
                Federation.row("Subject", "${user:email}", "emailAddress"),
                Federation.row(SESSION_NAME, "${user:email}", "unspecified"),
                Federation.row(SESSION_DURATION, "7200", "unspecified"),
                Federation.row("https://aws.amazon.com/SAML/Attributes/Role", ROLE_ARN + "," + PROVIDER_ARN, "uri"));
        federation.console.put(federation.path + "/attribute-mappings", "{\"mappings\": [" + rows + "]}");
        String page = "Requested DurationSeconds exceeds MaxSessionDuration set for this role";
        refused("sign-in", page);
        logged("eu-central-1", ASSUME_ROLE, "ValidationError", page);
    }

    @Test
    void aResponseIsTooOld() {
        JsonNode form = federation.console.open(ADA, Federation.APPLICATION);
        clock.move(Duration.ofMinutes(6));
        JsonNode result =
                federation.console.postForm(ACS, form.path("SAMLResponse").asText(), "");
        assertThat(result.path("page").asText()).isEqualTo("Token must be redeemed within 5 minutes of issuance");
    }

    @Test
    void somebodyToWhomTheApplicationIsNotAssignedGetsNoFurtherThanThePortal() {
        JsonNode result = federation.signIn("mallory@example.com");
        assertThat(result.path("where").asText()).isEqualTo("portal");
        assertThat(result.path("outcome").asText()).isEqualTo("REFUSED");
        assertThat(federation.signIn("nobody@example.com").path("where").asText())
                .isEqualTo("identity-provider");
        assertThat(events("eu-central-1", "mallory@example.com")).isEmpty();
    }

    private String olderVersion() {
        return federation.iam.listPolicyVersions(r -> r.policyArn(Federation.POLICY_ARN)).versions().stream()
                .filter(version -> !version.isDefaultVersion())
                .findFirst()
                .orElseThrow()
                .versionId();
    }

    private void refused(String where, String page) {
        JsonNode result = federation.signIn(ADA);
        assertThat(result.path("outcome").asText()).isEqualTo("REFUSED");
        assertThat(result.path("page").asText()).isEqualTo(page);
        assertThat(result.path("where").asText()).isEqualTo(where);
    }

    private void logged(String region, String name, String code, String message) {
        JsonNode event = last(region, ADA);
        assertThat(event.path("eventName").asText()).isEqualTo(name);
        assertThat(event.path("errorCode").asText()).isEqualTo(code);
        assertThat(event.path("errorMessage").asText()).isEqualTo(message);
        assertThat(event.path("requestParameters").path("roleArn").asText()).isEqualTo(ROLE_ARN);
        assertThat(event.path("responseElements").isNull()).isTrue();
    }

    private void notLogged() {
        assertThat(events("eu-central-1", ADA)).isEmpty();
        assertThat(events("us-east-1", ADA)).isEmpty();
    }

    private JsonNode last(String region, String user) {
        List<JsonNode> events = events(region, user);
        assertThat(events).isNotEmpty();
        return events.get(events.size() - 1);
    }

    private List<JsonNode> events(String region, String user) {
        return new SignInEvents(simulator).of(region, user);
    }
}
