package dev.crossrun.simulator.signin;

import dev.crossrun.simulator.signin.SignInResult.Where;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of AWS's sign-in endpoints: the global one, which works and logs in us-east-1, or a region's.
 *
 * @param url exactly what a response must name as recipient
 */
record SignInLocation(String url, String region) {

    private static final Pattern HOST =
            Pattern.compile("https://(?:([a-z]{2}(?:-[a-z]+)+-\\d)\\.)?signin\\.aws\\.amazon\\.com/.*");

    /** The endpoint whose host a browser reaches by this URL; empty when the URL leads elsewhere. */
    static Optional<SignInLocation> reachedBy(String acsUrl) {
        Matcher host = HOST.matcher(acsUrl);
        if (!host.matches()) {
            return Optional.empty();
        }
        String region = host.group(1);
        return Optional.of(
                region == null
                        ? new SignInLocation("https://signin.aws.amazon.com/saml", "us-east-1")
                        : new SignInLocation("https://" + region + ".signin.aws.amazon.com/saml", region));
    }

    static SignInRefusedException refused(String page) {
        return new SignInRefusedException(Where.SIGN_IN, page);
    }
}
