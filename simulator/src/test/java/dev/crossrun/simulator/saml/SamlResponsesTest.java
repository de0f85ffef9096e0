package dev.crossrun.simulator.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.simulator.saml.Assertion.Attribute;
import dev.crossrun.simulator.saml.Assertion.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamlResponsesTest {

    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    private final SigningKeys keys = new SigningKeys(Clock.systemUTC());
    private final SigningKey key = keys.forIdentityCenterApplication();
    private final Assertion assertion = new Assertion(
            SamlResponses.newId(),
            "https://portal.sso.eu-west-1.amazonaws.com/saml/assertion/x",
            "https://eu-central-1.signin.aws.amazon.com/saml",
            "urn:amazon:webservices",
            new Subject("ada@example.com", "emailAddress"),
            List.of(new Attribute("https://aws.amazon.com/SAML/Attributes/RoleSessionName", List.of("a<b>&\"c"))),
            NOW,
            NOW.plusSeconds(3600));
    private final String response = SamlResponses.issue(assertion, key);

    @Test
    void whatWasIssuedIsReadBackAndItsSignatureHolds() {
        ReceivedResponse received = ReceivedResponse.read(response).orElseThrow();
        assertThat(received.assertion()).isEqualTo(assertion);
        assertThat(received.isSignedBy(List.of(key.certificate()))).isTrue();
        assertThat(received.isValidAt(NOW)).isTrue();
        assertThat(received.isValidAt(NOW.plusSeconds(3600))).isFalse();
    }

    @Test
    void anotherKeysCertificateDoesNotVerifyIt() {
        SigningKey other = keys.forIdentityCenterApplication();
        assertThat(ReceivedResponse.read(response).orElseThrow().isSignedBy(List.of(other.certificate())))
                .isFalse();
    }

    @Test
    void aTamperedResponseIsReadButNotBelieved() {
        String tampered = encode(decode(response).replace("ada@example.com", "eve@example.com"));
        ReceivedResponse received = ReceivedResponse.read(tampered).orElseThrow();
        assertThat(received.assertion().subject().value()).isEqualTo("eve@example.com");
        assertThat(received.isSignedBy(List.of(key.certificate()))).isFalse();
    }

    @Test
    void aSignatureOverAnotherElementIsNotBelieved() {
        String signed = decode(response);
        String forged =
                signed.replaceFirst(" ID=\"" + assertion.id() + "\" IssueInstant", " ID=\"_forged\" IssueInstant");
        assertThat(ReceivedResponse.read(encode(forged)).orElseThrow().isSignedBy(List.of(key.certificate())))
                .isFalse();
    }

    @Test
    void whatIsNoResponseIsNotRead() {
        assertThat(ReceivedResponse.read("%%%")).isEmpty();
        assertThat(ReceivedResponse.read(encode("<x/>"))).isEmpty();
        assertThat(ReceivedResponse.read(
                        encode("<!DOCTYPE x []>" + decode(response).substring(38))))
                .isEmpty();
    }

    private static String decode(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
