package dev.crossrun.simulator;

import static dev.crossrun.simulator.SdkClients.fails;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_REGION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Statement;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

/** Session policies and permissions boundaries limit what a role may do; what IAM says of policies. */
class PolicyLimitsTest {
    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"AWS": "222222222222"}}]}""";

    private static Simulator simulator;
    private static IamClient iam;
    private static StsClient sts;
    private static int number;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorSettings.defaults());
        iam = SdkClients.unlimited(simulator, CONNECT_ACCOUNT, IamClient.builder(), "us-east-1");
        sts = SdkClients.client(
                simulator,
                StsClient.builder(),
                CONNECT_REGION,
                software.amazon.awssdk.auth.credentials.AwsBasicCredentials.create("AKIAUNLIMITED2222222", "secret"));
    }

    @AfterAll
    static void stop() {
        iam.close();
        sts.close();
        simulator.close();
    }

    @Test
    void aSessionPolicyLimitsTheSessionAndAllowsNothingByItself() {
        Role role = role(allow("connect:*"));
        assertThat(mayListInstances(session(role, r -> {}))).isTrue();
        assertThat(mayListInstances(session(role, r -> r.policy(allow("iam:*")))))
                .isFalse();
        assertThat(mayListInstances(session(role, r -> r.policy(allow("connect:ListInstances")))))
                .isTrue();
        assertThat(mayListInstances(session(
                        role,
                        r -> r.policyArns(PolicyDescriptorType.builder()
                                .arn("arn:aws:iam::aws:policy/IAMReadOnlyAccess")
                                .build()))))
                .isFalse();
        assertThat(mayListInstances(session(role(allow("iam:*")), r -> r.policy(allow("*")))))
                .isFalse();
    }

    @Test
    void aSessionThatStsWouldRefuseOrTheSimulatorWouldNotWeighIsRefused() {
        Role role = role(allow("connect:*"));
        fails(() -> session(role, r -> r.policy("{")), 400, "MalformedPolicyDocument");
        fails(() -> session(role, r -> r.tags(Tag.builder().key("a").value("b").build())), 400, "ValidationError");
        fails(() -> session(role, r -> r.sourceIdentity("ada")), 400, "ValidationError");
    }

    @Test
    void aPermissionsBoundaryLimitsTheRoleUntilItIsTakenAway() {
        String boundary = policy(allow("iam:*"));
        Role role = role(allow("connect:*"));
        iam.putRolePermissionsBoundary(r -> r.roleName(role.roleName()).permissionsBoundary(boundary));
        AwsSessionCredentials session = session(role, r -> {});
        assertThat(mayListInstances(session)).isFalse();
        assertThat(iam.getRole(r -> r.roleName(role.roleName()))
                        .role()
                        .permissionsBoundary()
                        .permissionsBoundaryArn())
                .isEqualTo(boundary);
        EvaluationResult simulated = simulated(role, "connect:ListInstances");
        assertThat(simulated.evalDecision()).isEqualTo(PolicyEvaluationDecisionType.IMPLICIT_DENY);
        assertThat(simulated.permissionsBoundaryDecisionDetail().allowedByPermissionsBoundary())
                .isFalse();
        fails(() -> iam.deletePolicy(r -> r.policyArn(boundary)), 409, "DeleteConflict");
        iam.deleteRolePermissionsBoundary(r -> r.roleName(role.roleName()));
        assertThat(mayListInstances(session)).isTrue();
    }

    @Test
    void statementIdsAreAlphanumericAndDifferent() {
        for (String sids : List.of("\"a b\"", "\"a-b\"", "7", "\"same\"")) {
            String document = """
                    {"Version": "2012-10-17", "Statement": [
                     {"Sid": "same", "Effect": "Allow", "Action": "iam:*", "Resource": "*"},
                     {"Sid": %s, "Effect": "Deny", "Action": "iam:*", "Resource": "*"}]}""".formatted(sids);
            fails(() -> policy(document), 400, "MalformedPolicyDocument");
        }
    }

    @Test
    void aSimulationNamesTheStatementsAndRefusesAnUnknownAction() {
        Role role = role("""
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {"Effect": "Allow", "Action": "iam:GetRole", "Resource": "*"}
                  ]
                }""");
        Statement matched = simulated(role, "iam:GetRole").matchedStatements().get(0);
        assertThat(List.of(
                        matched.startPosition().line(), matched.startPosition().column(),
                        matched.endPosition().line(), matched.endPosition().column()))
                .containsExactly(4, 5, 4, 66);
        assertThat(simulated(role, "iam:ListRoles").matchedStatements()).isEmpty();
        fails(() -> simulated(role, "iam:PaintRole"), 400, "InvalidInput");
        fails(() -> simulated(role, "nothing:Get"), 400, "InvalidInput");
        assertThatThrownBy(() -> iam.simulatePrincipalPolicy(r ->
                        r.policySourceArn(role.arn()).actionNames("iam:GetRole").resourcePolicy(allow("*"))))
                .hasMessageContaining("does not simulate ResourcePolicy");
    }

    @Test
    void tagsAreFiftyAtMostDifferentAndTheCallersOwn() {
        fails(
                () -> tagged(java.util.stream.IntStream.range(0, 51)
                        .mapToObj(i -> "k" + i)
                        .toList()),
                400,
                "ValidationError");
        fails(() -> tagged(List.of("same", "Same")), 400, "InvalidInput");
        fails(() -> tagged(List.of("aws:mine")), 400, "InvalidInput");
    }

    private static void tagged(List<String> keys) {
        iam.createRole(r -> r.roleName("tagged-" + number++)
                .assumeRolePolicyDocument(TRUST)
                .tags(keys.stream()
                        .map(key -> software.amazon.awssdk.services.iam.model.Tag.builder()
                                .key(key)
                                .value("v")
                                .build())
                        .toList()));
    }

    private static EvaluationResult simulated(Role role, String action) {
        return iam.simulatePrincipalPolicy(r -> r.policySourceArn(role.arn()).actionNames(action))
                .evaluationResults()
                .get(0);
    }

    private static Role role(String document) {
        String name = "limited-" + number++;
        Role role = iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST))
                .role();
        String arn = policy(document);
        iam.attachRolePolicy(r -> r.roleName(name).policyArn(arn));
        return role;
    }

    private static String policy(String document) {
        return iam.createPolicy(r -> r.policyName("policy-" + number++).policyDocument(document))
                .policy()
                .arn();
    }

    private static AwsSessionCredentials session(Role role, Consumer<AssumeRoleRequest.Builder> more) {
        Credentials given = sts.assumeRole(r -> {
                    r.roleArn(role.arn()).roleSessionName("limited");
                    more.accept(r);
                })
                .credentials();
        return AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
    }

    private static boolean mayListInstances(AwsSessionCredentials session) {
        return simulator
                .access()
                .may(
                        simulator
                                .world()
                                .credentials()
                                .find(session.accessKeyId())
                                .orElseThrow(),
                        CONNECT_REGION,
                        "connect:ListInstances");
    }

    private static String allow(String action) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"" + action
                + "\", \"Resource\": \"*\"}]}";
    }
}
