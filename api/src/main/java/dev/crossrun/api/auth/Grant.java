package dev.crossrun.api.auth;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.crossrun.domain.AccountId;
import dev.crossrun.run.actor.Role;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Roles, and the runs for which they are held. In {@code api.yml} a list of roles is a grant without a scope.
 *
 * @param scope absent: every run
 */
public record Grant(@JsonProperty(required = true) @NotEmpty Set<Role> roles, Optional<@Valid Scope> scope) {
    @JsonCreator
    public Grant {
        roles = roles == null ? Set.of() : Set.copyOf(roles);
    }

    /** Roles for every run. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Grant everywhere(Set<Role> roles) {
        return new Grant(roles, Optional.empty());
    }

    boolean holds(String runbook, List<AccountId> accounts) {
        return scope.map(limits -> limits.holds(runbook, accounts)).orElse(true);
    }

    boolean holds(String runbook) {
        return scope.map(limits -> limits.holds(runbook)).orElse(true);
    }
}
