package dev.crossrun.desk.session;

import dev.crossrun.api.auth.OidcPrincipals.Person;
import dev.crossrun.api.auth.Principal;
import dev.crossrun.run.actor.Role;
import java.time.Instant;
import java.util.stream.Collectors;

/**
 * Somebody's session.
 *
 * @param sealed what the cookie carries: no process keeps a session
 * @param caller the person with what {@code api.yml} gives to the person's roles
 */
public record Session(Sealed sealed, Principal caller) implements java.security.Principal {
    /**
     * What a cookie carries.
     *
     * @param person with the roles of the moment of the sign-in
     * @param csrf a random value that every form of this session carries
     * @param from when the person signed in
     * @param seen when a person last did something; live updates do not count
     */
    record Sealed(Person person, String csrf, Instant from, Instant seen) {
        Sealed seenAt(Instant now) {
            return new Sealed(person, csrf, from, now);
        }
    }

    @Override
    public String getName() {
        return caller.getName();
    }

    /** What every form of this session carries. */
    public String csrf() {
        return sealed.csrf();
    }

    /** Such as {@code APPROVER, REQUESTER}. */
    public String rolesInWords() {
        return caller.grants().stream()
                .flatMap(grant -> grant.roles().stream())
                .map(Role::name)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
