package dev.crossrun.simulator;

import static dev.crossrun.simulator.world.ContactCenter.CONNECT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_INSTANCE_ALIAS;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_INSTANCE_ID;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_REGION;
import static dev.crossrun.simulator.world.ContactCenter.MANAGEMENT_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.simulator.fault.Faults;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.saml.MetadataDocuments;
import dev.crossrun.simulator.world.AccountAssignment;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.DirectoryGroup;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PrincipalType;
import dev.crossrun.simulator.world.SamlApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.connect.model.UserSearchSummary;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.AccountAssignmentOperationStatus;
import software.amazon.awssdk.services.ssoadmin.model.StatusValues;

/** What somebody else does to roles, providers, instances, agents and applications, as the services then show it. */
class WorldChangesTest {
    private static final String TRUST = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\","
            + " \"Action\": \"sts:AssumeRole\", \"Principal\": {\"AWS\": \"%s\"}}]}";
    private static final String TEMPLATE = "/applicationTemplates/21ed01d2-ec13-4e9e-86c1-cd546719ebc4/instantiate";
    private static final Tag OURS = Tag.builder().key("crossrun").value("run").build();

    private final Simulator simulator = SdkClients.startWithAllOfIam(SimulatorSettings.defaults());
    private final Faults faults = simulator.faults();
    private final AwsSessionCredentials session = SdkClients.session(simulator, CONNECT_ACCOUNT);
    private final IamClient iam = SdkClients.client(simulator, IamClient.builder(), "us-east-1", session);
    private final ConnectClient connect =
            SdkClients.client(simulator, ConnectClient.builder(), CONNECT_REGION, session);
    private final GraphCaller graph =
            new GraphCaller(simulator).signIn(ContactCenter.CLIENT_ID, ContactCenter.CLIENT_SECRET);

    @AfterEach
    void stop() {
        iam.close();
        connect.close();
        simulator.close();
    }

    @Test
    void aRoleIsMadeAnewWithoutOurTagAsSoonAsWeMadeIt() {
        faults.add(InjectedFault.of("iam:CreateRole", Kind.REPLACE_RESOURCE).withResource("agents"));
        Role made = iam.createRole(r -> r.roleName("agents")
                        .assumeRolePolicyDocument(TRUST.formatted(CONNECT_ACCOUNT))
                        .tags(OURS))
                .role();
        Role found = iam.getRole(r -> r.roleName("agents")).role();
        assertThat(found.arn()).isEqualTo(made.arn());
        assertThat(found.roleId()).isNotEqualTo(made.roleId());
        assertThat(found.tags()).isEmpty();
    }

    @Test
    void theMetadataOfAProviderIsReplaced() {
        String ours = metadata("ins-0123456789abcdef");
        String theirs = metadata("ins-fedcba9876543210");
        String arn = iam.createSAMLProvider(
                        r -> r.name("idc").samlMetadataDocument(ours).tags(OURS))
                .samlProviderArn();
        faults.add(InjectedFault.now(Kind.CHANGE_RESOURCE, arn).withText(theirs));
        assertThat(iam.getSAMLProvider(r -> r.samlProviderArn(arn)).samlMetadataDocument())
                .isEqualTo(theirs);
        assertThat(iam.listSAMLProviderTags(r -> r.samlProviderArn(arn)).tags()).hasSize(1);
    }

    @Test
    void whatIsNoMetadataIsRefusedAsSoonAsItIsKnownToBeForAProvider() {
        iam.createSAMLProvider(r -> r.name("idc").samlMetadataDocument(metadata("ins-0123456789abcdef")));
        InjectedFault change = InjectedFault.of("iam:GetRole", Kind.CHANGE_RESOURCE)
                .withTarget("idc")
                .withText("<nonsense/>");
        assertThatThrownBy(() -> faults.add(change))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("text is no metadata: ");
    }

    @Test
    void aCallIsAnsweredThoughTheChangeAfterItCannotBeMade() {
        faults.add(InjectedFault.of("iam:CreateSAMLProvider", Kind.CHANGE_RESOURCE)
                .withTarget("idc")
                .withText("<nonsense/>"));
        String ours = metadata("ins-0123456789abcdef");
        String arn = iam.createSAMLProvider(r -> r.name("idc").samlMetadataDocument(ours))
                .samlProviderArn();
        assertThat(iam.getSAMLProvider(r -> r.samlProviderArn(arn)).samlMetadataDocument())
                .isEqualTo(ours);
        assertThat(faults.met()).isEmpty();
    }

    @Test
    void aChangeWithoutTargetIsOfTheThingInThePathOfACallOfGraph() {
        JsonNode made = graph.post(TEMPLATE, "{\"displayName\": \"Acme\"}").body();
        String principal = made.path("servicePrincipal").path("id").asText();
        String jobs = "/servicePrincipals/" + principal + "/synchronization/jobs";
        String job = jobs + "/" + graph.post(jobs, "{\"templateId\": \"aws\"}").text("id");
        faults.add(InjectedFault.of("graph:startJob", Kind.QUARANTINE_JOB).withText("TooManyDeletes"));
        graph.post(job + "/start", "");
        assertThat(graph.get(job).body().at("/status/quarantine/reason").asText())
                .isEqualTo("TooManyDeletes");
        String application =
                "/applications/" + made.path("application").path("id").asText();
        faults.add(InjectedFault.of("graph:getApplication", Kind.DELETE_RESOURCE));
        assertThat(graph.get(application).status()).isEqualTo(200);
        assertThat(graph.get(application).status()).isEqualTo(404);
    }

    @Test
    void anApplicationOfIdentityCenterIsConfiguredWrongAndRepaired() {
        ConsoleClient console = new ConsoleClient(simulator);
        String id = console.post("/_console/applications", """
                        {"catalog": "Amazon Connect", "relayState": "https://eu-central-1.example.com"}""").path("id").asText();
        faults.add(
                InjectedFault.now(Kind.CHANGE_RESOURCE, id).withText("relayState=https://us-west-2.example.com?a=b"));
        String role = "https://aws.amazon.com/SAML/Attributes/Role";
        faults.add(InjectedFault.now(Kind.CHANGE_RESOURCE, id).withText(role + "=wrong"));
        IdentityCenter center = simulator.world().identityCenter().orElseThrow();
        SamlApplication wrong = center.applicationByInstanceId(id).orElseThrow();
        assertThat(wrong.configuration().relayState()).contains("https://us-west-2.example.com?a=b");
        assertThat(wrong.attributeMappings())
                .filteredOn(row -> row.attribute().equals(role))
                .singleElement()
                .satisfies(row -> assertThat(row.value()).isEqualTo("wrong"));
        faults.add(InjectedFault.now(Kind.CHANGE_RESOURCE, id).withText("relayState="));
        faults.add(InjectedFault.now(Kind.CHANGE_RESOURCE, id).withText(role + "="));
        SamlApplication empty = center.applicationByInstanceId(id).orElseThrow();
        assertThat(empty.configuration().relayState()).isEmpty();
        assertThat(empty.attributeMappings()).noneMatch(row -> row.attribute().equals(role));
        assertThatThrownBy(() ->
                        faults.add(InjectedFault.now(Kind.CHANGE_RESOURCE, id).withText("nonsense")))
                .hasMessageContaining("relayState=https://");
    }

    @Test
    void assignmentsAreTakenAwayByWhatTheyAreOf() {
        IdentityCenter center = simulator.world().identityCenter().orElseThrow();
        ConsoleClient console = new ConsoleClient(simulator);
        String id = console.post("/_console/applications", "{\"catalog\": \"Amazon Connect\"}")
                .path("id")
                .asText();
        console.post("/_console/applications/" + id + "/assignments", """
                {"type": "GROUP", "name": "Contact Center Agents"}""");
        SamlApplication application = center.applicationByInstanceId(id).orElseThrow();
        assertThat(application.assignments()).hasSize(1);
        faults.add(InjectedFault.now(Kind.DELETE_RESOURCE, application.displayName() + "/Contact Center Agents"));
        assertThat(center.applicationByInstanceId(id).orElseThrow().assignments())
                .isEmpty();
        DirectoryGroup admins = center.groupByName("Contact Center Admins").orElseThrow();
        AccountAssignment access = new AccountAssignment(
                CONNECT_ACCOUNT, center.permissionSets().visible().get(0).arn(), PrincipalType.GROUP, admins.id());
        center.assignAccount(access);
        faults.add(InjectedFault.now(
                Kind.DELETE_RESOURCE,
                CONNECT_ACCOUNT + "/" + center.permissionSets().visible().get(0).name() + "/Contact Center Admins"));
        assertThat(center.accountAssignments()).doesNotContain(access);
    }

    @Test
    void anAgentIsMadeAnewAndAnInstanceDeleted() {
        String before = user("ada@example.com").id();
        faults.add(InjectedFault.now(Kind.REPLACE_RESOURCE, "ada@example.com"));
        assertThat(user("ada@example.com").id()).isNotEqualTo(before);
        faults.add(InjectedFault.now(Kind.DELETE_RESOURCE, CONNECT_INSTANCE_ALIAS));
        SdkClients.fails(
                () -> connect.describeInstance(r -> r.instanceId(CONNECT_INSTANCE_ID)),
                404,
                "ResourceNotFoundException");
    }

    @Test
    void anApplicationOfEntraIsUntaggedAndItsJobGoesIntoQuarantine() {
        JsonNode made = graph.post(TEMPLATE, "{\"displayName\": \"Acme\"}").body();
        String application =
                "/applications/" + made.path("application").path("id").asText();
        String principal = made.path("servicePrincipal").path("id").asText();
        graph.patch(application, "{\"tags\": [\"crossrun\"]}");
        faults.add(InjectedFault.of("graph:getApplication", Kind.UNTAG_RESOURCE)
                .withTarget("Acme")
                .withText("crossrun"));
        assertThat(graph.get(application).body().path("tags")).hasSize(1);
        assertThat(graph.get(application).body().path("tags")).isEmpty();

        String jobs = "/servicePrincipals/" + principal + "/synchronization/jobs";
        String job = jobs + "/" + graph.post(jobs, "{\"templateId\": \"aws\"}").text("id");
        faults.add(InjectedFault.of("graph:startJob", Kind.QUARANTINE_JOB)
                .withTarget(principal)
                .withText("TooManyDeletes"));
        graph.post(job + "/start", "");
        JsonNode status = graph.get(job).body().path("status");
        assertThat(status.path("code").asText()).isEqualTo("Quarantine");
        assertThat(status.path("quarantine").path("reason").asText()).isEqualTo("TooManyDeletes");
    }

    @Test
    void anAccountAssignmentIsAcceptedAndFailsLater() {
        faults.add(InjectedFault.of("sso:CreateAccountAssignment", Kind.FAILS_LATER)
                .withText("The account is suspended."));
        IdentityCenter center = simulator.world().identityCenter().orElseThrow();
        try (SsoAdminClient sso = SdkClients.client(
                simulator,
                SsoAdminClient.builder(),
                center.region(),
                SdkClients.session(simulator, MANAGEMENT_ACCOUNT))) {
            String request = sso.createAccountAssignment(r -> r.instanceArn(center.instanceArn())
                            .permissionSetArn(
                                    center.permissionSets().visible().get(0).arn())
                            .principalType("GROUP")
                            .principalId(center.groups().visible().get(0).id())
                            .targetType("AWS_ACCOUNT")
                            .targetId(CONNECT_ACCOUNT))
                    .accountAssignmentCreationStatus()
                    .requestId();
            AccountAssignmentOperationStatus status = sso.describeAccountAssignmentCreationStatus(
                            r -> r.instanceArn(center.instanceArn()).accountAssignmentCreationRequestId(request))
                    .accountAssignmentCreationStatus();
            assertThat(status.status()).isEqualTo(StatusValues.FAILED);
            assertThat(status.failureReason()).isEqualTo("The account is suspended.");
        }
    }

    private UserSearchSummary user(String username) {
        return connect.searchUsers(r -> r.instanceId(CONNECT_INSTANCE_ID)).users().stream()
                .filter(user -> user.username().equals(username))
                .findFirst()
                .orElseThrow();
    }

    private String metadata(String instance) {
        return MetadataDocuments.identityCenterApplication(
                "eu-west-1",
                MANAGEMENT_ACCOUNT,
                instance,
                simulator.world().signingKeys().forIdentityCenterApplication().certificate());
    }
}
