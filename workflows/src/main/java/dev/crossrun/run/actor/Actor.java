package dev.crossrun.run.actor;

import java.util.Optional;

/**
 * The authenticated person or machine behind a request. The API sets it; nothing of it comes from a request body.
 *
 * @param name for display, such as {@code kim@example.com}
 * @param issuer who authenticated the actor: the API's own list of principals, or the issuer URL of an identity provider
 * @param subject the actor's id at that issuer: the object id ({@code oid}) in Microsoft Entra ID, otherwise the claim
 *     {@code sub}. Absent in the API's own list, where the name is the id
 */
public record Actor(String name, String issuer, Optional<String> subject) {
    private static final String ANY = "*";

    /** What runs the steps. */
    public static final Actor ENGINE = listed("crossrun", "crossrun");

    /** Somebody who acted in Temporal itself, not through the API: Temporal does not authenticate a name. */
    public static final Actor UNAUTHENTICATED = listed("unauthenticated", "Temporal");

    /** An actor that its issuer knows by the name alone. */
    public static Actor listed(String name, String issuer) {
        return new Actor(name, issuer, Optional.empty());
    }

    /** Anyone of this name, from any issuer. */
    public static Actor ofAnyIssuer(String name) {
        return listed(name, ANY);
    }

    /** Whether the two are the same: one issuer knows both by the same id. */
    public boolean is(Actor other) {
        boolean sameId = (subject.isPresent() || other.subject.isPresent())
                ? subject.equals(other.subject)
                : name.equals(other.name);
        return issuer.equals(other.issuer) && sameId;
    }

    /**
     * Whether the two are, or may be, the same person. One person may have two ways in, so an equal name counts, from any
     * issuer.
     */
    public boolean isPerhaps(Actor other) {
        return is(other) || name.equalsIgnoreCase(other.name);
    }
}
