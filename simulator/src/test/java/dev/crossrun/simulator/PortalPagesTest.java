package dev.crossrun.simulator;

import static dev.crossrun.simulator.world.ContactCenter.CONNECT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.MANAGEMENT_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.simulator.world.AccountAssignment;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.NewCompany;
import dev.crossrun.simulator.world.PermissionSet;
import dev.crossrun.simulator.world.PrincipalType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People sign in at the access portal in a browser, and open applications and accounts. */
class PortalPagesTest {
    private static final MovableClock CLOCK = new MovableClock();
    private static final Simulator SIMULATOR =
            Simulator.start(SimulatorSettings.defaults().withClock(CLOCK));
    private static final IdentityCenter CENTER =
            SIMULATOR.world().identityCenter().orElseThrow();

    private final Browser browser = new Browser(SIMULATOR.endpoint());

    @BeforeAll
    static void federate() {
        new Federation(SIMULATOR).close();
        PermissionSet set = CENTER.permissionSetByName("ConnectAdministrator").orElseThrow();
        String ada = CENTER.userByName("ada@example.com").orElseThrow().id();
        CENTER.assignAccount(new AccountAssignment(CONNECT_ACCOUNT, set.arn(), PrincipalType.USER, ada));
    }

    @AfterAll
    static void stop() {
        SIMULATOR.close();
    }

    @Test
    void anAgentOpensAmazonConnectAndLeavesTheSameEventsAsAScript() {
        int management = count(MANAGEMENT_ACCOUNT);
        int connect = count(CONNECT_ACCOUNT);
        browser.open("/");
        browser.follow("AWS access portal");
        assertThat(browser.page().text()).contains("Microsoft Entra ID", "Ada Lovelace");
        browser.click("Ada Lovelace");
        assertThat(browser.page().text()).contains("Ada Lovelace (ada@example.com)");
        browser.click("Amazon Connect");
        assertThat(browser.page().text()).contains(Federation.ACS, Federation.RELAY_STATE);
        browser.click("Continue");
        assertThat(browser.page().text())
                .contains(
                        "You are signed in to Amazon Connect.",
                        "instance/" + ContactCenter.CONNECT_INSTANCE_ID + "/agent/");
        List<String> managementEvents = events(MANAGEMENT_ACCOUNT, management);
        List<String> connectEvents = events(CONNECT_ACCOUNT, connect);

        new ConsoleClient(SIMULATOR).signIn("ada@example.com", "Amazon Connect");
        assertThat(events(MANAGEMENT_ACCOUNT, management + managementEvents.size()))
                .isEqualTo(managementEvents)
                .contains("ExternalIdPDirectoryLogin", "Federate");
        assertThat(events(CONNECT_ACCOUNT, connect + connectEvents.size()))
                .isEqualTo(connectEvents)
                .contains("AssumeRoleWithSAML", "GetFederationToken");
    }

    @Test
    void aPersonWithoutAnAssignmentSeesNoTileAndAPersonWhoIsUnknownToEntraGetsItsWords() {
        signIn("Mallory Malone");
        assertThat(browser.page().text()).contains("You have no applications.");
        browser.follow("Accounts");
        assertThat(browser.page().text()).contains("You have no AWS accounts.");
        browser.click("Sign out");
        assertThat(browser.page().text()).contains("You signed out of the AWS access portal.");
        browser.click("Sign in", Map.of("Somebody else: user name", "nobody@example.com"));
        assertThat(browser.page().text()).contains("AADSTS50034: The user account nobody@example.com does not exist");
        browser.open("/portal");
        signIn("Alan Turing");
        assertThat(browser.page().text())
                .contains("AWS access portal", "We couldn't verify your sign-in credentials. Please try again.");
    }

    @Test
    void anApplicationThatIsNotOnesOwnIsRefusedInThePortalsWords() {
        signIn("Mallory Malone");
        String token = browser.page().document().select("input[name=formToken]").val();
        browser.post(
                "/portal/applications",
                Map.of("formToken", token, "application", "Amazon Connect"),
                SIMULATOR.endpoint().toString());
        assertThat(browser.page().text()).contains("You do not have access to this application.");
    }

    @Test
    void aResponseThatWasChangedEndsOnThePageOfAwsSignIn() {
        signIn("Grace Hopper");
        browser.click("Amazon Connect");
        String response =
                browser.page().document().select("input[name=SAMLResponse]").val();
        browser.clickWithLists("Continue", Map.of("SAMLResponse", List.of(response.substring(0, 400))));
        assertThat(browser.page().text())
                .contains("AWS Sign-In", "Your request included an invalid SAML response. To logout, click here.");
    }

    @Test
    void anAccountIsOpenedWithAPermissionSetUntilTheSessionEnds() {
        signIn("Ada Lovelace");
        browser.follow("Accounts");
        assertThat(browser.page().text()).contains("internal-services (222222222222)");
        browser.click("ConnectAdministrator");
        assertThat(browser.page().text())
                .containsPattern(
                        "arn:aws:sts::222222222222:assumed-role/AWSReservedSSO_ConnectAdministrator_[0-9a-f]{16}"
                                + "/ada@example.com")
                .contains(CLOCK.instant().plusSeconds(8 * 3600).toString());
        String address = browser.page().address().getPath();
        CLOCK.move(java.time.Duration.ofHours(9));
        assertThat(browser.open(address).text()).contains("Your session has expired.");
        assertThat(browser.open("/portal").text()).contains("Sign in to the AWS access portal");
    }

    @Test
    void aPermissionSetThatOneDoesNotHaveIsRefused() {
        signIn("Grace Hopper");
        browser.follow("Accounts");
        String token = browser.page().document().select("input[name=formToken]").val();
        browser.post(
                "/portal/accounts",
                Map.of("formToken", token, "account", CONNECT_ACCOUNT, "permissionSet", "ConnectAdministrator"),
                SIMULATOR.endpoint().toString());
        assertThat(browser.page().status()).isEqualTo(403);
        assertThat(browser.open("/portal/console").text())
                .contains("Applications")
                .doesNotContain("assumed-role");
    }

    @Test
    void anInstancesOwnAddressSaysThatPeopleStartAtThePortal() {
        browser.open("/");
        browser.follow("acme-contact");
        assertThat(browser.page().text()).contains("Amazon Connect", "Session Expired");
    }

    @Test
    void anAdministratorAssignsPeopleInTheEntraAdminCenter() {
        browser.open("/");
        browser.follow("Microsoft Entra admin center");
        browser.follow("AWS IAM Identity Center");
        assertThat(browser.page().text()).contains("mallory@example.com User, User");
        String group = SIMULATOR.world().entra().orElseThrow().groups().get(0).id();
        browser.follow("Add user/group");
        browser.click("Assign");
        assertThat(browser.page().text()).contains("Select at least one user or group.");
        SIMULATOR.world().entra().orElseThrow().premium(false);
        browser.clickWithLists("Assign", Map.of("assignee", List.of(group)));
        assertThat(browser.page().text())
                .contains("Groups are not available for assignment due to your Active Directory plan level.");
        SIMULATOR.world().entra().orElseThrow().premium(true);
        browser.clickWithLists("Assign", Map.of("assignee", List.of(group)));
        assertThat(browser.page().text())
                .contains("Application assignment succeeded.", "Contact Center Agents Group, User");
        browser.clickWithLists("Remove assignment", Map.of("assignment", List.of(assignment("Contact Center Agents"))));
        assertThat(browser.page().text())
                .contains("The assignment was removed.")
                .doesNotContain("Contact Center Agents");
    }

    private String assignment(String name) {
        return browser.page()
                .document()
                .select("label:contains(" + name + ") input")
                .val();
    }

    @Test
    void peopleOfTheDirectorySignInBeforeTheIdentitySourceIsChanged() {
        try (Simulator before = Simulator.start(SimulatorSettings.defaults().withSeed(new NewCompany()))) {
            Browser administrator = new Browser(before.endpoint());
            administrator.open("/portal");
            assertThat(administrator.page().text()).contains("The directory of IAM Identity Center");
            administrator.click("Robin Root");
            administrator.follow("Accounts");
            administrator.click("AdministratorAccess");
            assertThat(administrator.page().text()).contains("assumed-role/AWSReservedSSO_AdministratorAccess_");
        }
    }

    private void signIn(String name) {
        browser.open("/portal");
        browser.click(name);
    }

    private static int count(String account) {
        return SIMULATOR.world().trail().recorded(account).size();
    }

    /** The names of an account's events, from the n-th on. */
    private static List<String> events(String account, int from) {
        return SIMULATOR.world().trail().recorded(account).stream()
                .skip(from)
                .map(event -> event.entry().eventName())
                .toList();
    }
}
