package dev.crossrun.desk.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which ID tokens of an OpenID provider that is not of this project let somebody in, with the claims of Microsoft Entra ID. */
class IdTokenTest {
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
    void aPersonIsKnownByTheObjectIdAndWithoutOneByTheSubject() {
        assertThat(kim.signIn().body())
                .startsWith("kim@example.com\n" + provider.issuer() + "\noid-of-kim\nREQUESTER\n");
        provider.withoutClaim("oid");
        assertThat(new Visitor(desk).signIn().body())
                .startsWith("kim@example.com\n" + provider.issuer() + "\npairwise-subject\nREQUESTER\n");
    }

    @Test
    void aTokenWithoutAPreferredUsernameNamesThePersonByTheUserPrincipalName() {
        provider.withoutClaim("preferred_username");
        provider.claim("unique_name", "live.com#kim@example.com");
        provider.claim("upn", "kim@contoso.example");
        provider.claim("ver", "1.0");
        assertThat(kim.signIn().body()).startsWith("kim@contoso.example\n");
    }

    @Test
    void aTokenOfAnotherIssuerIsRefused() {
        for (String issuer :
                List.of("http://localhost/fabrikam", "https://sts.windows.net/81c1df79-e153-4f9d-a101-8dcf04af6c2c/")) {
            provider.claim("iss", issuer);
            refused("Unexpected JWT issuer: " + issuer);
        }
    }

    @Test
    void aTokenForAnotherClientIsRefused() {
        provider.claim("aud", "another-client");
        refused("audience");
    }

    @Test
    void aTokenForSeveralClientsThatWasIssuedToAnotherIsRefused() {
        provider.claim("aud", List.of(TestProvider.CLIENT, "another-client"));
        provider.claim("azp", "another-client");
        refused("azp");
    }

    @Test
    void aTokenThatHasExpiredIsRefusedAfterAMinuteOfSkew() {
        provider.claim("exp", Date.from(Instant.now().minusSeconds(90)));
        refused("Expired");
        provider.claim("exp", Date.from(Instant.now().minusSeconds(30)));
        assertThat(kim.signIn().statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenOfTheFutureIsRefused() {
        provider.claim("iat", Date.from(Instant.now().plusSeconds(600)));
        refused("ahead of current time");
    }

    @Test
    void aTokenOfAnotherSignInIsRefused() {
        provider.claim("nonce", "nonce-of-another-sign-in");
        refused("nonce");
    }

    @Test
    void aTokenWithoutANonceSubjectOrExpiryIsRefused() throws JOSEException {
        RSAKey key = key("own");
        publish(key);
        try (DeskServer fresh = new DeskServer(provider.issuer())) {
            for (String claim : List.of("nonce", "sub", "exp")) {
                HttpResponse<String> answer = signIn(
                        new Visitor(fresh),
                        claims -> signed(
                                new JWTClaimsSet.Builder(claims)
                                        .claim(claim, null)
                                        .build(),
                                key));
                refused(answer, "(" + claim + ")");
            }
        }
    }

    @Test
    void aTokenThatNobodySignedIsRefused() {
        refused(signIn(kim, claims -> new PlainJWT(claims).serialize()), "Signed ID token expected");
    }

    /** Nobody but the provider can sign: a key that Crossrun knows, too, is not accepted. */
    @Test
    void aTokenThatIsSignedWithTheClientSecretIsRefused() {
        refused(
                signIn(
                        kim,
                        claims -> signed(
                                claims, JWSAlgorithm.HS256, TestProvider.TENANT, new MACSigner(TestProvider.SECRET))),
                "Signed JWT rejected");
    }

    @Test
    void aTokenThatAnotherKeyOfTheSameNameSignedIsRefused() throws JOSEException {
        RSAKey forged = key(TestProvider.TENANT);
        refused(signIn(kim, claims -> signed(claims, forged)), "Invalid signature");
    }

    @Test
    void keysThatTheProviderRotatesAreReadAgain() throws JOSEException {
        RSAKey before = key("before");
        RSAKey after = key("after");
        try (DeskServer fresh = new DeskServer(provider.issuer())) {
            publish(before);
            assertThat(signIn(new Visitor(fresh), claims -> signed(claims, before))
                            .statusCode())
                    .isEqualTo(200);
            publish(after);
            assertThat(signIn(new Visitor(fresh), claims -> signed(claims, after))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(signIn(new Visitor(fresh), claims -> signed(claims, before))
                            .statusCode())
                    .as("no third reading of keys so soon")
                    .isEqualTo(503);
        }
    }

    @Test
    void aTokenWhoseKeyTheProviderHasReplacedIsRefused() throws JOSEException {
        RSAKey before = key("before");
        publish(key("after"));
        try (DeskServer fresh = new DeskServer(provider.issuer())) {
            refused(signIn(new Visitor(fresh), claims -> signed(claims, before)), "no matching key");
        }
    }

    @Test
    void aPersonWithoutARoleIsToldWhomToAsk() {
        provider.claim("roles", List.of("Reader"));
        refused("None of the token's roles gives a role in Crossrun. Ask an administrator for access");
        provider.withoutClaim("roles");
        refused("None of the token's roles gives a role in Crossrun. Ask an administrator for access");
    }

    @Test
    void aPersonInTooManyGroupsIsToldSo() {
        provider.claim("_claim_names", Map.of("groups", "src1"));
        provider.claim(
                "_claim_sources",
                Map.of("src1", Map.of("endpoint", "https://graph.microsoft.com/v1.0/users/oid/getMemberObjects")));
        assertThat(kim.signIn().statusCode()).as("the roles are there").isEqualTo(200);
        try (DeskServer byGroups = new DeskServer(provider.issuer(), "groups")) {
            HttpResponse<String> answer = new Visitor(byGroups).signIn();
            refused(answer, "leaves out groups");
            refused(answer, "Ask an administrator");
        }
    }

    private void refused(String reason) {
        refused(kim.signIn(), reason);
        assertThat(kim.session()).isEmpty();
        assertThat(kim.get(desk.at("/desk/who")).statusCode())
                .as("of the page afterwards")
                .isEqualTo(303);
    }

    private static void refused(HttpResponse<String> answer, String reason) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(answer.body()).contains("You may not do this").contains(reason);
    }

    /** Signs in; the provider gives the token that {@code token} makes of the right claims. */
    private static HttpResponse<String> signIn(Visitor visitor, Token token) {
        URI at = visitor.toProvider("/desk/who");
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(provider.issuer().toString())
                .audience(TestProvider.CLIENT)
                .subject("pairwise-subject")
                .claim("nonce", Visitor.parameter(at, "nonce"))
                .claim("roles", List.of("Crossrun.Requester"))
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .build();
        try {
            provider.idToken(token.of(claims));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return visitor.end(visitor.callback(at));
    }

    private interface Token {
        String of(JWTClaimsSet claims) throws JOSEException;
    }

    private static void publish(RSAKey key) {
        provider.answer("jwks", 200, "application/json", new JWKSet(key.toPublicJWK()).toString());
    }

    private static RSAKey key(String id) throws JOSEException {
        return new RSAKeyGenerator(2048).keyID(id).generate();
    }

    private static String signed(JWTClaimsSet claims, RSAKey key) throws JOSEException {
        return signed(claims, JWSAlgorithm.RS256, key.getKeyID(), new RSASSASigner(key));
    }

    private static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, String key, JWSSigner signer)
            throws JOSEException {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key).build(), claims);
        token.sign(signer);
        return token.serialize();
    }
}
