package dev.crossrun.simulator.saml;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The content of an assertion, whether about to be issued or received.
 *
 * @param destination the assertion consumer service: Destination of the response and Recipient of the assertion
 * @param subject the NameID; empty when the application maps none
 */
public record Assertion(
        String id,
        String issuer,
        String destination,
        String audience,
        Subject subject,
        List<Attribute> attributes,
        Instant issuedAt,
        Instant expiresAt) {

    /** Copies the attributes. */
    public Assertion {
        attributes = List.copyOf(attributes);
    }

    /** A NameID and its format's last word, for example {@code emailAddress}. */
    public record Subject(String value, String format) {}

    /** An attribute with its values. */
    public record Attribute(String name, List<String> values) {

        /** Copies the values. */
        public Attribute {
            values = List.copyOf(values);
        }
    }

    /** The values of all attributes of exactly this name; names are case-sensitive. */
    public List<String> values(String name) {
        return attributes.stream()
                .filter(each -> each.name().equals(name))
                .flatMap(each -> each.values().stream())
                .toList();
    }

    /** The first value of an attribute, if it has one that is not blank. */
    public Optional<String> value(String name) {
        return values(name).stream().filter(each -> !each.isBlank()).findFirst();
    }
}
