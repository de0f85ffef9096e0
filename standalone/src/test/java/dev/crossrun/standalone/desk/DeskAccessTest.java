package dev.crossrun.standalone.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.crossrun.standalone.desk.Desks.button;
import static dev.crossrun.standalone.desk.Desks.link;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.standalone.Stack;
import dev.crossrun.standalone.temporal.FastTime;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** A temporary access in browsers, and what people meet on the way. */
@EnabledIfEnvironmentVariable(named = "CHROMIUM", matches = ".+")
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeskAccessTest {
    private static final String KIM = "kim@example.com";
    private static final String LEE = "lee@example.com";
    private static final int MOST_STOPS = 60;

    private static final LocatorAssertions.ContainsTextOptions LATER =
            new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);

    private static final LocatorAssertions.HasTextOptions LONG =
            new LocatorAssertions.HasTextOptions().setTimeout(60_000);

    private static Stack stack;
    private static Desks desks;

    @BeforeAll
    static void start() {
        stack = Stack.withDesk(0, SimulatorSettings.defaults().withDelays(Duration.ZERO, Duration.ZERO));
        desks = new Desks(stack);
    }

    @AfterAll
    static void stop() {
        desks.close();
        stack.close();
    }

    /** Starts a run from the form and stays on its page. */
    private static Page requested(String name) {
        Page kim = desks.person(KIM);
        kim.navigate(stack.desk() + "runbooks/temporary-access/start?from=example");
        kim.locator("input[name='/name']").fill(name);
        button(kim, "Start").click();
        assertThat(kim.locator("section[aria-label='What it waits for']")).containsText("Approve the plan", LATER);
        return kim;
    }

    /** The address of the approval of the run that is shown. */
    private static String approval(Page run) {
        return run.url() + "/tasks/approve-plan.approval.1";
    }

    /** The last one: it moves the clock of the simulated Entra too, and nobody can sign in by tokens of the future. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aUserGetsTheAccessForAWhileAndAnApproverNeedsNoMouse() {
        Page kim = requested("by-keyboard");
        desks.show(kim, "access-requested");
        Object unused = kim.evaluate(
                "window.events = 0;" + " document.body.addEventListener('htmx:sseMessage', () => window.events++)");
        Page lee = desks.person(LEE);
        lee.navigate(approval(kim));
        desks.show(lee, "access-approval");
        lee.locator("h1").click();
        tabTo(lee, "input[type=checkbox]");
        lee.keyboard().press("Space");
        tabTo(lee, "#comment-approve");
        lee.keyboard().type("for the incident");
        tabTo(lee, "#form-approve button");
        lee.keyboard().press("Enter");
        assertThat(lee.locator("#state")).containsText("lee@example.com answered “Approve this plan”");

        Awaitility.await().until(() -> (Integer) kim.evaluate("window.events") > 0);
        assertThat(kim.locator("section.active")).containsText("Open until");
        desks.show(kim, "access-open");
        opened(desks.stranger());
        kim.locator("a.button", new Page.LocatorOptions().setHasText("what you can do"))
                .click();
        desks.show(kim, "access-offer");
        kim.locator("[id='f-reason']").first().fill("The incident is over");
        button(kim, "End the access now").click();
        link(kim, "See the run").click();
        FastTime time = new FastTime(stack.temporal());
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
            time.pass(Duration.ofMinutes(1));
            kim.reload();
            return kim.locator("h1").innerText().contains("succeeded");
        });
        link(kim, "Record").click();
        assertThat(kim.locator("article.record")).containsText("for the incident");
        assertThat(kim.locator("article.record")).containsText("activity");
        desks.show(kim, "access-record");
        assertThat(desks.faults()).isEmpty();
    }

    /** Presses Tab until the focus is there, as it is visible. */
    private static void tabTo(Page page, String selector) {
        for (int i = 0; i < MOST_STOPS; i++) {
            page.keyboard().press("Tab");
            if ((Boolean) page.evaluate("selector => document.activeElement.matches(selector)", selector)) {
                assertThat((String) page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
                        .as("the focus of " + selector + " is visible")
                        .isNotEqualTo("none");
                return;
            }
        }
        throw new AssertionError("Tab does not reach " + selector);
    }

    private static void opened(Page ada) {
        ada.navigate(stack.simulator().endpoint().resolve("/portal").toString());
        ada.getByText("Ada Lovelace").first().click();
        link(ada, "Accounts").click();
        ada.getByText("ConnectAdministrator").first().click();
        assertThat(ada.locator("main")).containsText("AWSReservedSSO_ConnectAdministrator");
    }

    @Test
    void theSecondAnswerSaysWhoGaveTheFirst() {
        Page kim = requested("answered-twice");
        Page one = desks.person(LEE);
        Page two = desks.another(LEE);
        one.navigate(approval(kim));
        two.navigate(approval(kim));
        two.locator("[id='f-reason']").fill("Not needed");
        one.locator("[id='f-reason']").fill("Not today");
        button(one, "Reject it").click();
        assertThat(one.locator("#state")).containsText("lee@example.com answered “Reject it”");
        button(two, "Reject it").click();
        assertThat(two.getByRole(AriaRole.ALERT)).containsText("Not accepted");
        assertThat(two.locator("#state")).containsText("lee@example.com answered “Reject it”");
    }

    @Test
    void aTaskThatSomebodyElseClosesSaysSoWithoutAReload() {
        Page kim = requested("closed-elsewhere");
        Page reader = desks.another(LEE);
        reader.navigate(approval(kim));
        Page lee = desks.person(LEE);
        lee.navigate(approval(kim));
        lee.locator("[id='f-reason']").fill("Not today");
        button(lee, "Reject it").click();
        assertThat(reader.locator("#state")).containsText("lee@example.com answered “Reject it”", LATER);
    }

    @Test
    void whatIsTypedSurvivesTheEndOfASession() {
        Page kim = requested("session-ends");
        Page lee = desks.another(LEE);
        lee.navigate(approval(kim));
        lee.locator("[id='f-reason']").fill("We do this on Monday, with the vendor");
        lee.context().clearCookies();
        button(lee, "Reject it").click();
        assertThat(lee.locator("h1")).hasText("Your session has ended");
        assertThat(lee.locator("main")).containsText("We do this on Monday, with the vendor");
        lee.navigate(approval(kim));
        lee.getByRole(AriaRole.BUTTON).getByText(LEE).click();
        assertThat(lee.locator("[id='f-reason']")).hasValue("We do this on Monday, with the vendor");
    }

    @Test
    void aStreamThatIsCutGoesOnWhereItWas() {
        String run = requested("cut-off").url();
        Page kim = desks.another(KIM);
        kim.navigate(run);
        kim.context().setOffline(true);
        Page lee = desks.person(LEE);
        lee.navigate(run + "/tasks/approve-plan.approval.1");
        lee.locator("[id='f-reason']").fill("Not today");
        button(lee, "Reject it").click();
        assertThat(lee.locator("#state")).containsText("Closed.");
        kim.context().setOffline(false);
        assertThat(kim.locator("h1 .status")).hasText("rejected", LONG);
    }

    @Test
    void everyPageCanBeReadAndAnsweredWithoutScripts() {
        Page kim = requested("without-scripts");
        Page lee = desks.withoutScripts(LEE);
        lee.navigate(approval(kim));
        assertThat(lee.locator("main")).containsText("What would be written");
        lee.locator("[id='f-reason']").fill("Not today");
        button(lee, "Reject it").click();
        assertThat(lee.locator("#state")).containsText("lee@example.com answered “Reject it”");
    }
}
