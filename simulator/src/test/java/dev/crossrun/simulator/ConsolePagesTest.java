package dev.crossrun.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.simulator.saml.EntraMetadata;
import dev.crossrun.simulator.saml.MetadataDocuments;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.NewCompany;
import dev.crossrun.simulator.world.SamlApplication;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An administrator works the console of IAM Identity Center in a browser, by the names that the tasks of a run use. */
class ConsolePagesTest {
    private final Simulator simulator =
            Simulator.start(SimulatorSettings.defaults().withSeed(new NewCompany()));
    private final IdentityCenter center = simulator.world().identityCenter().orElseThrow();
    private final Browser browser = new Browser(simulator.endpoint());

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void theIdentitySourceIsChangedByTheWizard() {
        browser.open("/");
        browser.follow("IAM Identity Center");
        assertThat(browser.page().text())
                .contains("acme-management (111111111111), eu-west-1", "Identity Center directory");
        browser.follow("Change identity source");
        browser.click("Next", Map.of("External identity provider", "external"));
        Browser.Page wizard = browser.page();
        assertThat(browser.follow("Download metadata file").body())
                .contains("SPSSODescriptor", center.identityStoreId(), center.acsUrl());
        assertThat(browser.page().header("content-disposition").orElseThrow())
                .isEqualTo("attachment; filename=\"" + center.identityStoreId() + ".xml\"");

        browser.open(wizard.address());
        browser.click("Next", Map.of(), Map.of("IdP SAML metadata", entraMetadata()));
        assertThat(browser.page().text()).contains("keeps its users, groups and assignments");
        assertThat(center.source().external()).isFalse();
        browser.click("Change identity source", Map.of("Type ACCEPT to confirm", "accept"));
        assertThat(error()).isEqualTo("Type ACCEPT to change your identity source");
        assertThat(browser.page().document().select("input[name=confirmation]").val())
                .isEqualTo("accept");
        browser.click("Change identity source", Map.of("Type ACCEPT to confirm", "ACCEPT"));

        assertThat(message()).isEqualTo("You successfully changed your identity source to External identity provider.");
        assertThat(browser.open("/identity-center/settings").document().select(".message"))
                .isEmpty();
        assertThat(center.source().external()).isTrue();
        assertThat(events())
                .containsExactly(
                        "GetAWSSPConfigurationForDirectory",
                        "CreateExternalIdPConfigurationForDirectory",
                        "EnableExternalIdPConfigurationForDirectory");
    }

    @Test
    void aWrongFileIsRefusedAtTheForm() {
        browser.open("/identity-center/identity-source/change?source=external");
        browser.click("Next", Map.of(), Map.of("IdP SAML metadata", "not XML".getBytes(StandardCharsets.UTF_8)));
        assertThat(browser.page().status()).isEqualTo(400);
        assertThat(error()).startsWith("The IdP SAML metadata is not valid: ");
        assertThat(browser.offers()).contains("Next");
        browser.click("Next");
        assertThat(error()).isEqualTo("Choose the IdP SAML metadata file.");
        assertThat(browser.open("/identity-center/identity-source/change?source=active-directory")
                        .status())
                .isEqualTo(400);
        assertThat(error()).contains("External identity provider");
    }

    @Test
    void automaticProvisioningShowsEachTokenOnce() {
        center.source().changeTo(new String(entraMetadata(), StandardCharsets.UTF_8));
        browser.open("/identity-center/settings");
        browser.click("Enable");
        assertThat(message()).isEqualTo("Automatic provisioning is enabled.");
        String endpoint = browser.page()
                .document()
                .select("dt:contains(SCIM endpoint) + dd")
                .text();
        assertThat(endpoint).matches("https://scim\\.eu-west-1\\.amazonaws\\.com/[0-9a-f-]{36}/scim/v2/");
        assertThat(browser.page().document().select("summary").eachText()).contains("Show token");
        String token = browser.page().document().select("details.secret code").text();
        assertThat(center.source().accepts(token)).isTrue();
        assertThat(browser.open("/identity-center/provisioning").body()).doesNotContain(token);

        browser.open("/identity-center/settings");
        browser.follow("Manage provisioning");
        browser.click("Generate token");
        assertThat(message()).isEqualTo("You generated an access token.");
        browser.click("Generate token");
        assertThat(browser.page().status()).isEqualTo(409);
        assertThat(error()).isEqualTo("You have reached the limit of two access tokens");
        browser.click("Delete");
        assertThat(center.source().accepts(token)).isFalse();
        assertThat(center.source().tokens()).hasSize(1);
        browser.click("Disable");
        assertThat(message()).isEqualTo("Automatic provisioning is disabled.");
        assertThat(events())
                .containsExactly(
                        "CreateProvisioningTenant",
                        "CreateBearerToken",
                        "CreateBearerToken",
                        "DeleteBearerToken",
                        "DeleteProvisioningTenant");
    }

    @Test
    void anApplicationIsAddedFromTheCatalogAndItsMetadataIsThereBeforeSubmit() {
        browser.open("/identity-center/applications");
        browser.follow("Add application");
        browser.click("Next");
        assertThat(error()).startsWith("Choose how to set up the application");
        chooseAmazonConnect();
        Browser.Page form = browser.page();
        String metadata = browser.follow("Download").body();
        assertThat(center.applications().all()).isEmpty();
        browser.open(form.address());
        browser.click(
                "Submit",
                Map.of(
                        "Relay state",
                        "https://eu-central-1.console.aws.amazon.com/connect/federate/x",
                        "Application ACS URL",
                        "http://plain"));
        assertThat(error()).isEqualTo("Application ACS URL must begin with https://");
        assertThat(browser.page().document().select("input[name=acsUrl]").val()).isEqualTo("http://plain");
        assertThat(browser.page().document().select("input[name=relayState]").val())
                .endsWith("/connect/federate/x");
        browser.click("Submit", Map.of("Application ACS URL", "https://signin.aws.amazon.com/saml"));

        assertThat(message()).isEqualTo("You successfully added Amazon Connect.");
        SamlApplication added = application();
        assertThat(added.configuration().relayState().orElseThrow()).endsWith("/connect/federate/x");
        assertThat(added.configuration().audience()).isEqualTo("urn:amazon:webservices");
        assertThat(browser.follow("Download").body()).isEqualTo(metadata);
        assertThat(events())
                .containsExactly(
                        "CreateApplicationInstance",
                        "CreateApplicationInstanceCertificate",
                        "UpdateApplicationInstanceServiceProviderConfiguration",
                        "UpdateApplicationInstanceResponseConfiguration",
                        "UpdateApplicationInstanceResponseSchemaConfiguration",
                        "UpdateApplicationInstanceStatus",
                        "CreateProfile");
    }

    @Test
    void attributeMappingsAreEditedRowByRow() {
        addAmazonConnect();
        browser.follow("Edit attribute mappings");
        assertThat(browser.page().document().select("fieldset.row")).hasSize(3);
        browser.click("Add new attribute mapping");
        assertThat(browser.page().document().select("fieldset.row")).hasSize(3);
        Map<String, List<String>> rows = Map.of(
                "attribute", List.of("Subject", "https://aws.amazon.com/SAML/Attributes/RoleSessionName", ""),
                "value", List.of("${user:email}", "${user:email}", ""),
                "format", List.of("emailAddress", "wrong", "unspecified"));
        browser.clickWithLists("Save changes", rows);
        assertThat(error()).isEqualTo("There is no format wrong");
        assertThat(browser.page().document().select("input[name=attribute]").eachAttr("value"))
                .contains("https://aws.amazon.com/SAML/Attributes/RoleSessionName");
        Map<String, List<String>> good = new HashMap<>(rows);
        good.put("format", List.of("emailAddress", "unspecified", "unspecified"));
        browser.clickWithLists("Save changes", good);
        assertThat(message()).isEqualTo("You successfully updated the attribute mappings of Amazon Connect.");
        assertThat(application().attributeMappings())
                .containsExactly(
                        new SamlApplication.AttributeMapping("Subject", "${user:email}", "emailAddress"),
                        new SamlApplication.AttributeMapping(
                                "https://aws.amazon.com/SAML/Attributes/RoleSessionName",
                                "${user:email}",
                                "unspecified"));
    }

    @Test
    void anApplicationIsConfiguredDisabledGivenANewCertificateAndRemoved() {
        addAmazonConnect();
        browser.follow("Edit configuration");
        browser.click(
                "Submit",
                Map.of("Upload application SAML metadata file", "file"),
                Map.of(
                        "Application SAML metadata file",
                        MetadataDocuments.identityCenterServiceProvider("eu-west-1", "d-1234567890", "acs")
                                .getBytes(StandardCharsets.UTF_8)));
        assertThat(application().configuration().acsUrl())
                .isEqualTo("https://eu-west-1.signin.aws.amazon.com/platform/saml/acs/acs");
        browser.follow("Edit configuration");
        browser.click(
                "Submit",
                Map.of("Upload application SAML metadata file", "file"),
                Map.of("Application SAML metadata file", entraMetadata()));
        assertThat(error()).contains("is not the metadata of a SAML service provider");
        browser.follow("Cancel");
        browser.click("Disable");
        assertThat(message()).isEqualTo("Amazon Connect is disabled.");
        assertThat(application().enabled()).isFalse();
        String before =
                application().signingKey().certificate().getSerialNumber().toString();
        browser.follow("Manage certificate");
        browser.click("Generate new certificate");
        assertThat(application().signingKey().certificate().getSerialNumber().toString())
                .isNotEqualTo(before);
        browser.follow("Remove");
        browser.click("Remove");
        assertThat(message()).isEqualTo("You removed Amazon Connect.");
        assertThat(center.applications().all()).isEmpty();
    }

    @Test
    void usersAndGroupsAreAssignedAndTheirAccessRemoved() {
        center.plantGroup("Contact Center Agents");
        addAmazonConnect();
        browser.follow("Assign users and groups");
        browser.click("Assign");
        assertThat(error()).isEqualTo("Select at least one user or group.");
        browser.clickWithLists(
                "Assign",
                Map.of("principal", List.of("GROUP Contact Center Agents", "USER " + NewCompany.ADMINISTRATOR)));
        assertThat(message()).isEqualTo("You assigned: Contact Center Agents, " + NewCompany.ADMINISTRATOR + ".");
        assertThat(application().assignments()).hasSize(2);
        browser.click("Remove access", Map.of("Contact Center Agents", "GROUP Contact Center Agents"));
        assertThat(message()).isEqualTo("You removed the access of: Contact Center Agents.");
        assertThat(application().assignments()).hasSize(1);
        assertThat(events()).endsWith("AssociateProfile", "AssociateProfile", "DisassociateProfile");
    }

    @Test
    void theAccountsOfTheOrganizationAreShown() {
        browser.open("/identity-center/settings");
        browser.follow("AWS accounts");
        assertThat(browser.page().text())
                .contains("acme-management (111111111111)", "AdministratorAccess: user " + NewCompany.ADMINISTRATOR);
    }

    @Test
    void hostileNamesAreText() {
        String hostile = "<script>alert(1)</script>\"'";
        center.plantUser(hostile, "m@example.com", "<img src=x onerror=alert(1)>", "\" onclick=\"x");
        center.plantGroup(hostile);
        browser.open("/identity-center/applications");
        browser.follow("Add application");
        chooseAmazonConnect();
        browser.click("Submit", Map.of("Display name", hostile, "Relay state", hostile));
        assertThat(message()).isEqualTo("You successfully added " + hostile + ".");
        assertHarmless();
        browser.follow("Edit configuration");
        assertHarmless();
        browser.follow("Cancel");
        browser.follow("Assign users and groups");
        assertThat(browser.page().text()).contains(hostile);
        assertHarmless();
        browser.open("/portal");
        assertThat(browser.page().text()).contains("<img src=x onerror=alert(1)>");
        assertHarmless();
        browser.open("/" + "%3Cscript%3E");
        assertThat(browser.page().body()).doesNotContain("<script");
    }

    private void assertHarmless() {
        assertThat(browser.page().document().select("script, img, [onclick]")).isEmpty();
    }

    @Test
    void aFormOfAnotherSiteChangesNothing() {
        center.source().changeTo(new String(entraMetadata(), StandardCharsets.UTF_8));
        String token = browser.open("/identity-center/settings")
                .document()
                .select("input[name=formToken]")
                .val();
        String own = simulator.endpoint().toString();
        for (Map.Entry<Map<String, String>, String> attack : List.of(
                Map.entry(Map.<String, String>of(), own),
                Map.entry(Map.of("formToken", "0123456789abcdef0123456789abcdef"), own),
                Map.entry(Map.of("formToken", token), "https://evil.example"),
                Map.entry(Map.of("formToken", token), "null"))) {
            Browser.Page page = browser.post("/identity-center/provisioning", attack.getKey(), attack.getValue());
            assertThat(page.status()).isEqualTo(403);
            assertThat(page.text()).contains("Nothing was changed.");
        }
        Browser stranger = new Browser(simulator.endpoint());
        assertThat(stranger.post("/identity-center/provisioning", Map.of("formToken", token), own)
                        .status())
                .isEqualTo(403);
        assertThat(center.source().scimTenant()).isEmpty();
        assertThat(browser.post("/identity-center/provisioning", Map.of("formToken", token), own)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void everyPageForbidsScriptsOtherOriginsAndFrames() {
        Browser.Page page = browser.open("/");
        assertThat(page.header("content-security-policy"))
                .hasValue("default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none';"
                        + " frame-ancestors 'none'; form-action 'self'");
        assertThat(page.header("set-cookie").orElseThrow())
                .matches("crossrun-simulator=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax");
        assertThat(page.text()).contains("Simulated");
    }

    @Test
    void unknownPagesAndMethodsSaySo() {
        assertThat(browser.open("/identity-center/nothing").status()).isEqualTo(404);
        assertThat(browser.open("/identity-center/applications/ins-0/remove").status())
                .isEqualTo(404);
        assertThat(error()).isEqualTo("Application ins-0 does not exist");
        assertThat(browser.open("/identity-center/identity-source/review").status())
                .isEqualTo(405);
    }

    private void addAmazonConnect() {
        browser.open("/identity-center/add-application");
        chooseAmazonConnect();
        browser.click("Submit");
    }

    private void chooseAmazonConnect() {
        browser.click(
                "Next",
                Map.of(
                        "I want to select an application from the catalog",
                        "catalog",
                        "Amazon Connect",
                        "Amazon Connect"));
    }

    private SamlApplication application() {
        return center.applications().all().get(0);
    }

    private byte[] entraMetadata() {
        return EntraMetadata.ofTenant(ContactCenter.TENANT_ID, simulator.world().signingKeys())
                .getBytes(StandardCharsets.UTF_8);
    }

    private String error() {
        return browser.page().document().select(".message.error").text();
    }

    private String message() {
        return browser.page().document().select(".message.good").text();
    }

    private List<String> events() {
        return simulator.world().trail().recorded(center.ownerAccountId()).stream()
                .map(event -> event.entry().eventName())
                .toList();
    }
}
