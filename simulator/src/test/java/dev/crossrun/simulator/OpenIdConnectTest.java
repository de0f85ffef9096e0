package dev.crossrun.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.crossrun.simulator.entra.SignInApplication;
import dev.crossrun.simulator.entra.SignInApplication.Person;
import dev.crossrun.simulator.world.ContactCenter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People sign in to an application of the tenant, which is a client of a library that many use. */
class OpenIdConnectTest {
    private static final String CLIENT = "b7a0f5de-6c1b-4a39-9f37-0d8c3a1f5e21";
    private static final String SECRET = "a secret~with+signs/and spaces";
    private static final URI CALLBACK = URI.create("http://127.0.0.1:8080/sign-in/callback");
    private static final URI HOME = URI.create("http://127.0.0.1:8080/signed-out");
    private static final String TENANT = ContactCenter.TENANT_ID;
    private static final Scope OPENID = new Scope("openid", "profile");

    private static final LaterClock CLOCK = new LaterClock();
    private static final Simulator SIMULATOR =
            Simulator.start(SimulatorSettings.defaults().withClock(CLOCK));
    private static final URI ENDPOINT = SIMULATOR.endpoint();

    private final Browser browser = new Browser(ENDPOINT);
    private final CodeVerifier verifier = new CodeVerifier();
    private final State state = new State();
    private final Nonce nonce = new Nonce();

    /** The real time, moved. */
    private static final class LaterClock extends Clock {
        private volatile Duration moved = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(moved);
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }

    @BeforeAll
    static void register() {
        SIMULATOR.registerSignIn(new SignInApplication(
                "Crossrun <b>desk</b>",
                CLIENT,
                SECRET,
                List.of(CALLBACK.toString(), HOME.toString()),
                List.of("Crossrun.Requester", "Crossrun.Approver"),
                List.of("Crossrun.Use"),
                true,
                List.of(
                        new Person("kim@example.com", "Kim", "Kimura", List.of("Crossrun.Requester")),
                        new Person(
                                "lee@example.com",
                                "Lee",
                                "Lang",
                                List.of("Crossrun.Requester", "Crossrun.Approver")))));
    }

    @AfterAll
    static void stop() {
        SIMULATOR.close();
    }

    @Test
    void aPersonSignsInByAClickAndTheIdTokenSaysWhoTheyAre() throws Exception {
        assertThat(browser.open(request().toURI()).status()).isEqualTo(200);
        assertThat(browser.page().text()).contains("Simulated sign-in", "Crossrun <b>desk</b>", "Kim Kimura");
        browser.click("Lee Lang");

        assertThat(browser.page().status()).isEqualTo(302);
        assertThat(browser.page().location().toString()).startsWith(CALLBACK + "?");
        assertThat(browser.page().sent("state")).isEqualTo(state.getValue());
        OIDCTokenResponse tokens = redeem();
        IDTokenClaimsSet claims = validator().validate(tokens.getOIDCTokens().getIDToken(), nonce);
        assertThat(claims.getIssuer().getValue()).isEqualTo(ENDPOINT + "/" + TENANT + "/v2.0");
        assertThat(claims.getStringClaim("name")).isEqualTo("Lee Lang");
        assertThat(claims.getStringClaim("preferred_username")).isEqualTo("lee@example.com");
        assertThat(claims.getStringListClaim("roles")).containsExactly("Crossrun.Requester", "Crossrun.Approver");
        assertThat(claims.getStringClaim("oid"))
                .isNotEqualTo(claims.getSubject().getValue());
        assertThat(claims.getStringClaim("tid")).isEqualTo(TENANT);
        assertThat(claims.getStringClaim("ver")).isEqualTo("2.0");
        JWTClaimsSet access =
                SignedJWT.parse(tokens.getTokens().getAccessToken().getValue()).getJWTClaimsSet();
        assertThat(access.getStringClaim("scp")).isEqualTo("openid profile");
        assertThat(access.getAudience()).doesNotContain(CLIENT);
    }

    @Test
    void theAccessTokenForTheApplicationsOwnApiCarriesItsScopeAndTheRoles() throws Exception {
        browser.open(request(builder -> builder.scope(new Scope("openid", "api://" + CLIENT + "/Crossrun.Use")))
                .toURI());
        browser.click("Kim Kimura");
        JWTClaimsSet access = SignedJWT.parse(
                        redeem().getTokens().getAccessToken().getValue())
                .getJWTClaimsSet();
        assertThat(access.getAudience()).containsExactly(CLIENT);
        assertThat(access.getStringClaim("scp")).isEqualTo("Crossrun.Use");
        assertThat(access.getStringListClaim("roles")).containsExactly("Crossrun.Requester");
        assertThat(access.getIssuer()).isEqualTo(ENDPOINT + "/" + TENANT + "/v2.0");
    }

    @Test
    void theHintedUserComesFirst() throws Exception {
        browser.open(
                request(builder -> builder.loginHint("mallory@example.com")).toURI());
        assertThat(browser.page().document().select("button.choice").first().text())
                .startsWith("Mallory Malone")
                .endsWith("Suggested by the application");
    }

    @Test
    void theSecretMayAlsoComeInTheHeader() throws Exception {
        signIn("Kim Kimura");
        assertThat(redeem(new ClientSecretBasic(new ClientID(CLIENT), new Secret(SECRET)))
                        .indicatesSuccess())
                .isTrue();
    }

    @Test
    void aPersonHasTheSameObjectIdInEveryWorldAndIsNotAddedTwice() throws Exception {
        signIn("Kim Kimura");
        assertThat(redeem().getOIDCTokens().getIDToken().getJWTClaimsSet().getStringClaim("oid"))
                .isEqualTo(java.util
                        .UUID
                        .nameUUIDFromBytes("kim@example.com".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .toString());
        assertThat(SIMULATOR.world().entra().orElseThrow().users())
                .filteredOn(user -> user.userPrincipalName().equals("kim@example.com"))
                .hasSize(1);
    }

    @Test
    void aUserWithoutAnAssignmentIsShownAndRefused() throws Exception {
        browser.open(request().toURI());
        browser.click("Mallory Malone");
        assertThat(browser.page().status()).isEqualTo(400);
        assertThat(browser.page().text()).contains("AADSTS50105: ", "'mallory@example.com'");
    }

    @Test
    void cancelTellsTheApplicationSo() throws Exception {
        browser.open(request().toURI());
        browser.click("Cancel");
        assertThat(browser.page().location().toString()).startsWith(CALLBACK + "?error=access_denied");
        assertThat(browser.page().sent("state")).isEqualTo(state.getValue());
        assertThat(browser.page().sent("error_description")).startsWith("AADSTS65004: ");
    }

    @Test
    void nobodyIsSentToARedirectUriBeforeItIsKnownToBeRegistered() throws Exception {
        assertStopped(
                builder -> builder.redirectionURI(URI.create("http://127.0.0.1:8080/sign-in/callback/")),
                "AADSTS50011");
        assertStopped(builder -> builder.redirectionURI(URI.create("https://evil.example/")), "AADSTS50011");
        String unknown = authorize() + "?client_id=nobody&response_type=code&redirect_uri=" + CALLBACK;
        assertThat(browser.open(URI.create(unknown)).text()).contains("AADSTS700016");
        assertThat(browser.page().header("location")).isEmpty();
        assertThat(browser.open(URI.create(authorize() + "?client_id=" + CLIENT))
                        .text())
                .contains("AADSTS900971");
        assertThat(browser.open(authorize()).text()).contains("AADSTS900144");
        assertThat(browser.open(URI.create(request().toURI() + "&client_id=" + CLIENT))
                        .text())
                .contains("AADSTS9000411");
        assertThat(browser.page().header("location")).isEmpty();
    }

    private void assertStopped(
            Function<AuthenticationRequest.Builder, AuthenticationRequest.Builder> change, String code)
            throws Exception {
        Browser.Page page = browser.open(request(change).toURI());
        assertThat(page.text()).contains(code);
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.header("location")).isEmpty();
    }

    @Test
    void otherFaultsOfARequestGoBackToTheApplication() throws Exception {
        assertSentBack("response_type=code", "response_type=id_token", "unsupported_response_type", "AADSTS700054");
        assertSentBack("code_challenge_method=S256", "code_challenge_method=plain", "invalid_request", "AADSTS50149");
        assertSentBack("code_challenge=", "code_challenge=x", "invalid_request", "AADSTS501491");
        assertSentBack("code_challenge=", "other=", "invalid_request", "AADSTS900144");
        assertSentBack("scope=openid", "scope=openid+Mail.Read", "invalid_scope", "AADSTS70011");
        assertSentBack("response_type=code", "prompt=none&response_type=code", "login_required", "AADSTS50058");
        assertSentBack(
                "response_type=code", "response_mode=form_post&response_type=code", "invalid_request", "AADSTS90013");
    }

    private void assertSentBack(String good, String bad, String error, String code) throws Exception {
        String changed = request().toURI().toString().replaceFirst("\\b" + good, bad);
        browser.open(URI.create(changed));
        assertThat(browser.page().status()).isEqualTo(302);
        assertThat(browser.page().location().toString()).startsWith(CALLBACK.toString());
        assertThat(browser.page().sent("error")).isEqualTo(error);
        assertThat(browser.page().sent("error_description")).startsWith(code + ": ");
        assertThat(browser.page().sent("state")).isEqualTo(state.getValue());
    }

    @Test
    void aClickOnAPageOfAnotherSiteSignsNobodyIn() throws Exception {
        browser.open(request().toURI());
        Map<String, String> fields = new java.util.HashMap<>();
        browser.page()
                .document()
                .select("input[type=hidden]")
                .forEach(field -> fields.put(field.attr("name"), field.attr("value")));
        fields.put(
                "user",
                browser.page().document().select("button.choice").first().attr("value"));
        Browser.Page page = browser.post(authorize().getPath(), fields, "https://evil.example");
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.header("location")).isEmpty();
    }

    @Test
    void aCodeIsGoodOnce() throws Exception {
        signIn("Kim Kimura");
        redeem();
        assertRefused(redeem(post()), "invalid_grant", "AADSTS54005");
    }

    @Test
    void aCodeExpires() throws Exception {
        signIn("Kim Kimura");
        CLOCK.moved = CLOCK.moved.plusMinutes(11);
        assertRefused(redeem(post()), "invalid_grant", "AADSTS70008");
    }

    @Test
    void aCodeIsBoundToVerifierRedirectUriAndClient() throws Exception {
        signIn("Kim Kimura");
        AuthorizationCode code = new AuthorizationCode(browser.page().sent("code"));
        assertRefused(
                redeem(post(), new AuthorizationCodeGrant(code, CALLBACK, new CodeVerifier())),
                "invalid_grant",
                "AADSTS501481");
        assertRefused(redeem(post(), new AuthorizationCodeGrant(code, CALLBACK)), "invalid_grant", "AADSTS50148");
        assertRefused(
                redeem(post(), new AuthorizationCodeGrant(code, HOME, verifier)), "invalid_grant", "AADSTS500112");
        assertRefused(
                redeem(new ClientSecretPost(
                        new ClientID(ContactCenter.CLIENT_ID), new Secret(ContactCenter.CLIENT_SECRET))),
                "invalid_grant",
                "AADSTS9002313");
        assertThat(redeem(post()).indicatesSuccess()).isTrue();
    }

    @Test
    void aClientProvesItselfByItsSecret() throws Exception {
        signIn("Kim Kimura");
        assertRefused(
                redeem(new ClientSecretPost(new ClientID(CLIENT), new Secret("wrong"))),
                "invalid_client",
                "AADSTS7000215");
        assertRefused(
                redeem(new ClientSecretPost(new ClientID("nobody"), new Secret(SECRET))),
                "unauthorized_client",
                "AADSTS700016");
    }

    @Test
    void anAuthorityForSeveralTenantsDoesNotServeThisApplication() throws Exception {
        URI common = URI.create(request().toURI().toString().replace(TENANT, "common"));
        assertThat(browser.open(common).text()).contains("AADSTS50194: ", "/common endpoint");
        assertThat(browser.page().header("location")).isEmpty();
        ErrorObject refusal = TokenResponse.parse(new TokenRequest.Builder(
                                URI.create(ENDPOINT + "/common/oauth2/v2.0/token"),
                                post(),
                                new AuthorizationCodeGrant(new AuthorizationCode("any"), CALLBACK, verifier))
                        .build()
                        .toHTTPRequest()
                        .send())
                .toErrorResponse()
                .getErrorObject();
        assertThat(refusal.getDescription()).startsWith("AADSTS50194: ");
    }

    @Test
    void signingOutGoesOnToRegisteredAddressesOnly() throws Exception {
        URI out = metadata().getEndSessionEndpointURI();
        browser.open(new LogoutRequest(out, null, HOME, state).toURI());
        assertThat(browser.page().location()).isEqualTo(URI.create(HOME + "?state=" + state));
        browser.open(new LogoutRequest(out, null, URI.create("https://evil.example/"), null).toURI());
        assertThat(browser.page().header("location")).isEmpty();
        assertThat(browser.page().text()).contains("You signed out of your account");
    }

    @Test
    void theDiscoveryDocumentIsAboutTheAddressThatWasAsked() throws Exception {
        OIDCProviderMetadata metadata = metadata();
        assertThat(metadata.getAuthorizationEndpointURI()).isEqualTo(authorize());
        assertThat(metadata.getCodeChallengeMethods()).containsExactly(CodeChallengeMethod.S256);
        assertThat(metadata.getJWKSetURI()).isEqualTo(URI.create(ENDPOINT + "/" + TENANT + "/discovery/v2.0/keys"));
    }

    @Test
    void aPageRunsNoScriptLoadsNothingElsewhereAndSendsItsFormNowhereElse() throws Exception {
        Browser.Page page = browser.open(request().toURI());
        assertThat(page.header("content-security-policy"))
                .hasValue("default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none';"
                        + " frame-ancestors 'none'; form-action 'self' http://127.0.0.1:8080");
        assertThat(page.document().select("script, b")).isEmpty();
        assertThat(browser.open("/_page/simulator.css").header("content-type")).hasValue("text/css; charset=utf-8");
    }

    private void signIn(String name) throws Exception {
        browser.open(request().toURI());
        browser.click(name);
    }

    private AuthenticationRequest request() throws Exception {
        return request(builder -> builder);
    }

    private AuthenticationRequest request(Function<AuthenticationRequest.Builder, AuthenticationRequest.Builder> change)
            throws Exception {
        return change.apply(new AuthenticationRequest.Builder(ResponseType.CODE, OPENID, new ClientID(CLIENT), CALLBACK)
                        .endpointURI(authorize())
                        .state(state)
                        .nonce(nonce)
                        .codeChallenge(verifier, CodeChallengeMethod.S256))
                .build();
    }

    private static URI authorize() {
        return URI.create(ENDPOINT + "/" + TENANT + "/oauth2/v2.0/authorize");
    }

    private static OIDCProviderMetadata metadata() throws Exception {
        return OIDCProviderMetadata.resolve(new Issuer(ENDPOINT + "/" + TENANT + "/v2.0"));
    }

    private static IDTokenValidator validator() throws Exception {
        IDTokenValidator validator = new IDTokenValidator(
                metadata().getIssuer(),
                new ClientID(CLIENT),
                JWSAlgorithm.RS256,
                metadata().getJWKSetURI().toURL());
        validator.setMaxClockSkew((int) CLOCK.moved.toSeconds() + 60);
        return validator;
    }

    private static ClientAuthentication post() {
        return new ClientSecretPost(new ClientID(CLIENT), new Secret(SECRET));
    }

    private OIDCTokenResponse redeem() throws Exception {
        TokenResponse response = redeem(post());
        assertThat(response.indicatesSuccess()).isTrue();
        return (OIDCTokenResponse) response;
    }

    private TokenResponse redeem(ClientAuthentication client) throws Exception {
        return redeem(
                client,
                new AuthorizationCodeGrant(new AuthorizationCode(browser.page().sent("code")), CALLBACK, verifier));
    }

    private static TokenResponse redeem(ClientAuthentication client, AuthorizationGrant grant) throws Exception {
        return OIDCTokenResponseParser.parse(new TokenRequest.Builder(metadata().getTokenEndpointURI(), client, grant)
                .build()
                .toHTTPRequest()
                .send());
    }

    private static void assertRefused(TokenResponse response, String error, String code) throws ParseException {
        ErrorObject refusal = response.toErrorResponse().getErrorObject();
        assertThat(refusal.getCode()).isEqualTo(error);
        assertThat(refusal.getDescription()).startsWith(code + ": ");
    }
}
