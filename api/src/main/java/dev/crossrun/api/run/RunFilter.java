package dev.crossrun.api.run;

import dev.crossrun.api.auth.Scope;
import dev.crossrun.domain.AccountId;
import dev.crossrun.run.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which runs a listing has; what is empty lets everything pass.
 *
 * @param requestedBy a principal's name
 * @param name the beginning of the run's name
 * @param waiting whether only those are wanted that have open tasks
 * @param closedSince only runs that have ended, at this time or later
 * @param scopes of which one must hold the run
 */
public record RunFilter(
        Optional<String> runbook,
        Set<RunStatus> statuses,
        Optional<AccountId> account,
        Optional<String> requestedBy,
        Optional<String> name,
        boolean waiting,
        Optional<Instant> closedSince,
        List<Scope> scopes) {

    /** Runs that have ended, at this time or later. */
    public static RunFilter closedSince(Instant time) {
        return new RunFilter(
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.of(time),
                List.of());
    }

    public static RunFilter waitingForSomebody(List<Scope> scopes) {
        return new RunFilter(
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.empty(),
                scopes);
    }

    /** Those of a runbook whose name begins so. */
    public static RunFilter named(String runbook, String name, List<Scope> scopes) {
        return new RunFilter(
                Optional.of(runbook),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(name),
                false,
                Optional.empty(),
                scopes);
    }

    /** Whether a run is among them, by what it says of itself. */
    boolean matches(Execution run) {
        return runbook.map(run.summary().runbook()::equals).orElse(true)
                && (statuses.isEmpty() || statuses.contains(run.status()))
                && account.map(run.summary().accounts()::contains).orElse(true)
                && requestedBy.map(run.summary().requestedBy().name()::equals).orElse(true)
                && name.map(run.summary().name()::startsWith).orElse(true)
                && (!waiting || (run.open() && !run.summary().tasks().isEmpty()))
                && closedSince
                        .map(time -> run.closedAt()
                                .filter(end -> !end.isBefore(time))
                                .isPresent())
                        .orElse(true)
                && (scopes.isEmpty() || scopes.stream().anyMatch(scope -> scope.holds(run.summary())));
    }
}
