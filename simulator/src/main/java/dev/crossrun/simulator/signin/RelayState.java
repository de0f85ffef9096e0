package dev.crossrun.simulator.signin;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A relay state that leads to an Amazon Connect instance; any other leads to the AWS console. */
record RelayState(String region, String instanceId) {

    private static final Pattern CONNECT = Pattern.compile(
            "https://([a-z]{2}(?:-[a-z]+)+-\\d)\\.console\\.aws\\.amazon\\.com/connect/federate/([^/?#]+)(?:\\?.*)?");

    static Optional<RelayState> parse(String text) {
        Matcher matcher = CONNECT.matcher(text);
        return matcher.matches() ? Optional.of(new RelayState(matcher.group(1), matcher.group(2))) : Optional.empty();
    }
}
