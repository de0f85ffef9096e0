package dev.crossrun.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.standalone.desk.Chromium;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Encrypted runs in the Temporal UI, for somebody who may decrypt them and for somebody who may not. CROSSRUN_TEMPORAL_UI is the UI of
 * the service CROSSRUN_TEMPORAL.
 */
@OnRealTemporal
@EnabledIfEnvironmentVariable(named = "CROSSRUN_TEMPORAL_UI", matches = ".+")
@EnabledIfEnvironmentVariable(named = "CHROMIUM", matches = ".+")
@Timeout(300)
class TemporalUiTest {
    private static final String UI = System.getenv("CROSSRUN_TEMPORAL_UI");

    private static final int WIDTH = 1_440;

    @TempDir
    Path folder;

    private final Simulator simulator = Simulator.start(SimulatorSettings.defaults());
    private final Chromium chromium = new Chromium();
    private RealService service;
    private UserProcesses processes;

    @BeforeEach
    void start() {
        service = new RealService(folder);
        processes = new UserProcesses(folder, simulator, service.environment());
        processes.decryptAt(UI);
        processes.startWorker("worker");
        processes.startApi();
    }

    @AfterEach
    void stop() {
        chromium.close();
        processes.close();
        service.close();
        simulator.close();
    }

    @Test
    void theUiShowsARunToPeopleWhoMayDecryptItAndToNobodyElse() {
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        FederationRun run = federation();
        String access = endedAccess();
        String id = id(run.path);
        WorkflowExecutionHistory history = service.history(run);
        String approval = "history/events/" + first(history, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED);
        String refusal = "history/events/" + last(history, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED);
        String failure = "history/events/" + first(history, EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED);
        decrypted(person("administrator"), id, approval, refusal, failure, access);
        encrypted(person("requester"), id, approval, failure);
    }

    private void decrypted(Page page, String run, String approval, String refusal, String failure, String access) {
        open(page, run, "timeline", 1_500);
        shows(page, "Put the role AmazonConnectFederation");
        shows(page, "Reminder, escalation or end of a task");
        Chromium.picture(page, "timeline-decrypted");
        open(page, run, approval, 1_000);
        shows(page, "lee@example.com");
        page.getByText("planHash").first().scrollIntoViewIfNeeded();
        Chromium.picture(page, "approval-decrypted");
        page.setViewportSize(1_800, 1_250);
        page.navigate(address(run, "history?category=update"));
        shows(page, "\"action\":\"retry\",\"by\":{\"name\":\"sam@example.com");
        Chromium.picture(page, "answers-decrypted");
        open(page, run, refusal, 1_000);
        shows(page, "Workflow Execution Update Completed");
        page.getByText("\"accepted\": false").first().scrollIntoViewIfNeeded();
        Chromium.picture(page, "refusal-decrypted");
        open(page, run, failure, 1_000);
        page.getByText("AccessDenied").first().scrollIntoViewIfNeeded();
        Chromium.picture(page, "failure-decrypted");
        open(page, run, "user-metadata", 700);
        assertThat(page.locator("iframe").last().contentFrame().locator("body"))
                .containsText("Approved by lee@example.com");
        assertFits(page);
        Chromium.picture(page, "metadata-decrypted");
        open(page, access, "timeline", 1_500);
        shows(page, "Give access to 2 accounts");
        shows(page, "The access ends");
        Chromium.picture(page, "access-decrypted");
    }

    private void encrypted(Page page, String run, String approval, String failure) {
        open(page, run, "timeline", 1_500);
        shows(page, "Iam_PutRole");
        Chromium.picture(page, "timeline-encrypted");
        assertNothingPersonal(page);
        open(page, run, approval, 1_000);
        shows(page, "Workflow Execution Update Accepted");
        Chromium.picture(page, "approval-encrypted");
        assertNothingPersonal(page);
        open(page, run, failure, 1_000);
        shows(page, "Encoded failure");
        assertNothingPersonal(page);
        open(page, run, "user-metadata", 700);
        shows(page, "No summary available");
        assertNothingPersonal(page);
        open(page, run, "search-attributes", 700);
        shows(page, "CrossrunRequester");
        Chromium.picture(page, "attributes-encrypted");
        assertNothingPersonal(page);
    }

    private static void shows(Page page, String text) {
        assertThat(page.getByText(text).first()).isVisible();
    }

    /** The requester is there, as docs/security.md lists. */
    private static void assertNothingPersonal(Page page) {
        assertThat(page.locator("body").innerText())
                .doesNotContain("lee@example.com", "sam@example.com", "ada@example.com", "AmazonConnectFederation");
    }

    /** The UI shows Markdown in frames of its own. */
    private static void assertFits(Page page) {
        assertThat(page.frames())
                .hasSizeGreaterThan(1)
                .allSatisfy(frame -> assertThat((Boolean) frame.evaluate(
                                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                        .as(frame.url())
                        .isTrue());
    }

    private static String id(String path) {
        return path.replace("/v1/runs/", "");
    }

    private static long first(WorkflowExecutionHistory history, EventType type) {
        return ids(history, type).min().orElseThrow();
    }

    private static long last(WorkflowExecutionHistory history, EventType type) {
        return ids(history, type).max().orElseThrow();
    }

    private static LongStream ids(WorkflowExecutionHistory history, EventType type) {
        return history.getEvents().stream()
                .filter(event -> event.getEventType() == type)
                .mapToLong(HistoryEvent::getEventId);
    }

    /** An access that its user ends early. */
    private String endedAccess() {
        Site site = new Site(
                simulator,
                service.client(),
                ServiceTime.real(service.client()),
                processes.as("requester"),
                processes.as("approver"),
                processes.as("administrator"),
                () -> {});
        AccessRun run = new AccessRun(site, AccessRun.request().put("name", "incident-4711"), () -> {});
        run.approved().given();
        run.answer(run.kim, "window.offer.1", AccessRun.action("end").put("reason", "solved"));
        run.awaitStep("revoke", "DONE");
        return id(run.path);
    }

    /** With a call that was repeated, a stuck step, and an answer that was refused; up to the sign-in. */
    private FederationRun federation() {
        FederationRun run = new FederationRun(
                simulator,
                processes.as("requester"),
                processes.as("approver"),
                processes.as("administrator"),
                FederationRun.example(),
                Optional.empty(),
                () -> {});
        simulator.faults().add(InjectedFault.answering("iam:CreateRole", 400, "AccessDenied", "Not allowed for now"));
        simulator
                .faults()
                .add(InjectedFault.of("iam:CreatePolicy", Kind.THROTTLED).withTimes(4));
        run.task("approve-plan.approval.1");
        run.refused(() -> run.answer(run.kim, "approve-plan.approval.1", run.approval()));
        run.approve();
        String application = "connect-application.human-step.1";
        byte[] metadata = run.addApplication(application);
        run.refused(() -> run.submit(application, "<notes/>".getBytes(StandardCharsets.UTF_8)));
        run.submit(application, metadata);
        String decision = "federation-role.decision.1";
        run.task(decision);
        run.answer(run.sam, decision, FederationRun.object("retry").put("comment", "allowed it"));
        run.task("application-settings.human-step.1");
        run.mapRight();
        run.confirm("application-settings.human-step.1");
        run.awaitStep("application-settings", "DONE");
        run.explain("sign-in.human-step.1", "This is the AWS console");
        return run;
    }

    /**
     * Somebody at the UI, which has payloads decrypted by the API. The token is that of the person at the API: a UI with a sign-in
     * sends it by itself, and this one has none.
     */
    private Page person(String role) {
        BrowserContext context = chromium.browser().newContext();
        context.setDefaultTimeout(30_000);
        context.addInitScript("localStorage.setItem('eventFilterSort', JSON.stringify('ascending'));"
                + "localStorage.setItem('overrideRemoteCodecConfiguration', 'true');"
                + "localStorage.setItem('endpoint', JSON.stringify('" + processes.api() + "/codec'));");
        context.route(processes.api() + "/codec/decode**", route -> {
            Map<String, String> headers = new HashMap<>(route.request().headers());
            headers.put("authorization", "Bearer " + role + "-token");
            route.resume(new Route.ResumeOptions().setHeaders(headers));
        });
        return context.newPage();
    }

    private String address(String run, String tab) {
        return UI + "/namespaces/" + service.client().getOptions().getNamespace() + "/workflows/"
                + run.replace(':', '/') + "/" + tab;
    }

    private void open(Page page, String run, String tab, int height) {
        page.setViewportSize(WIDTH, height);
        page.navigate(address(run, tab));
    }
}
