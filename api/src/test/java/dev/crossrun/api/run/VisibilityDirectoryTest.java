package dev.crossrun.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.api.auth.Scope;
import dev.crossrun.domain.AccountId;
import dev.crossrun.run.RunStatus;
import dev.crossrun.temporal.PayloadKeys;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VisibilityDirectoryTest {
    @Test
    void asksForRunsAndNothingElse() {
        RunFilter all = new RunFilter(
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                List.of());
        assertThat(query(all)).isEqualTo("CrossrunRunbook IS NOT NULL");
    }

    @Test
    void joinsAllFiltersAndQuotesWhatUsersGive() {
        RunFilter filter = new RunFilter(
                Optional.of("errand"),
                Set.of(RunStatus.RUNNING, RunStatus.PLANNING),
                Optional.of(new AccountId("111111111111")),
                Optional.of("o'neill\\"),
                Optional.of("prod-"),
                true,
                Optional.empty(),
                List.of());
        assertThat(query(filter))
                .isEqualTo("CrossrunRunbook = 'errand' AND CrossrunAccounts = '111111111111'"
                        + " AND CrossrunRequester IN ('o\\'neill\\\\') AND CrossrunName STARTS_WITH 'prod-'"
                        + " AND CrossrunStatus IN ('PLANNING', 'RUNNING')"
                        + " AND CrossrunWaitingFor IS NOT NULL AND ExecutionStatus = 'Running'");
    }

    @Test
    void findsRunsThatTemporalEndedPastTheirWorkflow() {
        RunFilter aborted = new RunFilter(
                Optional.empty(),
                Set.of(RunStatus.ABORTED),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                List.of());
        assertThat(query(aborted)).contains("ExecutionStatus IN ('Canceled', 'Terminated', 'Failed', 'TimedOut')");
    }

    @Test
    void asksOnlyForRunsThatAScopeMayHold() {
        List<Scope> scopes = List.of(
                new Scope(Optional.of(Set.of("errand")), Optional.empty()),
                new Scope(Optional.of(Set.of("parcel")), Optional.of(Set.of("222222222222", "111111111111"))));
        assertThat(query(RunFilter.named("errand", "prod", scopes)))
                .isEqualTo(
                        "CrossrunRunbook = 'errand' AND CrossrunName STARTS_WITH 'prod'"
                                + " AND ((CrossrunRunbook IN ('errand'))"
                                + " OR (CrossrunRunbook IN ('parcel') AND CrossrunAccounts IN ('111111111111', '222222222222')))");
    }

    @Test
    void asksForTheRequesterByTheHashesOfAllKeys() {
        PayloadKeys keys = PayloadKeys.generate();
        RunFilter filter = new RunFilter(
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.of("kim"),
                Optional.empty(),
                false,
                Optional.empty(),
                List.of());
        assertThat(VisibilityDirectory.query(filter, RequesterAttribute.hashed(keys)))
                .endsWith(" AND CrossrunRequester IN ('" + keys.hashes("kim").get(0) + "')");
    }

    private static String query(RunFilter filter) {
        return VisibilityDirectory.query(filter, RequesterAttribute.name());
    }
}
