package dev.crossrun.desk.session;

import dev.crossrun.api.auth.Principal;
import dev.crossrun.run.actor.Role;
import java.time.Instant;
import java.util.stream.Collectors;

/**
 * Somebody's session, as the sealed cookie carries it: no process keeps one.
 *
 * @param caller who signed in, with the roles of that moment
 * @param csrf a random value that every form of this session carries
 * @param from when the person signed in
 * @param seen when a person last did something; live updates do not count
 */
public record Session(Principal caller, String csrf, Instant from, Instant seen) implements java.security.Principal {
    @Override
    public String getName() {
        return caller.getName();
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

    Session seenAt(Instant now) {
        return new Session(caller, csrf, from, now);
    }
}
