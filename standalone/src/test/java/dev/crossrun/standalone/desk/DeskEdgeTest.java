package dev.crossrun.standalone.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.simulator.Browser;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.standalone.People;
import dev.crossrun.standalone.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on the desk by name, and what people meet at its edge. Without scripts: every page works without them. */
class DeskEdgeTest {
    private static final String HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\" onfocus=\"alert(3)";

    private static Stack stack;
    private static String run;
    private static String task;

    @BeforeAll
    static void start() throws IOException {
        stack = Stack.withDesk(0, SimulatorSettings.defaults());
        ApiClient kim = api(stack.people().requester());
        ObjectNode input = (ObjectNode) new ObjectMapper()
                .readTree(Path.of("../examples/temporary-access.json").toFile());
        input.put("reason", HOSTILE);
        JsonNode started = kim.post("/v1/runbooks/temporary-access/runs", input, Optional.empty());
        run = started.path("id").asText();
        task = "/desk/runs/" + run + "/tasks/approve-plan.approval.1";
        Awaitility.await()
                .until(() -> kim.get("/v1/runs/" + run).path("status").asText().equals("AWAITING_APPROVAL"));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static ApiClient api(People.Person person) {
        return new ApiClient(stack.api(), person.token());
    }

    /** Somebody at the desk; the browser follows the redirects to the provider and back as a person would. */
    private static Browser signedIn(String name) {
        Browser browser = new Browser(stack.api());
        browser.open("/desk/");
        browser.click(shown(name));
        while (browser.page().status() == 302) {
            browser.open(browser.page().location());
        }
        assertThat(browser.page().status()).isEqualTo(200);
        assertThat(browser.page().text()).contains(name, "Inbox");
        return browser;
    }

    /** As the simulated sign-in calls somebody, such as {@code Lee Example}. */
    private static String shown(String name) {
        String first = name.substring(0, name.indexOf('@'));
        return first.substring(0, 1).toUpperCase(Locale.ROOT) + first.substring(1) + " Example";
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(stack.api() + path));
    }

    @Test
    void aTextOfTheRequestIsShownAsText() {
        Browser lee = signedIn("lee@example.com");
        for (String page :
                List.of(task, "/desk/runs/" + run, "/desk/runs/" + run + "/plan", "/desk/runs/" + run + "/record")) {
            lee.open(page);
            assertThat(lee.page().status()).isEqualTo(200);
            assertThat(lee.page().document().select("main script, main img, [onfocus], [onerror]"))
                    .as(page)
                    .isEmpty();
        }
        lee.open(task);
        assertThat(lee.page().text()).contains(HOSTILE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/desk/runs?name=",
                "/desk/runs?account=",
                "/desk/runs?runbook=",
                "/desk/runs/",
                "/desk/sign-in?to="
            })
    void aTextOfTheAddressIsShownAsText(String page) {
        Browser lee = signedIn("lee@example.com");
        lee.open(page + "%3Cscript%3Ealert(1)%3C%2Fscript%3E");
        assertThat(lee.page().document().select("main script")).isEmpty();
        assertThat(lee.page().body()).doesNotContain("<script>alert");
    }

    @Test
    void everyPageForbidsForeignContentAndFrames() {
        Browser lee = signedIn("lee@example.com");
        assertThat(lee.page().header("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'")
                .doesNotContain("unsafe");
        assertThat(lee.page().header("X-Frame-Options")).contains("DENY");
        assertThat(lee.page().header("Cache-Control")).contains("no-store");
        assertThat(lee.page().document().select("[style], style, script:not([src])"))
                .isEmpty();
        assertThat(lee.page().document().select("[src], link[href]").eachAttr("src"))
                .allMatch(address -> address.isEmpty() || address.startsWith("/desk/assets/"));
    }

    @Test
    void aFormThatAnotherSiteSendsDoesNothing() throws IOException, InterruptedException {
        Browser sam = signedIn("sam@example.com");
        sam.open("/desk/runs/" + run);
        String csrf = sam.page().document().select("input[name=csrf]").first().val();
        Browser.Page answered = sam.post(
                "/desk/runs/" + run + "/abort", Map.of("csrf", csrf, "effects", "LEAVE"), "https://evil.example");
        assertThat(answered.status()).isEqualTo(403);
        assertThat(answered.text()).contains("Another site sent it");
        Browser.Page forged = sam.post(
                "/desk/runs/" + run + "/abort",
                Map.of("csrf", "guess", "effects", "LEAVE"),
                stack.api().toString());
        assertThat(forged.status()).isEqualTo(403);
        assertThat(api(stack.people().administrator())
                        .get("/v1/runs/" + run)
                        .path("status")
                        .asText())
                .isEqualTo("AWAITING_APPROVAL");
    }

    @Test
    void aPageOfAnotherSignInIsRefusedAndItsTextIsKept() {
        Browser tab = signedIn("lee@example.com");
        tab.open(task);
        String csrf = tab.page().document().select("input[name=csrf]").first().val();
        tab.open("/desk/sign-in");
        tab.click(shown("kim@example.com"));
        while (tab.page().status() == 302) {
            tab.open(tab.page().location());
        }
        Browser.Page page = tab.post(
                task,
                Map.of("csrf", csrf, "action", "reject", "/reason", "Not this week"),
                stack.api().toString());
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.text()).contains("You are now signed in as kim@example.com", "Not this week");
    }

    @Test
    void aFormOfAnEndedSessionKeepsItsTextButNoSecret() {
        Browser nobody = new Browser(stack.api());
        Browser.Page page = nobody.post(
                task,
                Map.of("csrf", "old", "action", "reject", "/reason", "Too early", "secret:/token", "s3cret-t0ken"),
                stack.api().toString());
        assertThat(page.status()).isEqualTo(401);
        assertThat(page.text()).contains("Your session has ended", "Too early").doesNotContain("s3cret-t0ken");
    }

    @Test
    void theRequesterCannotApproveAtTheDesk() {
        Browser kim = signedIn("kim@example.com");
        kim.open(task);
        assertThat(kim.page().text()).contains("You cannot do this: Somebody else must answer this");
        assertThat(kim.page().document().select("form[action$=approval.1]")).isEmpty();
        String csrf = kim.page().document().select("input[name=csrf]").first().val();
        Browser.Page page = kim.post(
                task,
                Map.of("csrf", csrf, "action", "reject", "/reason", "mine"),
                stack.api().toString());
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.text()).contains("Somebody else must answer this");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/desk/",
                "//evil.example/desk/",
                "/\\evil.example",
                "/desk/../../evil",
                "/desk/%0d%0aSet-Cookie:x=1",
                "javascript:alert(1)",
                "/desk/sign-out"
            })
    void aSignInLeadsToTheDeskAlone(String to) {
        Browser lee = new Browser(stack.api());
        lee.open("/desk/sign-in?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8));
        lee.click(shown("lee@example.com"));
        while (lee.page().status() == 302) {
            assertThat(lee.page().location().getHost()).isEqualTo("127.0.0.1");
            lee.open(lee.page().location());
        }
        assertThat(lee.page().address().getAuthority()).isEqualTo(stack.api().getAuthority());
        assertThat(lee.page().address().getPath()).startsWith("/desk/");
    }

    @Test
    void aSessionThatWasPlantedIsNotUsed() throws IOException, InterruptedException {
        HttpResponse<String> planted =
                send(to("/desk/").header("Cookie", "crossrun-desk-session=eyJhbGciOiJkaXIifQ.a.b.c.d"));
        assertThat(planted.statusCode()).isEqualTo(303);
        assertThat(planted.headers().firstValue("Location").orElseThrow()).contains("/desk/sign-in");
        HttpResponse<String> half = send(to("/desk/signed-in?code=abc&state=xyz"));
        assertThat(half.statusCode()).isEqualTo(400);
        assertThat(half.body()).contains("Start again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../desk.css", "..%2f..%2fapi.yml", "desk.css%00", "nothing.js", "%2e%2e/desk.css"})
    void onlyTheDesksOwnFilesAreServed(String name) throws IOException, InterruptedException {
        assertThat(send(to("/desk/assets/000000000000/" + name)).statusCode()).isBetween(300, 499);
    }

    @Test
    void aNameOfTheHostThatIsNotTheDesksIsRefused() throws IOException, InterruptedException {
        HttpResponse<String> response = send(HttpRequest.newBuilder(
                URI.create("http://localhost:" + stack.api().getPort() + "/desk/")));
        assertThat(response.statusCode()).isEqualTo(421);
        assertThat(response.body()).contains(stack.api().toString());
    }

    @Test
    void aGetChangesNothing() throws IOException, InterruptedException {
        Browser sam = signedIn("sam@example.com");
        for (String path : List.of("/abort", "/redo", "/tasks/approve-plan.approval.1/answer")) {
            sam.open("/desk/runs/" + run + path + "?effects=LEAVE");
            assertThat(sam.page().status()).isIn(404, 405);
        }
        assertThat(send(to("/desk/sign-out")).statusCode()).isIn(303, 405);
    }

    @Test
    void aPageThatIsNotThereSaysSoInThePagesOwnLook() {
        Browser lee = signedIn("lee@example.com");
        lee.open("/desk/runs/connect-federation.nothing");
        assertThat(lee.page().status()).isEqualTo(404);
        assertThat(lee.page().text()).contains("There is no such page", "Sign out", "To the inbox");
        assertThat(lee.page().body()).doesNotContain("Exception", "\tat ");
    }

    @Test
    void aSignOutEndsTheSessionInThisBrowser() {
        Browser lee = signedIn("lee@example.com");
        lee.click("Sign out");
        assertThat(lee.page().text()).contains("You are signed out", "sign out there, too");
        lee.open("/desk/");
        assertThat(lee.page().text()).contains("Simulated");
    }

    @Test
    void aLiveUpdateWithoutASessionSendsThePageToTheSignIn() throws IOException, InterruptedException {
        HttpResponse<String> update = send(to("/desk/runs").header("HX-Request", "true"));
        assertThat(update.statusCode()).isEqualTo(401);
        assertThat(update.headers().firstValue("HX-Redirect")).contains("/desk/sign-in?to=%2Fdesk%2F");
        assertThat(send(to("/desk/runs/" + run + "/live").header("Accept", "text/event-stream"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aFormHasToBeOne() throws IOException, InterruptedException {
        HttpResponse<String> json = send(to(task).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"action\":\"approve\"}")));
        assertThat(json.statusCode()).isEqualTo(400);
        assertThat(json.body()).contains("A form is");
    }
}
