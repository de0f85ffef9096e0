package dev.crossrun.api.auth;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.crossrun.domain.AccountId;
import dev.crossrun.run.RunSummary;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which runs somebody may see, start, answer and stop. What is absent sets no limit.
 *
 * @param runbooks names of runbooks
 * @param accounts the accounts that a run may touch: a run that touches another one, or none, is outside
 */
public record Scope(
        Optional<@Size(min = 1, message = NAMES_NONE) Set<String>> runbooks,

        Optional<
                        @Size(min = 1, message = NAMES_NONE) Set<
                                @Pattern(
                                        regexp = "[0-9]{12}",
                                        message = "must be an AWS account id: 12 digits, in quotes")
                                String>>
                accounts) {
    private static final String NAMES_NONE = "must not be empty; leave it out to set no limit";

    /** A scope that limits nothing is a mistake. */
    @JsonIgnore
    @ValidationMethod(message = "scope must name runbooks or accounts; without a scope the roles hold for every run")
    public boolean isLimiting() {
        return runbooks.isPresent() || accounts.isPresent();
    }

    /** The scope that holds runs of just this runbook and these accounts. */
    static Scope exactly(String runbook, List<AccountId> accounts) {
        return new Scope(
                Optional.of(Set.of(runbook)),
                Optional.of(accounts.stream().map(AccountId::value).collect(Collectors.toSet()))
                        .filter(ids -> !ids.isEmpty()));
    }

    /** Whether this run is inside: its runbook, and all of its accounts. */
    public boolean holds(RunSummary run) {
        return holds(run.runbook(), run.accounts());
    }

    boolean holds(String runbook, List<AccountId> touched) {
        return holds(runbook)
                && accounts.map(inside -> !touched.isEmpty()
                                && touched.stream().map(AccountId::value).allMatch(inside::contains))
                        .orElse(true);
    }

    boolean holds(String runbook) {
        return runbooks.map(inside -> inside.contains(runbook)).orElse(true);
    }

    /** For people, such as "account 111122223333". */
    String text() {
        return Stream.concat(
                        runbooks.stream().map(names -> plural("runbook", names)),
                        accounts.stream().map(ids -> plural("account", ids)))
                .collect(Collectors.joining(", "));
    }

    private static String plural(String word, Set<String> values) {
        return word
                + (values.size() == 1 ? " " : "s ")
                + values.stream().sorted().collect(Collectors.joining(" "));
    }
}
