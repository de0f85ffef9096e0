package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.access.AccessSettings;
import dev.crossrun.access.SweepSettings;
import dev.crossrun.access.SweepSettings.Center;
import dev.crossrun.activity.AlertActivities;
import dev.crossrun.activity.AlertActivities.Alert;
import dev.crossrun.api.lease.LeaseGauges;
import dev.crossrun.api.lease.LeaseWatch;
import dev.crossrun.aws.AwsAccounts;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;
import dev.crossrun.entra.EntraTenants;
import dev.crossrun.lease.LeaseSweep.Scope;
import dev.crossrun.pace.PaceClock;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.SealingKeys;
import dev.crossrun.webhook.NotificationSettings;
import dev.crossrun.worker.CrossrunWorker;
import dev.crossrun.worker.SweepSchedule;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleListDescription;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schedule of the sweep on a real Temporal service: the in-memory service has no schedules. */
@OnRealTemporal
@Timeout(120)
class SweepScheduleTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    static Path folder;

    static RealService service;
    static ScheduleClient schedules;

    @BeforeAll
    static void start() {
        service = new RealService(folder);
        WorkflowClient client = service.client();
        schedules = ScheduleClient.newInstance(
                client.getWorkflowServiceStubs(),
                ScheduleClientOptions.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .setDataConverter(client.getOptions().getDataConverter())
                        .build());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void isCreatedOnceChangedByOtherSettingsAndDeletedWithoutAny() {
        apply(sweeping(HOUR, "Reader"));
        ScheduleHandle schedule = schedules.getHandle(SweepSchedule.ID);
        assertThat(every(schedule)).isEqualTo(HOUR);
        assertThat(permissionSets(schedule)).containsExactly("Reader");

        apply(sweeping(HOUR, "Reader"));
        assertThat(schedule.describe().getInfo().getLastUpdatedAt())
                .as("a second worker with the same settings changes nothing")
                .isNull();

        schedule.pause("an incident");
        apply(sweeping(HOUR.multipliedBy(2), "Reader"));
        assertThat(every(schedule)).isEqualTo(HOUR.multipliedBy(2));
        assertThat(schedule.describe().getSchedule().getState().isPaused()).isTrue();

        apply(sweeping(HOUR.multipliedBy(2), "Administrator", "Reader"));
        assertThat(permissionSets(schedule)).containsExactly("Administrator", "Reader");

        apply(AccessSettings.defaults());
        apply(AccessSettings.defaults());
        Waiting.until(() -> schedules
                .listSchedules()
                .map(ScheduleListDescription::getScheduleId)
                .noneMatch(SweepSchedule.ID::equals));
    }

    @ParameterizedTest(name = "encrypted: {0}")
    @ValueSource(booleans = {false, true})
    void startsSweepsThatKnowWhatTheLastOneSaid(boolean encrypted) {
        WorkflowClient client = encrypted ? service.client(PayloadKeys.generate()) : service.client();
        List<Alert> sent = new CopyOnWriteArrayList<>();
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults());
                AwsAccounts accounts =
                        SimulatedAccounts.accounts(SimulatedAccounts.aws(simulator.endpoint()), PaceClock.SYSTEM);
                CrossrunWorker worker = CrossrunWorker.start(client, alerting(simulator, accounts, sent::add))) {
            assertThat(worker).isNotNull();
            SweepSchedule.apply(client, sweeping(HOUR, "NoSuchSet"));
            sweep(1);
            assertThat(sent)
                    .extracting(Alert::text)
                    .containsExactly("Not compared: IAM Identity Center has no permission set NoSuchSet");
            sweep(2);
            assertThat(sent).hasSize(1);
            SweepSchedule.apply(client, sweeping(HOUR, "NoSuchSet", "NorThis"));
            sweep(3);
            assertThat(sent).hasSize(2);
            LeaseGauges gauges = new LeaseGauges(Clock.systemUTC());
            LeaseWatch watch = new LeaseWatch(client, gauges, Clock.systemUTC());
            Waiting.until(() -> {
                watch.look();
                return unread(gauges) == 2;
            });
        } finally {
            apply(AccessSettings.defaults());
        }
    }

    /** What the API says of the last sweep. */
    private static double unread(LeaseGauges gauges) {
        return gauges.collect().stream()
                .filter(family -> family.name.equals("crossrun_sweep_unread"))
                .mapToDouble(family -> family.samples.get(0).value)
                .findFirst()
                .orElse(0);
    }

    /** Lets the schedule start a sweep, and waits for its end. */
    private static void sweep(int count) {
        ScheduleHandle schedule = schedules.getHandle(SweepSchedule.ID);
        schedule.trigger();
        Waiting.until(() -> {
            ScheduleDescription now = schedule.describe();
            return now.getInfo().getNumActions() == count
                    && now.getInfo().getRunningActions().isEmpty();
        });
    }

    private static List<Object> alerting(Simulator simulator, AwsAccounts accounts, AlertActivities alerts) {
        List<Object> activities = new ArrayList<>(CrossrunWorker.activities(
                accounts,
                new EntraTenants(SimulatedAccounts.entra(simulator.secureEndpoint()), PaceClock.SYSTEM),
                SealingKeys.none(),
                NotificationSettings.none(),
                AccessSettings.defaults(),
                Clock.systemUTC()));
        activities.removeIf(AlertActivities.class::isInstance);
        activities.add(alerts);
        return activities;
    }

    private static void apply(AccessSettings settings) {
        SweepSchedule.apply(service.client(), settings);
    }

    private static AccessSettings sweeping(Duration every, String... sets) {
        Map<String, Duration> longest = new TreeMap<>();
        List.of(sets).forEach(set -> longest.put(set, HOUR));
        return new AccessSettings(
                HOUR,
                longest,
                Optional.of(new SweepSettings(
                        every,
                        new Center(
                                new AccountId(ContactCenter.MANAGEMENT_ACCOUNT),
                                new Region(ContactCenter.IDENTITY_CENTER_REGION)))));
    }

    private static Duration every(ScheduleHandle schedule) {
        return schedule.describe().getSchedule().getSpec().getIntervals().get(0).getEvery();
    }

    private static List<String> permissionSets(ScheduleHandle schedule) {
        ScheduleActionStartWorkflow action =
                (ScheduleActionStartWorkflow) schedule.describe().getSchedule().getAction();
        return action.getArguments().get(0, Scope.class).permissionSets();
    }
}
