package dev.crossrun.simulator;

import static dev.crossrun.simulator.SdkClients.fails;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_REGION;
import static dev.crossrun.simulator.world.ContactCenter.MANAGEMENT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.ROLE_NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.saml.MetadataDocuments;
import dev.crossrun.simulator.saml.SigningKeys;
import dev.crossrun.simulator.world.SamlProvider;
import dev.crossrun.simulator.world.World;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.PolicyRole;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

class IamTest {
    private static final String PROVIDER_ARN = "arn:aws:iam::" + CONNECT_ACCOUNT + ":saml-provider/idc";
    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithSAML",
             "Principal": {"Federated": "%s"},
             "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}}]}""".formatted(PROVIDER_ARN);
    private static final String POLICY = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "connect:GetFederationToken",
             "Resource": "arn:aws:connect:eu-central-1:222222222222:instance/i/user/${aws:userid}"}]}""";

    private final Simulator simulator = SdkClients.startWithAllOfIam(SimulatorSettings.defaults());

    @BeforeEach
    void knowTheProvider() {
        knowTheProvider(simulator);
    }

    /** A trust policy may only name a provider that exists. */
    private static void knowTheProvider(Simulator simulator) {
        World world = simulator.world();
        SamlProvider provider =
                new SamlProvider("idc", PROVIDER_ARN, "SAMLSP1", metadata(), world.now(), world.now(), Map.of());
        world.requireAccount(CONNECT_ACCOUNT).iam().samlProviders().plant(PROVIDER_ARN, provider);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void evaluatesThePoliciesOfTheCaller() {
        try (IamClient iam = iam(session(MANAGEMENT_ACCOUNT))) {
            assertThatThrownBy(() -> iam.getRole(r -> r.roleName(ROLE_NAME)))
                    .hasMessageContaining(
                            "User: arn:aws:sts::111111111111:assumed-role/crossrun/run-1 is not authorized"
                                    + " to perform: iam:GetRole on resource: role crossrun because no"
                                    + " identity-based policy allows the iam:GetRole action");
            fails(() -> iam.getRole(r -> r.roleName(ROLE_NAME)), 403, "AccessDenied");
        }
        assertThat(simulator.world().trail().recorded(MANAGEMENT_ACCOUNT))
                .anyMatch(event -> event.region().equals("us-east-1")
                        && event.entry()
                                .errorCode()
                                .filter("AccessDenied"::equals)
                                .isPresent());
    }

    @Test
    void letsTheWorkersRoleMakeNothingOfAnotherNameNorAttachAnotherPolicy() {
        try (Simulator narrow = Simulator.start(SimulatorSettings.defaults());
                IamClient iam = SdkClients.iam(narrow, Region.US_EAST_1, SdkClients.session(narrow, CONNECT_ACCOUNT))) {
            knowTheProvider(narrow);
            String role = "AmazonConnectFederation";
            iam.createRole(r -> r.roleName(role).assumeRolePolicyDocument(TRUST));
            String policy = iam.createPolicy(r -> r.policyName(role).policyDocument(POLICY))
                    .policy()
                    .arn();
            iam.attachRolePolicy(r -> r.roleName(role).policyArn(policy));
            String administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
            fails(() -> iam.attachRolePolicy(r -> r.roleName(role).policyArn(administrator)), 403, "AccessDenied");
            fails(() -> iam.attachRolePolicy(r -> r.roleName(ROLE_NAME).policyArn(policy)), 403, "AccessDenied");
            fails(
                    () -> iam.updateAssumeRolePolicy(r -> r.roleName(ROLE_NAME).policyDocument(TRUST)),
                    403,
                    "AccessDenied");
            fails(() -> iam.createRole(r -> r.roleName("agents").assumeRolePolicyDocument(TRUST)), 403, "AccessDenied");
            fails(() -> iam.createPolicy(r -> r.policyName("p").policyDocument(POLICY)), 403, "AccessDenied");
        }
    }

    @Test
    void keepsSamlProviders() {
        connect(iam -> {
            String document = metadata();
            String arn = iam.createSAMLProvider(
                            r -> r.name("other").samlMetadataDocument(document).tags(tag("a", "b c")))
                    .samlProviderArn();
            assertThat(arn).isEqualTo(PROVIDER_ARN.replace("/idc", "/other"));
            assertThat(iam.getSAMLProvider(r -> r.samlProviderArn(arn)).samlMetadataDocument())
                    .isEqualTo(document);
            fails(
                    () -> iam.createSAMLProvider(r -> r.name("other").samlMetadataDocument(document)),
                    409,
                    "EntityAlreadyExists");
            fails(
                    () -> iam.updateSAMLProvider(r -> r.samlProviderArn(arn).samlMetadataDocument("x".repeat(2000))),
                    400,
                    "InvalidInput");
            String other = metadata();
            iam.updateSAMLProvider(r -> r.samlProviderArn(arn).samlMetadataDocument(other));
            assertThat(iam.getSAMLProvider(r -> r.samlProviderArn(arn)).samlMetadataDocument())
                    .isEqualTo(other);
            assertThat(iam.listSAMLProviderTags(r -> r.samlProviderArn(arn)).tags())
                    .containsExactly(tag("a", "b c"));
            iam.deleteSAMLProvider(r -> r.samlProviderArn(arn));
            fails(() -> iam.getSAMLProvider(r -> r.samlProviderArn(arn)), 404, "NoSuchEntity");
        });
    }

    @Test
    void keepsFivePolicyVersions() {
        connect(iam -> {
            String arn = iam.createPolicy(r -> r.policyName("p").policyDocument(POLICY))
                    .policy()
                    .arn();
            for (int i = 2; i <= 5; i++) {
                iam.createPolicyVersion(
                        r -> r.policyArn(arn).policyDocument(POLICY).setAsDefault(true));
            }
            fails(() -> iam.createPolicyVersion(r -> r.policyArn(arn).policyDocument(POLICY)), 409, "LimitExceeded");
            fails(() -> iam.deletePolicyVersion(r -> r.policyArn(arn).versionId("v5")), 409, "DeleteConflict");
            iam.deletePolicyVersion(r -> r.policyArn(arn).versionId("v1"));
            assertThat(iam.listPolicyVersions(r -> r.policyArn(arn)).versions()).hasSize(4);
            assertThat(URLDecoder.decode(
                            iam.getPolicyVersion(r -> r.policyArn(arn).versionId("v5"))
                                    .policyVersion()
                                    .document(),
                            StandardCharsets.UTF_8))
                    .isEqualTo(POLICY);
            fails(() -> iam.deletePolicy(r -> r.policyArn(arn)), 409, "DeleteConflict");
            fails(() -> iam.createPolicy(r -> r.policyName("q").policyDocument("{}")), 400, "MalformedPolicyDocument");
        });
    }

    @Test
    void tellsWhichRolesCarryAPolicyAndWhichInlinePoliciesARoleHas() {
        connect(iam -> {
            iam.createRole(r -> r.roleName("agents").assumeRolePolicyDocument(TRUST));
            String policy = iam.createPolicy(r -> r.policyName("p").policyDocument(POLICY))
                    .policy()
                    .arn();
            assertThat(iam.listEntitiesForPolicy(r -> r.policyArn(policy)).policyRoles())
                    .isEmpty();
            iam.attachRolePolicy(r -> r.roleName("agents").policyArn(policy));
            assertThat(iam.listEntitiesForPolicy(r -> r.policyArn(policy)).policyRoles())
                    .extracting(PolicyRole::roleName)
                    .containsExactly("agents");
            fails(() -> iam.deletePolicy(r -> r.policyArn(policy)), 409, "DeleteConflict");
            fails(() -> iam.listEntitiesForPolicy(r -> r.policyArn(policy + "x")), 404, "NoSuchEntity");
            assertThat(iam.listRolePolicies(r -> r.roleName("agents")).policyNames())
                    .isEmpty();
            assertThat(iam.listRolePolicies(r -> r.roleName(ROLE_NAME)).policyNames())
                    .containsExactly("inline");
        });
    }

    @Test
    void attachesPoliciesToRolesAndSimulatesThem() {
        connect(iam -> {
            Role role = iam.createRole(r -> r.roleName("agents").assumeRolePolicyDocument(TRUST))
                    .role();
            assertThat(URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8))
                    .isEqualTo(TRUST);
            String policy = iam.createPolicy(r -> r.policyName("p").policyDocument(POLICY))
                    .policy()
                    .arn();
            assertThat(simulate(iam, role, role.roleId() + ":ada").evalDecision())
                    .isEqualTo(PolicyEvaluationDecisionType.IMPLICIT_DENY);
            iam.attachRolePolicy(r -> r.roleName("agents").policyArn(policy));
            assertThat(simulate(iam, role, role.roleId() + ":ada").evalDecision())
                    .isEqualTo(PolicyEvaluationDecisionType.ALLOWED);
            assertThat(simulate(iam, role, "AROAOTHER:ada").evalDecision())
                    .isEqualTo(PolicyEvaluationDecisionType.IMPLICIT_DENY);
            fails(() -> iam.deleteRole(r -> r.roleName("agents")), 409, "DeleteConflict");
            iam.detachRolePolicy(r -> r.roleName("agents").policyArn(policy));
            iam.deleteRole(r -> r.roleName("agents"));
            fails(() -> iam.getRole(r -> r.roleName("agents")), 404, "NoSuchEntity");
        });
    }

    @Test
    void trustsOnlyPrincipalsThatExist() {
        connect(iam -> {
            String unknown = TRUST.replace("saml-provider/idc", "saml-provider/other");
            assertThatThrownBy(() -> iam.createRole(r -> r.roleName("agents").assumeRolePolicyDocument(unknown)))
                    .isInstanceOf(MalformedPolicyDocumentException.class)
                    .hasMessageContaining("Invalid principal in policy: \"Federated\":"
                            + "\"arn:aws:iam::222222222222:saml-provider/other\"");
        });
    }

    @Test
    void saysWhichContextValuesASimulationLacked() {
        connect(iam -> {
            Role role = iam.createRole(r -> r.roleName("agents").assumeRolePolicyDocument(TRUST))
                    .role();
            String policy = iam.createPolicy(r -> r.policyName("p").policyDocument(POLICY))
                    .policy()
                    .arn();
            iam.attachRolePolicy(r -> r.roleName("agents").policyArn(policy));
            String resource = "arn:aws:connect:eu-central-1:222222222222:instance/i/user/x";
            EvaluationResult result = iam.simulatePrincipalPolicy(r -> r.policySourceArn(role.arn())
                            .actionNames("connect:GetFederationToken")
                            .resourceArns(resource))
                    .evaluationResults()
                    .get(0);
            assertThat(result.evalDecision()).isEqualTo(PolicyEvaluationDecisionType.IMPLICIT_DENY);
            assertThat(result.missingContextValues()).containsExactly("aws:userid");
        });
    }

    @Test
    void deletesInTheOrderThatUndoNeeds() {
        connect(iam -> {
            iam.createRole(r -> r.roleName("agents").assumeRolePolicyDocument(TRUST));
            String policy = iam.createPolicy(r -> r.policyName("p").policyDocument(POLICY))
                    .policy()
                    .arn();
            fails(() -> iam.detachRolePolicy(r -> r.roleName("agents").policyArn(policy)), 404, "NoSuchEntity");
            iam.attachRolePolicy(r -> r.roleName("agents").policyArn(policy));
            fails(() -> iam.deletePolicy(r -> r.policyArn(policy)), 409, "DeleteConflict");
            iam.detachRolePolicy(r -> r.roleName("agents").policyArn(policy));
            iam.deleteRole(r -> r.roleName("agents"));
            fails(() -> iam.deleteRole(r -> r.roleName("agents")), 404, "NoSuchEntity");
            iam.deletePolicy(r -> r.policyArn(policy));
            fails(() -> iam.deletePolicy(r -> r.policyArn(policy)), 404, "NoSuchEntity");
        });
    }

    @Test
    void meetsTheFaultsThatATestAskedFor() {
        connect(iam -> {
            simulator.faults().add(InjectedFault.of("iam:GetRole", Kind.ACCESS_DENIED));
            fails(() -> iam.getRole(r -> r.roleName(ROLE_NAME)), 403, "AccessDenied");
            assertThat(iam.getRole(r -> r.roleName(ROLE_NAME)).role().roleName())
                    .isEqualTo(ROLE_NAME);
            assertThat(simulator.calls().of("iam:GetRole")).hasSize(2);
        });
    }

    @Test
    void refusesAnotherRegionForIam() {
        try (IamClient iam = SdkClients.iam(simulator, Region.of(CONNECT_REGION), session(CONNECT_ACCOUNT))) {
            fails(() -> iam.getRole(r -> r.roleName(ROLE_NAME)), 403, "SignatureDoesNotMatch");
        }
    }

    @Test
    void showsWritesOnlyAfterTheConsistencyDelay() {
        try (Simulator slow = SdkClients.startWithAllOfIam(
                SimulatorSettings.defaults().withDelays(Duration.ofHours(1), Duration.ZERO))) {
            knowTheProvider(slow);
            try (IamClient iam = SdkClients.iam(slow, Region.US_EAST_1, SdkClients.session(slow, CONNECT_ACCOUNT))) {
                iam.createRole(r -> r.roleName("late").assumeRolePolicyDocument(TRUST));
                fails(() -> iam.getRole(r -> r.roleName("late")), 404, "NoSuchEntity");
                fails(
                        () -> iam.createRole(r -> r.roleName("late").assumeRolePolicyDocument(TRUST)),
                        409,
                        "EntityAlreadyExists");
            }
        }
    }

    private static EvaluationResult simulate(IamClient iam, Role role, String userId) {
        return iam.simulatePrincipalPolicy(r -> r.policySourceArn(role.arn())
                        .actionNames("connect:GetFederationToken")
                        .resourceArns(
                                "arn:aws:connect:eu-central-1:222222222222:instance/i/user/" + role.roleId() + ":ada")
                        .contextEntries(ContextEntry.builder()
                                .contextKeyName("aws:userid")
                                .contextKeyType(ContextKeyTypeEnum.STRING)
                                .contextKeyValues(userId)
                                .build()))
                .evaluationResults()
                .get(0);
    }

    private static String metadata() {
        return MetadataDocuments.identityCenterApplication(
                "eu-west-1",
                MANAGEMENT_ACCOUNT,
                "ins-0123456789abcdef",
                new SigningKeys(Clock.systemUTC())
                        .forIdentityCenterApplication()
                        .certificate());
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private void connect(Consumer<IamClient> work) {
        try (IamClient iam = iam(session(CONNECT_ACCOUNT))) {
            work.accept(iam);
        }
    }

    private AwsSessionCredentials session(String account) {
        return SdkClients.session(simulator, account);
    }

    private IamClient iam(AwsCredentials credentials) {
        return SdkClients.iam(simulator, Region.US_EAST_1, credentials);
    }
}
