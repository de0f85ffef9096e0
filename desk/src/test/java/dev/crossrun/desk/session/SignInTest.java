package dev.crossrun.desk.session;

import static dev.crossrun.desk.session.Visitor.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The way from a page of the desk to an OpenID provider that is not of this project, and back. */
class SignInTest {
    private static final String WHO = "/desk/who";

    private static TestProvider provider;
    private static DeskServer desk;

    private final Visitor kim = new Visitor(desk);

    @BeforeAll
    static void open() {
        provider = new TestProvider();
        desk = new DeskServer(provider.issuer());
    }

    @AfterEach
    void asItWas() {
        provider.reset();
    }

    @AfterAll
    static void close() {
        desk.close();
        provider.close();
    }

    @Test
    void aPersonSignsInWithPkceAndANonceAndComesToThePageThatItWanted() {
        URI at = kim.toProvider(WHO + "?name=a%20b");
        assertThat(at.toString()).startsWith(provider.issuer() + "/authorize?");
        assertThat(parameter(at, "response_type")).isEqualTo("code");
        assertThat(parameter(at, "response_mode")).isEqualTo("query");
        assertThat(parameter(at, "code_challenge_method")).isEqualTo("S256");
        assertThat(parameter(at, "code_challenge")).hasSize(43);
        assertThat(parameter(at, "nonce")).hasSize(43).isNotEqualTo(parameter(at, "state"));
        assertThat(parameter(at, "scope").split(" ")).contains("openid", "profile");
        assertThat(at.toString()).doesNotContain("secret");
        HttpResponse<String> signedIn = kim.get(kim.callback(at));
        assertThat(Visitor.location(signedIn)).isEqualTo(desk.at(WHO + "?name=a%20b"));
        assertThat(kim.begun()).as("the cookie of the sign-in").isEmpty();
        assertThat(kim.get(desk.at(WHO)).body()).startsWith("kim@example.com\n");
    }

    @Test
    void everySignInHasAStateANonceAndAChallengeOfItsOwn() {
        URI one = kim.toProvider(WHO);
        URI other = kim.toProvider(WHO);
        for (String name : List.of("state", "nonce", "code_challenge")) {
            assertThat(parameter(one, name)).isNotEqualTo(parameter(other, name));
        }
    }

    /** Somebody who steals a code cannot use it in a sign-in of its own: the provider checks the verifier (RFC 7636). */
    @Test
    void aCodeOfAnotherBrowsersSignInIsRefusedByTheProvider() {
        Visitor thief = new Visitor(desk);
        URI begun = thief.toProvider(WHO);
        String code = parameter(kim.callback(kim.toProvider(WHO)), "code");
        HttpResponse<String> answer = thief.end(back("code=" + code + "&state=" + parameter(begun, "state")));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body())
                .contains("The provider refused the sign-in")
                .contains("pkce")
                .as("the banner, on a page without a session, too")
                .contains(
                        "&lt;Staging&gt; &amp; \"tests\". <a href=\"https://example.com/?a=1&amp;b=2\">https://example.com/?a=1&amp;b=2</a>");
        assertThat(thief.session()).isEmpty();
    }

    @Test
    void aCodeCannotBeUsedTwice() {
        URI at = kim.toProvider(WHO);
        HttpCookie begun = kim.begun().orElseThrow();
        URI callback = kim.callback(at);
        assertThat(kim.end(callback).statusCode()).isEqualTo(200);
        HttpResponse<String> again = kim.end(callback);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("Start again");
        Visitor copy = new Visitor(desk);
        copy.set(begun);
        assertThat(copy.end(callback).statusCode()).isEqualTo(403);
        assertThat(copy.session()).isEmpty();
    }

    @Test
    void aCallbackWithoutTheSignInOfThisBrowserIsRefused() {
        URI callback = kim.callback(kim.toProvider(WHO));
        Visitor other = new Visitor(desk);
        HttpResponse<String> none = other.end(callback);
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(none.body()).contains("was started in another browser");
        other.toProvider(WHO);
        HttpResponse<String> another = other.end(callback);
        assertThat(another.statusCode()).isEqualTo(400);
        assertThat(another.body()).contains("Start again");
        assertThat(other.session()).isEmpty();
    }

    @Test
    void aCallbackThatIsNotTheEndOfASignInIsRefused() {
        String state = parameter(kim.toProvider(WHO), "state");
        for (String query : List.of(
                "",
                "code=x",
                "code=x&state=",
                "code=x&state=other",
                "error=access_denied",
                "error=access_denied&state=other",
                "state=" + state,
                "code=&state=" + state,
                "id_token=x&state=" + state,
                "access_token=x&token_type=Bearer&state=" + state,
                "response=x&state=" + state)) {
            HttpResponse<String> answer = kim.end(back(query));
            assertThat(answer.statusCode()).as(query).isEqualTo(400);
            assertThat(kim.session()).isEmpty();
        }
    }

    @Test
    void aRefusalOfTheProviderIsShownWithItsReason() {
        HttpResponse<String> denied = kim.end(refusal("error=access_denied&error_description="
                + "AADSTS65004%3A%20User%20declined%20%3Cscript%3E.%0D%0ATrace%20ID%3A%201"));
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(denied.body())
                .contains(
                        "The provider refused the sign-in: access_denied: AADSTS65004: User declined &lt;script&gt;.");
        HttpResponse<String> withoutReason = kim.end(refusal("error=access_denied"));
        assertThat(withoutReason.statusCode()).isEqualTo(403);
        assertThat(withoutReason.body())
                .contains("The provider refused the sign-in: access_denied")
                .doesNotContain("null");
        assertThat(kim.session()).isEmpty();
    }

    @Test
    void aProviderThatIsOutOfOrderIsNotThePersonsFault() {
        for (String error : List.of("server_error", "temporarily_unavailable")) {
            HttpResponse<String> answer = kim.end(refusal("error=" + error));
            assertThat(answer.statusCode()).as(error).isEqualTo(503);
            assertThat(answer.body()).contains(error).contains("Try again later");
        }
    }

    @Test
    void aRefusalOfTheTokenEndpointIsShownWithItsReason() {
        provider.answer("token", 401, "application/json", "{\"error\": \"invalid_client\"}");
        HttpResponse<String> answer = kim.signIn();
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body())
                .contains("The provider refused the sign-in: invalid_client")
                .doesNotContain("null");
        provider.answer("token", 404, "text/html", "<h1>Not found</h1>");
        assertThat(kim.signIn().body()).contains("The provider refused the sign-in: HTTP 404");
    }

    @Test
    void aTokenEndpointThatIsOutOfOrderIsNotThePersonsFault() {
        provider.answer("token", 502, "text/html", "<h1>Bad gateway</h1>");
        unavailable(kim.signIn());
        provider.answer("token", 503, "application/json", "{\"error\": \"temporarily_unavailable\"}");
        unavailable(kim.signIn());
        provider.answer("token", 200, "text/html", "<h1>Hello</h1>");
        unavailable(kim.signIn());
        provider.answer("token", 200, "application/json", "{\"access_token\": \"any\", \"token_type\": \"Bearer\"}");
        unavailable(kim.signIn());
        provider.ownAnswer("token");
        assertThat(kim.signIn().statusCode()).isEqualTo(200);
    }

    @Test
    void keysThatCannotBeReadAreNotThePersonsFault() {
        try (DeskServer fresh = new DeskServer(provider.issuer())) {
            Visitor visitor = new Visitor(fresh);
            provider.answer("jwks", 503, "text/html", "<h1>Out of order</h1>");
            unavailable(visitor.signIn());
            provider.ownAnswer("jwks");
            assertThat(visitor.signIn().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aProviderThatIsDownIsUsedAgainWhenItIsBack() {
        try (TestProvider other = new TestProvider();
                DeskServer fresh = new DeskServer(other.issuer())) {
            Visitor visitor = new Visitor(fresh);
            other.stop();
            unavailable(visitor.get(fresh.at("/desk/sign-in")));
            other.start();
            URI callback = visitor.callback(visitor.toProvider(WHO));
            other.stop();
            unavailable(visitor.end(callback));
            other.start();
            assertThat(visitor.signIn().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void signingOutNeedsNoProvider() {
        try (TestProvider other = new TestProvider();
                DeskServer fresh = new DeskServer(other.issuer())) {
            other.stop();
            HttpResponse<String> page = new Visitor(fresh).get(fresh.at("/desk/signed-out"));
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("You are signed out").doesNotContain("identity provider");
        }
    }

    @Test
    void aPersonWhoSignsOutMustSignInAgain() {
        String csrf = csrf(kim.signIn());
        HttpResponse<String> out = kim.post("/desk/sign-out", csrf);
        assertThat(Visitor.location(out)).isEqualTo(desk.at("/desk/signed-out"));
        assertThat(kim.get(Visitor.location(out)).body()).contains(provider.issuer() + "/endsession");
        assertThat(kim.session()).isEmpty();
        assertThat(kim.get(desk.at(WHO)).statusCode()).isEqualTo(303);
    }

    /** Somebody who plants a session of its own in a browser has nothing of the one that begins there. */
    @Test
    void signingInReplacesTheSessionThatABrowserHas() {
        Visitor eve = new Visitor(desk);
        provider.claim("oid", "oid-of-eve");
        provider.claim("preferred_username", "eve@example.com");
        String csrfOfEve = csrf(eve.signIn());
        kim.set(eve.session().orElseThrow());
        provider.reset();
        String csrf = csrf(kim.end(kim.callback(Visitor.location(kim.get(desk.at("/desk/sign-in?to=" + WHO))))));
        assertThat(kim.session().orElseThrow().getValue())
                .isNotEqualTo(eve.session().orElseThrow().getValue());
        assertThat(csrf).isNotEqualTo(csrfOfEve);
        assertThat(kim.post(WHO, csrf).body()).isEqualTo("done by kim@example.com");
        assertThat(eve.get(desk.at(WHO)).body()).startsWith("eve@example.com");
        HttpResponse<String> old = kim.post(WHO, csrfOfEve);
        assertThat(old.statusCode()).isEqualTo(403);
        assertThat(old.body()).contains("You are now signed in as kim@example.com");
    }

    private static URI back(String query) {
        return desk.at("/desk/signed-in" + (query.isEmpty() ? "" : "?" + query));
    }

    /** Begins a sign-in: what the provider sends the browser back with if it refuses. */
    private URI refusal(String query) {
        return back(query + "&state=" + parameter(kim.toProvider(WHO), "state"));
    }

    private static void unavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("Not available now").contains("Try again later");
    }

    private static String csrf(HttpResponse<String> who) {
        return who.body().lines().reduce((first, last) -> last).orElseThrow();
    }
}
