package dev.crossrun.api.auth;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.actor.Role;
import java.util.Set;

/**
 * The authenticated caller of one request.
 *
 * @param roles what the caller may do, as well as reading
 */
public record Principal(Actor actor, Set<Role> roles) implements java.security.Principal {
    public Principal {
        roles = Set.copyOf(roles);
    }

    @Override
    public String getName() {
        return actor.name();
    }

    public Caller caller() {
        return new Caller(actor, roles);
    }

    /**
     * Requires a role.
     *
     * @throws ApiException 403 without it
     */
    public void require(Role role) {
        if (!roles.contains(role)) {
            throw ApiException.forbidden("This takes the role " + role + "; " + getName() + " has " + roles);
        }
    }
}
