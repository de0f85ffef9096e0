package dev.crossrun.simulator.console;

import dev.crossrun.simulator.signin.PortalForm;
import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.UrlText;
import java.util.HashMap;
import java.util.Map;

/**
 * What a browser posts to {@code /saml}. All sign-in endpoints are at one address here, so the field {@code endpoint}, which
 * no browser sends to AWS, says which one is meant; without it, it is the global one.
 */
public final class SamlForm {
    private static final String GLOBAL_ENDPOINT = "https://signin.aws.amazon.com/saml";

    private SamlForm() {}

    /** Reads the body of a POST. */
    public static PortalForm read(HttpCall call) {
        Map<String, String> fields = new HashMap<>();
        try {
            UrlText.parameters(call.text()).forEach(field -> fields.put(field.getKey(), field.getValue()));
        } catch (IllegalArgumentException e) {
            throw ConsoleException.invalid("The form is badly encoded");
        }
        return new PortalForm(
                fields.getOrDefault("endpoint", GLOBAL_ENDPOINT),
                fields.getOrDefault("SAMLResponse", ""),
                fields.getOrDefault("RelayState", ""));
    }
}
