package dev.crossrun.standalone;

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
import dev.crossrun.run.RunAttributes;
import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.TemporalConnection;
import dev.crossrun.worker.CrossrunWorker;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the API knows of leases on a real Temporal service, which lists keepers in its own way, and without a worker. */
@OnRealTemporal
@Timeout(120)
class LeaseWatchTest {
    private static final AccountId ACCOUNT = new AccountId("111111111111");

    @TempDir
    Path folder;

    @Test
    void aLeaseThatShouldHaveEndedIsSeenAlsoWithoutAWorker() {
        try (RealService service = new RealService(folder)) {
            WorkflowClient client = WorkflowClient.newInstance(
                    service.client().getWorkflowServiceStubs(),
                    TemporalConnection.clientOptions(service.client().getOptions(), PayloadKeys.generate()));
            LeaseGauges gauges = new LeaseGauges(Clock.systemUTC());
            LeaseWatch watch = new LeaseWatch(client, gauges, Clock.systemUTC());
            try (CrossrunWorker worker = CrossrunWorker.start(client, List.of())) {
                assertThat(worker).isNotNull();
                keeper(client, Instant.now().minus(Duration.ofSeconds(30)));
                Waiting.until(() -> {
                    watch.look();
                    return values(gauges).getOrDefault("crossrun_leases_overdue", 0.0) == 1;
                });
                assertThat(values(gauges)).containsEntry("crossrun_lease_keepers_silent", 0.0);
            }
            watch.look();
            assertThat(values(gauges))
                    .containsEntry("crossrun_lease_keepers_silent", 1.0)
                    .containsEntry("crossrun_leases_overdue", 1.0);
        }
    }

    /** A keeper with a lease until then; it ends the lease itself a minute later. */
    private static void keeper(WorkflowClient client, Instant end) {
        Lease lease = new Lease(
                "temporary-access.one:1/" + ACCOUNT,
                "temporary-access.one:1",
                new AccountAssignment(
                        new Instance(
                                new Place(ACCOUNT, new Region("eu-west-1")),
                                "arn:aws:sso:::instance/ssoins-1",
                                "d-1",
                                ACCOUNT.value(),
                                "ACTIVE"),
                        new PermissionSet("arn:aws:sso:::permissionSet/ssoins-1/ps-1", "Administrator"),
                        ACCOUNT,
                        new Principal("USER", "u-1", "ada")),
                end,
                false,
                Duration.ofHours(1));
        LeaseKeeper keeper = client.newWorkflowStub(
                LeaseKeeper.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(lease.keeper())
                        .setTaskQueue(RunAttributes.TASK_QUEUE)
                        .build());
        WorkflowClient.start(
                keeper::keep, new Kept(List.of(new Holding(false, List.of(lease))), List.of(), List.of(), List.of()));
    }

    private static Map<String, Double> values(LeaseGauges gauges) {
        return gauges.collect().stream()
                .flatMap(family -> family.samples.stream())
                .collect(Collectors.toMap(sample -> sample.name, sample -> sample.value));
    }
}
