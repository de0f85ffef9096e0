package dev.crossrun.run.actor;

/**
 * The authenticated person or machine behind a request; put there by the API, never read from a request body.
 *
 * @param name the principal's name, such as {@code kim@example.com}
 * @param issuer who vouches for the name: the API's own list of principals, or an identity provider
 */
public record Actor(String name, String issuer) {
    private static final String ANY = "*";

    /** What runs the steps. */
    public static final Actor ENGINE = new Actor("crossrun", "crossrun");

    /** Whoever acted in Temporal itself, past the API: Temporal does not authenticate a name. */
    public static final Actor UNAUTHENTICATED = new Actor("unauthenticated", "Temporal");

    /** Somebody of this name, whoever vouches for it. */
    public static Actor ofAnyIssuer(String name) {
        return new Actor(name, ANY);
    }

    /** Whether the two are, or may be, the same person. */
    public boolean isPerhaps(Actor other) {
        return equals(other) || (issuer.equals(ANY) && name.equalsIgnoreCase(other.name()));
    }
}
