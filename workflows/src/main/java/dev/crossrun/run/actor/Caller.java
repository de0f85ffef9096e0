package dev.crossrun.run.actor;

import java.util.Set;

/** An actor with the roles that it held when it asked. */
public record Caller(Actor actor, Set<Role> roles) {
    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }
}
