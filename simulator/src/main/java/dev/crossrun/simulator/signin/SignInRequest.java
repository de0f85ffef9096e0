package dev.crossrun.simulator.signin;

import dev.crossrun.simulator.saml.Assertion;
import dev.crossrun.simulator.saml.ReceivedResponse;
import java.util.List;
import java.util.regex.Pattern;

/** A response that can be attributed: it names a role and a session. Nothing of it has been verified. */
record SignInRequest(ReceivedResponse response, RoleAttribute role, String sessionName) {

    static final String SESSION_NAME = "https://aws.amazon.com/SAML/Attributes/RoleSessionName";

    private static final Pattern SESSION_NAME_PATTERN = Pattern.compile("[a-zA-Z_0-9+=,.@-]{2,64}");
    private static final List<String> AUDIENCES =
            List.of("urn:amazon:webservices", "https://signin.aws.amazon.com/saml");

    /** Reads what the sign-in endpoint was sent; it says what is missing before it looks at any account. */
    static SignInRequest read(SignInLocation location, String samlResponse) {
        ReceivedResponse response = ReceivedResponse.read(samlResponse).orElseThrow(SignInRequest::invalid);
        Assertion assertion = response.assertion();
        List<RoleAttribute> roles = assertion.values(RoleAttribute.NAME).stream()
                .map(value -> RoleAttribute.parse(value).orElseThrow(SignInRequest::invalid))
                .toList();
        if (roles.isEmpty()) {
            throw invalid();
        }
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
        return new SignInRequest(response, roles.get(0), sessionName);
    }

    private static SignInRefusedException invalid() {
        return SignInLocation.refused("Your request included an invalid SAML response. To logout, click here.");
    }
}
