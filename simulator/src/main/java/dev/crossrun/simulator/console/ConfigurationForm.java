package dev.crossrun.simulator.console;

import dev.crossrun.simulator.world.SamlApplication.Configuration;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of "Edit configuration" with the console's checks. A field that is not sent stays as it is; an empty text
 * clears it. The bounds on lengths are assumptions.
 */
public final class ConfigurationForm {

    static final Set<String> FIELDS = Set.of("acsUrl", "audience", "startUrl", "relayState", "sessionDuration");

    private static final int LONGEST = 2048;

    /** The choices of "Session duration". */
    public static final List<String> DURATIONS = List.of(
            "PT15M", "PT30M", "PT45M", "PT1H", "PT2H", "PT3H", "PT4H", "PT5H", "PT6H", "PT7H", "PT8H", "PT9H", "PT10H",
            "PT11H", "PT12H");

    private ConfigurationForm() {}

    static Configuration edit(Configuration before, ConsoleRequest request) {
        Configuration after = new Configuration(
                field(request, "acsUrl", before.acsUrl()),
                field(request, "audience", before.audience()),
                optional(request, "startUrl", before.startUrl()),
                optional(request, "relayState", before.relayState()),
                field(request, "sessionDuration", before.sessionDuration()));
        check(after);
        return after;
    }

    private static String field(ConsoleRequest request, String name, String before) {
        return request.body().has(name) ? request.text(name).orElse("") : before;
    }

    private static Optional<String> optional(ConsoleRequest request, String name, Optional<String> before) {
        return request.body().has(name) ? request.text(name) : before;
    }

    private static void check(Configuration form) {
        if (form.acsUrl().isEmpty() || form.audience().isEmpty()) {
            throw ConsoleException.invalid("Application ACS URL and Application SAML audience are required");
        }
        checkUrl("Application ACS URL", form.acsUrl());
        form.startUrl().ifPresent(url -> checkUrl("Application start URL", url));
        form.relayState().ifPresent(text -> checkLength("Relay state", text));
        checkLength("Application SAML audience", form.audience());
        if (!DURATIONS.contains(form.sessionDuration())) {
            throw ConsoleException.invalid("Session duration must be one of the console's choices, PT15M to PT12H");
        }
    }

    private static void checkUrl(String label, String url) {
        checkLength(label, url);
        try {
            URI uri = URI.create(url);
            if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw ConsoleException.invalid(label + " is not a URL");
        }
        throw ConsoleException.invalid(label + " must begin with https://");
    }

    private static void checkLength(String label, String text) {
        if (text.length() > LONGEST) {
            throw ConsoleException.invalid(label + " must have at most " + LONGEST + " characters");
        }
    }
}
