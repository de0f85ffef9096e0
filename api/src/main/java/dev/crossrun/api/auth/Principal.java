package dev.crossrun.api.auth;

import dev.crossrun.domain.AccountId;
import dev.crossrun.run.RunSummary;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.actor.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The authenticated caller of one request. Which roles it holds depends on the run.
 *
 * @param grants each with roles of its own
 * @param until when its access token ends, if it has one that ends
 */
public record Principal(Actor actor, List<Grant> grants, Optional<Instant> until) implements java.security.Principal {
    public Principal {
        grants = List.copyOf(grants);
    }

    public Principal(Actor actor, List<Grant> grants) {
        this(actor, grants, Optional.empty());
    }

    /** The same caller, by a token that ends then. */
    Principal until(Instant end) {
        return new Principal(actor, grants, Optional.of(end));
    }

    /** Whether the caller's token has not ended by then. */
    public boolean lasts(Instant now) {
        return until.map(now::isBefore).orElse(true);
    }

    @Override
    public String getName() {
        return actor.name();
    }

    /** Whether the caller may know of this run. A run is held by a scope only with its runbook and all of its accounts. */
    public boolean sees(RunSummary run) {
        return sees(run.runbook(), run.accounts());
    }

    /** Whether the caller may know of a run of this runbook that touches these accounts. */
    public boolean sees(String runbook, List<AccountId> accounts) {
        return grants.stream().anyMatch(grant -> grant.holds(runbook, accounts));
    }

    /** Whether the caller has this role for a run of this runbook that touches these accounts. */
    public boolean has(Role role, String runbook, List<AccountId> accounts) {
        return roles(grant -> grant.holds(runbook, accounts)).contains(role);
    }

    /** The caller as this run sees it: with the roles that it holds for it. */
    public Caller caller(RunSummary run) {
        return new Caller(actor, roles(grant -> grant.holds(run.runbook(), run.accounts())));
    }

    /** The scopes of which one must hold a run that the caller sees; empty if it sees all. */
    public List<Scope> scopes() {
        boolean everything = grants.stream().anyMatch(grant -> grant.scope().isEmpty());
        return everything
                ? List.of()
                : grants.stream().flatMap(grant -> grant.scope().stream()).toList();
    }

    /** Why the caller may not start any run of this runbook; empty if some runs may be allowed. */
    public Optional<String> refusalToStart(String runbook) {
        return roles(grant -> grant.holds(runbook)).contains(Role.REQUESTER)
                ? Optional.empty()
                : Optional.of(refusalToStart());
    }

    /** Why the caller may not start a run of this runbook that touches these accounts; empty if it may. */
    public Optional<String> refusalToStart(String runbook, List<AccountId> accounts) {
        return roles(grant -> grant.holds(runbook, accounts)).contains(Role.REQUESTER)
                ? Optional.empty()
                : Optional.of(refusalToStart() + ". This run: "
                        + Scope.exactly(runbook, accounts).text());
    }

    private String refusalToStart() {
        List<String> scopes = grants.stream()
                .filter(grant -> grant.roles().contains(Role.REQUESTER))
                .flatMap(grant -> grant.scope().stream().map(Scope::text))
                .toList();
        return scopes.isEmpty()
                ? "This takes the role REQUESTER; " + getName() + " has " + roles(any -> true)
                : getName() + " has the role REQUESTER only for: " + String.join("; or ", scopes);
    }

    /** Whether the caller has one of these roles for every run. */
    public boolean hasEverywhere(Set<Role> any) {
        return grants.stream()
                .filter(grant -> grant.scope().isEmpty())
                .flatMap(grant -> grant.roles().stream())
                .anyMatch(any::contains);
    }

    private Set<Role> roles(Predicate<Grant> which) {
        return grants.stream()
                .filter(which)
                .flatMap(grant -> grant.roles().stream())
                .collect(Collectors.toSet());
    }
}
