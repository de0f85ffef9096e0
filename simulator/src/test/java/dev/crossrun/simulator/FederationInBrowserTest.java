package dev.crossrun.simulator;

import static dev.crossrun.simulator.world.ContactCenter.CONNECT_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;

/** The console steps of a federation in a browser, the rest by API; then an agent opens Amazon Connect. */
class FederationInBrowserTest {
    private static final String ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/";

    @Test
    void anAgentOpensAmazonConnectThroughAnApplicationMadeInTheBrowser() {
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withClock(new MovableClock()));
                IamClient iam = new Clients(simulator).inAccount(CONNECT_ACCOUNT, IamClient.builder(), "us-east-1")) {
            Browser administrator = new Browser(simulator.endpoint());
            Browser agent = new Browser(simulator.endpoint());
            federate(iam, addApplication(administrator));
            assertThat(openConnect(agent)).contains("You have no applications.");

            administrator.follow("Assign users and groups");
            administrator.clickWithLists("Assign", Map.of("principal", List.of("GROUP Contact Center Agents")));
            assertThat(openConnect(agent)).contains("AWS Sign-In", "invalid SAML response");

            administrator.follow("Edit attribute mappings");
            administrator.clickWithLists(
                    "Save changes",
                    Map.of(
                            "attribute",
                            List.of("Subject", ATTRIBUTES + "RoleSessionName", ATTRIBUTES + "Role"),
                            "value",
                            List.of(
                                    "${user:email}",
                                    "${user:email}",
                                    Federation.ROLE_ARN + "," + Federation.PROVIDER_ARN),
                            "format",
                            List.of("emailAddress", "unspecified", "unspecified")));
            assertThat(openConnect(agent)).contains("You are signed in to Amazon Connect.");
        }
    }

    /** Adds the application and returns its metadata, as downloaded before "Submit". */
    private static String addApplication(Browser administrator) {
        administrator.open("/identity-center/applications");
        administrator.follow("Add application");
        administrator.click(
                "Next",
                Map.of(
                        "I want to select an application from the catalog",
                        "catalog",
                        "Amazon Connect",
                        "Amazon Connect"));
        Browser.Page form = administrator.page();
        String metadata = administrator.follow("Download").body();
        administrator.open(form.address());
        administrator.click(
                "Submit", Map.of("Application ACS URL", Federation.ACS, "Relay state", Federation.RELAY_STATE));
        return metadata;
    }

    private static void federate(IamClient iam, String metadata) {
        iam.createSAMLProvider(r -> r.name("AmazonConnect").samlMetadataDocument(metadata));
        iam.createPolicy(r ->
                r.policyName("AmazonConnectFederation").policyDocument(Federation.policy(Federation.USER_RESOURCE)));
        iam.createRole(r -> r.roleName(Federation.ROLE)
                .assumeRolePolicyDocument(Federation.trust(Federation.PROVIDER_ARN, Federation.ACS)));
        iam.attachRolePolicy(r -> r.roleName(Federation.ROLE).policyArn(Federation.POLICY_ARN));
    }

    /** The agent signs in, clicks the tile and continues; returns the text of the page on which that ends. */
    private static String openConnect(Browser agent) {
        agent.open("/portal");
        if (agent.offers().contains("Sign in")) {
            agent.click("Ada Lovelace");
        }
        if (!agent.page().text().contains("You have no applications.")) {
            agent.click("Amazon Connect");
            agent.click("Continue");
        }
        return agent.page().text();
    }
}
