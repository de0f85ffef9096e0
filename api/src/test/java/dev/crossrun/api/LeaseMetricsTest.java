package dev.crossrun.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.IdentityCenterActivities.AccountAssignment;
import dev.crossrun.activity.IdentityCenterActivities.Instance;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.Lease;
import dev.crossrun.activity.LeaseActivities.Holding;
import dev.crossrun.activity.Place;
import dev.crossrun.api.lease.LeaseGauges;
import dev.crossrun.api.lease.LeaseWatch;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;
import dev.crossrun.lease.LeaseKeeper;
import dev.crossrun.lease.LeaseKeeper.Kept;
import dev.crossrun.lease.LeaseKeeperImpl;
import dev.crossrun.lease.LeaseSweep;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.temporal.ProcessMetrics;
import io.grpc.Status;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Prometheus scrapes of temporary access. */
class LeaseMetricsTest {
    private static final AccountId ACCOUNT = new AccountId("111111111111");
    private static final Place PLACE = new Place(ACCOUNT, new Region("eu-west-1"));

    private final ApiFixture crossrun = new ApiFixture(false);
    private final WorkflowClient client = crossrun.temporal.getWorkflowClient();
    private final WorkerFactory workers = WorkerFactory.newInstance(client);
    private final SetClock clock = new SetClock();
    private final ProcessMetrics metrics = new ProcessMetrics();
    private final LeaseGauges gauges = new LeaseGauges(clock);
    private final LeaseWatch watch = new LeaseWatch(client, gauges, clock);

    /** A sweep that finds an assignment of each set, and cannot read a set without a name. */
    public static final class FindsAssignments implements LeaseSweep {
        @Override
        public Report sweep(Scope scope) {
            return new Report(
                    scope.permissionSets().stream()
                            .filter(set -> !set.isEmpty())
                            .map(set -> new Difference(Kind.NOT_HELD, set, ACCOUNT, "u-1", "ada"))
                            .toList(),
                    0,
                    scope.permissionSets().stream().filter(String::isEmpty).toList(),
                    true);
        }
    }

    @BeforeEach
    void start() {
        workers.newWorker(RunAttributes.TASK_QUEUE)
                .registerWorkflowImplementationTypes(LeaseKeeperImpl.class, FindsAssignments.class);
        workers.start();
        metrics.add(gauges);
    }

    @AfterEach
    void close() {
        metrics.close();
        workers.shutdownNow();
        crossrun.close();
    }

    /** A keeper that has leases until these times. */
    private void keeper(String set, Instant... ends) {
        AccountAssignment assignment = new AccountAssignment(
                new Instance(PLACE, "arn:aws:sso:::instance/ssoins-1", "d-1", ACCOUNT.value(), "ACTIVE"),
                new PermissionSet("arn:aws:sso:::permissionSet/ssoins-1/" + set, set),
                ACCOUNT,
                new Principal("USER", "u-1", "ada"));
        List<Lease> leases = Stream.of(ends)
                .map(end ->
                        new Lease(end.toString(), "temporary-access.one:1", assignment, end, true, Duration.ofHours(1)))
                .toList();
        LeaseKeeper keeper =
                client.newWorkflowStub(LeaseKeeper.class, options(leases.get(0).keeper()));
        WorkflowClient.start(
                keeper::keep, new Kept(List.of(new Holding(false, leases)), List.of(), List.of(), List.of()));
    }

    private static WorkflowOptions options(String id) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(RunAttributes.TASK_QUEUE)
                .build();
    }

    private void sweep(String... sets) {
        client.newWorkflowStub(LeaseSweep.class, options(LeaseSweep.SCHEDULE))
                .sweep(new LeaseSweep.Scope(PLACE, List.of(sets)));
    }

    private String look() {
        watch.look();
        return metrics.scrape();
    }

    private void inAnHour(Runnable then) {
        clock.pass(Duration.ofHours(1));
        then.run();
    }

    @Test
    void aLeaseThatShouldHaveEndedIsSeenUntilItHasEnded() {
        assertThat(metrics.scrape()).as("nobody has looked").doesNotContain("crossrun_leases_overdue");
        Instant end = clock.instant().plus(Duration.ofMinutes(50));
        keeper("ps-1", end, end.plus(Duration.ofDays(1)));
        keeper("ps-2", end.plus(Duration.ofDays(1)));
        assertThat(look()).contains("crossrun_leases_overdue 0.0\n", "crossrun_lease_overdue_oldest_seconds 0.0\n");
        inAnHour(() -> assertThat(metrics.scrape())
                .contains("crossrun_leases_overdue 1.0\n", "crossrun_lease_overdue_oldest_seconds 600.0\n"));
        client.newUntypedWorkflowStub("lease-keeper.ssoins-1.ps-1").terminate("as if it had ended");
        assertThat(look()).contains("crossrun_leases_overdue 0.0\n", "crossrun_lease_overdue_oldest_seconds 0.0\n");
    }

    @Test
    void aLeaseOfAKeeperThatDoesNotAnswerCountsByWhatItSaidBefore() {
        keeper("ps-1", clock.instant().plus(Duration.ofMinutes(50)));
        assertThat(look()).contains("crossrun_lease_keepers_silent 0.0\n");
        crossrun.queries.refusal.set(Optional.of(Status.INVALID_ARGUMENT));
        inAnHour(() -> assertThat(look())
                .contains(
                        "crossrun_leases_overdue 1.0\n",
                        "crossrun_lease_overdue_oldest_seconds 600.0\n",
                        "crossrun_lease_keepers_silent 1.0\n"));
        crossrun.lists.refusal.set(Optional.of(Status.UNAVAILABLE));
        inAnHour(() -> assertThat(look()).contains("crossrun_lease_overdue_oldest_seconds 4200.0\n"));
    }

    @Test
    void whatTheLastSweepFoundIsSeenUntilTheNextSweep() {
        assertThat(look()).doesNotContain("crossrun_sweep_differences");
        sweep("ps-1", "ps-2", "");
        String found = "crossrun_sweep_differences{kind=\"NOT_HELD\",} ";
        assertThat(look())
                .contains(
                        found + "2.0\n",
                        "crossrun_sweep_differences{kind=\"NOT_ASSIGNED\",} 0.0\n",
                        "crossrun_sweep_unread 1.0\n");
        inAnHour(() -> assertThat(look()).contains(found + "2.0\n"));
        sweep();
        assertThat(look()).contains(found + "0.0\n", "crossrun_sweep_unread 0.0\n");
        clock.pass(Duration.ofDays(9));
        assertThat(look()).doesNotContain("crossrun_sweep_differences");
    }
}
