package dev.crossrun.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.domain.AccountId;
import dev.crossrun.run.RunStatus;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VisibilityDirectoryTest {
    @Test
    void asksForRunsAndNothingElse() {
        RunFilter all =
                new RunFilter(Optional.empty(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), false);
        assertThat(VisibilityDirectory.query(all)).isEqualTo("CrossrunRunbook IS NOT NULL");
    }

    @Test
    void joinsAllFiltersAndQuotesWhatUsersGive() {
        RunFilter filter = new RunFilter(
                Optional.of("errand"),
                Set.of(RunStatus.RUNNING, RunStatus.PLANNING),
                Optional.of(new AccountId("111111111111")),
                Optional.of("o'neill\\"),
                Optional.of("prod-"),
                true);
        assertThat(VisibilityDirectory.query(filter))
                .isEqualTo("CrossrunRunbook = 'errand' AND CrossrunAccounts = '111111111111'"
                        + " AND CrossrunRequester = 'o\\'neill\\\\' AND CrossrunName STARTS_WITH 'prod-'"
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
                false);
        assertThat(VisibilityDirectory.query(aborted))
                .contains("ExecutionStatus IN ('Canceled', 'Terminated', 'Failed', 'TimedOut')");
    }
}
