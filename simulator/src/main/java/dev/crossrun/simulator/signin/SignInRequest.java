package dev.crossrun.simulator.signin;

import dev.crossrun.simulator.saml.Assertion;
import dev.crossrun.simulator.saml.ReceivedResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** A response that can be attributed: it names a role and a session. Nothing of it has been verified. */
record SignInRequest(ReceivedResponse response, RoleAttribute role, String sessionName, Duration duration) {

    static final String SESSION_NAME = "https://aws.amazon.com/SAML/Attributes/RoleSessionName";

    static final String SESSION_DURATION = "https://aws.amazon.com/SAML/Attributes/SessionDuration";

    private static final Pattern SESSION_NAME_PATTERN = Pattern.compile("[a-zA-Z_0-9+=,.@-]{2,64}");
    private static final List<String> AUDIENCES =
            List.of("urn:amazon:webservices", "https://signin.aws.amazon.com/saml");

    /** Reads what the sign-in endpoint was sent; it says what is missing before it looks at any account. */
    static SignInRequest read(SignInLocation location, String samlResponse) {
        ReceivedResponse response = ReceivedResponse.read(samlResponse).orElseThrow(SignInRequest::invalid);
        Assertion assertion = response.assertion();
        RoleAttribute role = role(assertion);
        String sessionName = assertion
                .value(SESSION_NAME)
                .orElseThrow(() -> SignInLocation.refused("RoleSessionName is required in AuthnResponse"));
        if (!SESSION_NAME_PATTERN.matcher(sessionName).matches()) {
            throw SignInLocation.refused(
                    "RoleSessionName in AuthnResponse must match " + SESSION_NAME_PATTERN.pattern());
        }
        if (!AUDIENCES.contains(assertion.audience()) || !location.url().equals(assertion.destination())) {
            throw SignInLocation.refused("Response does not contain the required audience");
        }
        return new SignInRequest(response, role, sessionName, duration(assertion));
    }

    /** All values have to be well-formed; of several roles a person would choose one, here it is the first. */
    private static RoleAttribute role(Assertion assertion) {
        List<RoleAttribute> roles = assertion.values(RoleAttribute.NAME).stream()
                .map(value -> RoleAttribute.parse(value).orElseThrow(SignInRequest::invalid))
                .toList();
        return roles.stream().findFirst().orElseThrow(SignInRequest::invalid);
    }

    /** An hour unless the response says otherwise, in seconds between 15 minutes and 12 hours. */
    private static Duration duration(Assertion assertion) {
        String seconds = assertion.value(SESSION_DURATION).orElse("3600");
        if (!seconds.matches("\\d{3,5}") || Integer.parseInt(seconds) < 900 || Integer.parseInt(seconds) > 43_200) {
            throw invalid();
        }
        return Duration.ofSeconds(Integer.parseInt(seconds));
    }

    private static SignInRefusedException invalid() {
        return SignInLocation.refused("Your request included an invalid SAML response. To logout, click here.");
    }
}
