package dev.crossrun.simulator;

import static dev.crossrun.simulator.world.ContactCenter.CONNECT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_INSTANCE_ID;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.iam.IamClient;

/** A federation that works, made as people and Crossrun make it: by console and by IAM's API. Then to be broken. */
final class Federation implements AutoCloseable {

    static final String APPLICATION = "Amazon Connect";
    static final String ACS = "https://eu-central-1.signin.aws.amazon.com/saml";
    static final String RELAY_STATE =
            "https://eu-central-1.console.aws.amazon.com/connect/federate/" + CONNECT_INSTANCE_ID;
    static final String ROLE = "AmazonConnectFederation";
    static final String ROLE_ARN = "arn:aws:iam::" + CONNECT_ACCOUNT + ":role/" + ROLE;
    static final String PROVIDER_ARN = "arn:aws:iam::" + CONNECT_ACCOUNT + ":saml-provider/AmazonConnect";
    static final String POLICY_ARN = "arn:aws:iam::" + CONNECT_ACCOUNT + ":policy/AmazonConnectFederation";
    static final String USER_RESOURCE = "arn:aws:connect:eu-central-1:" + CONNECT_ACCOUNT + ":instance/"
            + CONNECT_INSTANCE_ID + "/user/${aws:userid}";

    final ConsoleClient console;
    final IamClient iam;
    final String path;

    Federation(Simulator simulator) {
        this.console = new ConsoleClient(simulator);
        this.iam = new Clients(simulator).inAccount(CONNECT_ACCOUNT, IamClient.builder(), "us-east-1");
        JsonNode added = console.post("/_console/applications", """
                {"catalog": "Amazon Connect", "acsUrl": "%s", "relayState": "%s"}""".formatted(ACS, RELAY_STATE));
        this.path = "/_console/applications/" + added.path("id").asText();
        iam.createSAMLProvider(r -> r.name("AmazonConnect").samlMetadataDocument(metadata()));
        iam.createPolicy(r -> r.policyName("AmazonConnectFederation").policyDocument(policy(USER_RESOURCE)));
        createRole();
        mapAttributes("${user:email}", "${user:email}", ROLE_ARN + "," + PROVIDER_ARN);
        assignAgents();
    }

    String metadata() {
        return console.download(path + "/metadata");
    }

    void createRole() {
        iam.createRole(r -> r.roleName(ROLE).assumeRolePolicyDocument(trust(PROVIDER_ARN, ACS)));
        iam.attachRolePolicy(r -> r.roleName(ROLE).policyArn(POLICY_ARN));
    }

    void assignAgents() {
        console.post(path + "/assignments", """
                {"type": "GROUP", "name": "Contact Center Agents"}""");
    }

    /** Replaces the rows; an empty value leaves its row out. */
    void mapAttributes(String subject, String sessionName, String role) {
        List<String> rows = new ArrayList<>();
        rows.add(row("Subject", subject, "emailAddress"));
        if (!sessionName.isEmpty()) {
            rows.add(row("https://aws.amazon.com/SAML/Attributes/RoleSessionName", sessionName, "unspecified"));
        }
        if (!role.isEmpty()) {
            rows.add(row("https://aws.amazon.com/SAML/Attributes/Role", role, "unspecified"));
        }
        console.put(path + "/attribute-mappings", "{\"mappings\": [" + String.join(",", rows) + "]}");
    }

    void configure(String field, String value) {
        console.put(path + "/configuration", "{\"%s\": \"%s\"}".formatted(field, value));
    }

    void setPolicy(String resource) {
        iam.createPolicyVersion(
                r -> r.policyArn(POLICY_ARN).policyDocument(policy(resource)).setAsDefault(true));
    }

    static String policy(String resource) {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                 "Action": "connect:GetFederationToken", "Resource": "%s"}]}""".formatted(resource);
    }

    static String trust(String providerArn, String audience) {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithSAML",
                 "Principal": {"Federated": "%s"}, "Condition": {"StringEquals": {"SAML:aud": ["%s"]}}}]}""".formatted(providerArn, audience);
    }

    static String row(String attribute, String value, String format) {
        return """
                {"attribute": "%s", "value": "%s", "format": "%s"}""".formatted(attribute, value, format);
    }

    JsonNode signIn(String user) {
        return console.signIn(user, APPLICATION);
    }

    @Override
    public void close() {
        iam.close();
    }
}
