package dev.crossrun.standalone.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.crossrun.standalone.desk.Desks.button;
import static dev.crossrun.standalone.desk.Desks.link;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.SelectOption;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.world.NewCompany;
import dev.crossrun.standalone.Stack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The federation from its start to a proven sign-in, by people in browsers alone. */
@EnabledIfEnvironmentVariable(named = "CHROMIUM", matches = ".+")
@Timeout(600)
class DeskFederationTest {
    private static final double LONG = 120_000;
    private static final int MOST_BYTES = 100 * 1024;

    private final Stack stack = Stack.withDesk(
            0, SimulatorSettings.defaults().withSeed(new NewCompany()).withDelays(Duration.ZERO, Duration.ZERO));
    private final Desks desks = new Desks(stack);

    @Test
    void threePeopleDoItAtTheDeskAndInTheConsoles() {
        try (stack;
                desks) {
            Page kim = desks.person("kim@example.com");
            desks.show(kim, "inbox-empty");
            start(kim);
            approve(desks.person("lee@example.com"));
            Page sam = desks.person("sam@example.com");
            Page console = sam.context().newPage();
            changeIdentitySource(sam, console);
            enableProvisioning(sam, console);
            addApplication(sam, console);
            setMappings(sam, console);
            signIn(sam);

            assertThat(kim.locator("h1 .status"))
                    .hasText("succeeded", new LocatorAssertions.HasTextOptions().setTimeout(LONG));
            assertThat(kim.locator("#now")).containsText("Approved by");
            desks.show(kim, "run");
            link(kim, "Record").click();
            assertThat(kim.locator("article.record")).containsText("lee@example.com");
            desks.show(kim, "record");
            kim.goBack();
            link(kim, "What an undo would do").click();
            assertThat(kim.locator("main")).containsText("Looking at this page undoes nothing");
            desks.show(kim, "undo");
            kim.navigate(stack.desk() + "runs");
            desks.show(kim, "runs");
            for (String page : new String[] {"", "runs", "runbooks", "runbooks/connect-federation/start"}) {
                assertThat(desks.weight(kim, stack.desk() + page))
                        .as("/" + page)
                        .isLessThan(MOST_BYTES);
            }
            assertThat(desks.faults()).isEmpty();
        }
    }

    private void start(Page kim) {
        link(kim, "Runbooks").click();
        desks.show(kim, "runbooks");
        link(kim, "Federate Amazon Connect with Microsoft Entra ID").click();
        desks.show(kim, "runbook");
        link(kim, "Start a run").click();
        button(kim, "Start").click();
        assertThat(kim.getByRole(AriaRole.ALERT)).containsText("Name: is missing");
        link(kim, "Fill in example values").click();
        button(kim, "Add an entry to agents").click();
        button(kim, "Remove entry 3 of agents").click();
        desks.show(kim, "start");
        button(kim, "Start").click();
        assertThat(kim.locator("h1")).containsText("contact-center-prod");
        assertThat(kim.locator("#now")).containsText("Approve the plan");
        assertThat(kim.locator("section.ways")).containsText("Stop the run");
    }

    private void approve(Page lee) {
        link(lee, "Approve the plan").waitFor();
        desks.show(lee, "inbox");
        link(lee, "Approve the plan").click();
        assertThat(lee.locator("main")).containsText("Allows connect:GetFederationToken on");
        desks.show(lee, "approval");
        button(lee, "Approve this plan").click();
        assertThat(lee.getByRole(AriaRole.ALERT)).containsText("add the warning");
        for (Locator box : lee.getByLabel("I have read this").all()) {
            box.check();
        }
        lee.locator("#comment-approve").fill("Looks right");
        button(lee, "Approve this plan").click();
        assertThat(lee.locator("#state")).containsText("lee@example.com answered “Approve this plan”");
        desks.show(lee, "approved");
    }

    /** Opens a task of the inbox, which may have to come yet. */
    private void task(Page person, String title) {
        person.navigate(stack.desk().toString());
        Locator task = link(person, title);
        task.waitFor(new Locator.WaitForOptions().setTimeout(LONG));
        task.click();
        assertThat(person.locator("h1")).hasText(title);
    }

    private void changeIdentitySource(Page sam, Page console) {
        console.navigate(stack.simulator().endpoint().toString());
        link(console, "IAM Identity Center").click();
        console.getByText("Actions").click();
        link(console, "Change identity source").click();
        console.getByLabel("External identity provider").check();
        button(console, "Next").click();
        Path metadata = console.waitForDownload(
                        () -> link(console, "Download metadata file").click())
                .path();

        task(sam, "Upload IAM Identity Center's metadata");
        sam.locator("input[type=file]").setInputFiles(file("notes.xml", "<notes/>"));
        button(sam, "Upload Identity Center's metadata").click();
        assertThat(sam.getByRole(AriaRole.ALERT)).containsText("Not accepted");
        desks.show(sam, "upload-refused");
        sam.locator("input[type=file]").setInputFiles(metadata);
        button(sam, "Upload Identity Center's metadata").click();
        assertThat(sam.locator("#state")).containsText("Closed.");

        task(sam, "Change the identity source to Entra");
        desks.show(sam, "console-step");
        Download entra = sam.waitForDownload(
                () -> sam.locator("main a[download]").first().click());
        console.getByLabel("IdP SAML metadata").setInputFiles(entra.path());
        button(console, "Next").click();
        console.getByLabel("Type ACCEPT to confirm").fill("ACCEPT");
        button(console, "Change identity source").click();
        button(sam, "The identity source is changed").click();
        assertThat(sam.locator("#state")).not().containsText("refused");
    }

    private void enableProvisioning(Page sam, Page console) {
        task(sam, "Enable automatic provisioning and submit the token");
        button(console, "Enable").click();
        sam.getByLabel("SCIM endpoint")
                .fill(console.locator("dd > code").first().innerText());
        console.getByText("Show token").click();
        sam.getByLabel("Access token")
                .fill(console.locator("details.secret code").innerText());
        button(sam, "Submit endpoint and token").click();
        assertThat(sam.locator("#state")).containsText("Closed.");
    }

    private void addApplication(Page sam, Page console) {
        task(sam, "Add the Amazon Connect application in IAM Identity Center");
        console.navigate(stack.simulator()
                .endpoint()
                .resolve("/identity-center/applications")
                .toString());
        link(console, "Add application").click();
        console.getByLabel("I want to select an application from the catalog").check();
        console.getByLabel("Amazon Connect").check();
        button(console, "Next").click();
        for (String field : new String[] {"Application ACS URL", "Application SAML audience", "Relay state"}) {
            console.getByLabel(field).fill(copied(sam, field));
        }
        Path metadata = console.waitForDownload(
                        () -> link(console, "Download the IAM Identity Center SAML metadata file")
                                .click())
                .path();
        button(console, "Submit").click();
        sam.locator("input[type=file]").setInputFiles(metadata);
        button(sam, "Upload the application's metadata").click();
        assertThat(sam.locator("#state")).containsText("Closed.");
    }

    /** Copies a value of the task by its button. */
    private static String copied(Page person, String label) {
        person.locator("button.copy[data-label=\"" + label + "\"]").click();
        assertThat(person.locator("#said")).hasText(label + ": copied");
        return (String) person.evaluate("navigator.clipboard.readText()");
    }

    private void setMappings(Page sam, Page console) {
        task(sam, "Set the attribute mappings of Amazon Connect");
        console.getByText("Actions").click();
        link(console, "Edit attribute mappings").click();
        String attributes = "https://aws.amazon.com/SAML/Attributes/";
        String[] rows = {"Subject", attributes + "RoleSessionName", attributes + "Role"};
        for (int row = 0; row < rows.length; row++) {
            Locator fields = console.locator("fieldset.row").nth(row);
            if (row > 0) {
                fields.locator("input[name=attribute]").fill(rows[row]);
            }
            fields.locator("input[name=value]").fill(copied(sam, rows[row]));
            fields.locator("select[name=format]")
                    .selectOption(new SelectOption().setValue(row == 0 ? "emailAddress" : "unspecified"));
        }
        button(console, "Save changes").click();
        button(sam, "The mappings are saved").click();
        assertThat(sam.locator("#state")).not().containsText("refused");
    }

    private void signIn(Page sam) {
        task(sam, "Sign in as an agent and open Amazon Connect");
        Page ada = desks.stranger();
        ada.navigate(stack.simulator().endpoint().resolve("/portal").toString());
        ada.getByText("Ada Lovelace").first().click();
        ada.getByText("Amazon Connect").last().click();
        button(ada, "Continue").click();
        assertThat(ada.locator("main")).containsText("You are signed in to Amazon Connect.");
        sam.getByLabel("Who signed in").fill("ada@example.com");
        button(sam, "It worked").click();
        assertThat(sam.locator("#state")).not().containsText("refused");
    }

    private static FilePayload file(String name, String content) {
        return new FilePayload(name, "text/xml", content.getBytes(StandardCharsets.UTF_8));
    }
}
