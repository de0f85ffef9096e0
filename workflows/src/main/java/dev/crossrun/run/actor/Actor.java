package dev.crossrun.run.actor;

/**
 * The authenticated person or machine behind a request; put there by the API, never read from a request body.
 *
 * @param name the principal's name, such as {@code kim@example.com}
 * @param issuer who vouches for the name: the API's own list of principals, or an identity provider
 */
public record Actor(String name, String issuer) {
    /** What runs the steps. */
    public static final Actor ENGINE = new Actor("crossrun", "crossrun");

    /** Whoever acted in Temporal itself, past the API: Temporal does not authenticate a name. */
    public static final Actor UNAUTHENTICATED = new Actor("unauthenticated", "Temporal");
}
