package dev.crossrun.lease;

import static dev.crossrun.lease.LeaseKeeperTest.CENTER;
import static dev.crossrun.lease.LeaseKeeperTest.SET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.AlertActivities.Alert;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities.AccountAssignment;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.Lease;
import dev.crossrun.activity.LeaseActivities.Holding;
import dev.crossrun.domain.AccountId;
import dev.crossrun.lease.LeaseSweep.Difference;
import dev.crossrun.lease.LeaseSweep.Kind;
import dev.crossrun.lease.LeaseSweep.Report;
import dev.crossrun.lease.LeaseSweep.Scope;
import dev.crossrun.run.RunAttributes;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Assignments and leases compared, on a service whose time is skipped. */
@Timeout(60)
class LeaseSweepTest {
    private static final AccountId ACCOUNT = new AccountId("222222222222");
    private static final Principal ADA = new Principal("USER", "u-ada", "ada@example.com");
    private static final Principal GRACE = new Principal("USER", "u-grace", "grace@example.com");

    private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();
    private final FakeCenter center = new FakeCenter();

    @BeforeEach
    void start() {
        center.sets.add(SET);
        center.users.put(ADA.id(), ADA.name());
        center.users.put(GRACE.id(), GRACE.name());
        Worker worker = temporal.newWorker(RunAttributes.TASK_QUEUE);
        worker.registerWorkflowImplementationTypes(LeaseSweepImpl.class);
        worker.registerActivitiesImplementations(center);
        temporal.start();
    }

    @AfterEach
    void stop() {
        temporal.close();
    }

    @Test
    void findsNothingWhereEachAssignmentHasItsLease() {
        assign(ADA);
        hold(false, ADA);
        assertThat(sweep()).isEqualTo(new Report(List.of(), 0, List.of(), true));
        assertThat(center.alerts).isEmpty();
    }

    @Test
    void reportsAnAssignmentThatNoLeaseRemoves() {
        assign(ADA);
        assign(GRACE);
        hold(false, ADA);
        assertThat(sweep().differences()).containsExactly(notHeld(GRACE, "grace@example.com"));
        assertThat(center.alerts)
                .extracting(Alert::text)
                .containsExactly("grace@example.com has Administrator on 222222222222, and no lease removes it");
    }

    /** It may be left by a keeper that was terminated: the next keeper then found it there. */
    @Test
    void reportsAnAssignmentThatWasThereBeforeTheFirstLease() {
        assign(ADA);
        hold(true, ADA);
        assertThat(sweep().differences()).containsExactly(notHeld(ADA, "ada@example.com"));
    }

    @Test
    void reportsALeaseWhoseAssignmentIsNotThere() {
        hold(false, ADA);
        assertThat(sweep().differences())
                .containsExactly(new Difference(Kind.NOT_ASSIGNED, SET.name(), ACCOUNT, ADA.id(), "ada@example.com"));
        assertThat(center.alerts)
                .extracting(Alert::text)
                .containsExactly(
                        "ada@example.com has a lease of Administrator on 222222222222, but not the assignment");
    }

    @Test
    void leavesOutAssignmentsOfGroups() {
        assign(new Principal("GROUP", "g-1", "Administrators"));
        assertThat(sweep().differences()).isEmpty();
    }

    @Test
    void namesAUserWhoWasDeletedByTheId() {
        center.users.clear();
        assign(GRACE);
        assertThat(sweep().differences()).containsExactly(notHeld(GRACE, "u-grace"));
    }

    @Test
    void reportsNothingThatIsSoForAMomentOnly() {
        assign(GRACE);
        center.afterLook = center.given::clear;
        Instant begin = now();
        assertThat(sweep().differences()).isEmpty();
        assertThat(now()).as("it looked again").isAfterOrEqualTo(begin.plus(Duration.ofMinutes(5)));
        assertThat(center.alerts).isEmpty();
    }

    @Test
    void reportsWhatCannotBeReadAndComparesTheRest() {
        PermissionSet other = new PermissionSet("arn:aws:sso:::permissionSet/ssoins-1/ps-2", "Reader");
        center.sets.add(other);
        assign(SET, GRACE);
        Report report = sweep("Administrator", "Reader", "Missing");
        assertThat(report.differences()).hasSize(1);
        assertThat(report.unread()).containsExactly("IAM Identity Center has no permission set Missing");
        assertThat(center.alerts.get(0).text())
                .endsWith("; Not compared: IAM Identity Center has no permission set Missing");
    }

    @Test
    void reportsThatNothingCouldBeRead() {
        center.failing.put("IdentityCenter_DescribeInstance", FailureType.NOT_AUTHORIZED);
        assertThat(sweep().unread()).containsExactly("IdentityCenter_DescribeInstance was refused");
        assertThat(center.alerts).hasSize(1);
    }

    @Test
    void reportsThatAKeeperDoesNotAnswer() {
        center.failing.put("Lease_Holdings", FailureType.NOT_AUTHORIZED);
        assertThat(sweep().unread()).containsExactly("Administrator: Lease_Holdings was refused");
    }

    @Test
    void reportsTheFirstThousandAndHowManyMoreThereAre() {
        for (int i = 0; i < 1_002; i++) {
            assign(new Principal("USER", "u-" + i, "u-" + i));
        }
        Report report = sweep();
        assertThat(report.differences()).hasSize(1_000);
        assertThat(report.more()).isEqualTo(2);
        assertThat(center.alerts.get(0).text()).endsWith("; and 992 more differences");
    }

    @Test
    void sendsAnAlertOnceUntilThereIsSomethingNew() {
        assign(GRACE);
        everyHour();
        passUntilAlerts(1);
        temporal.sleep(Duration.ofHours(3));
        assertThat(center.alerts).hasSize(1);
        assign(ADA);
        passUntilAlerts(2);
        assertThat(center.alerts.get(1).text()).contains("ada@example.com", "grace@example.com");
    }

    @Test
    void sendsWithTheNextSweepWhatCouldNotBeSent() {
        assign(GRACE);
        center.failing.put("Alert_Send", FailureType.NOT_AUTHORIZED);
        everyHour();
        temporal.sleep(Duration.ofHours(2));
        center.failing.clear();
        passUntilAlerts(1);
    }

    private void passUntilAlerts(int count) {
        Awaitility.await().forever().pollInSameThread().until(() -> {
            temporal.sleep(Duration.ofMinutes(10));
            return center.alerts.size() >= count;
        });
        assertThat(center.alerts).hasSize(count);
    }

    private Report sweep(String... names) {
        LeaseSweep sweep = temporal.getWorkflowClient()
                .newWorkflowStub(LeaseSweep.class, options().build());
        return sweep.sweep(scope(names.length == 0 ? List.of(SET.name()) : List.of(names)));
    }

    /** As the schedule starts it: each knows the result of the one before. */
    private void everyHour() {
        LeaseSweep sweep = temporal.getWorkflowClient()
                .newWorkflowStub(
                        LeaseSweep.class, options().setCronSchedule("0 * * * *").build());
        WorkflowClient.start(sweep::sweep, scope(List.of(SET.name())));
    }

    private static WorkflowOptions.Builder options() {
        return WorkflowOptions.newBuilder().setWorkflowId("lease-sweep").setTaskQueue(RunAttributes.TASK_QUEUE);
    }

    private static Scope scope(List<String> names) {
        return new Scope(CENTER.place(), names);
    }

    private Instant now() {
        return Instant.ofEpochMilli(temporal.currentTimeMillis());
    }

    private static Difference notHeld(Principal user, String name) {
        return new Difference(Kind.NOT_HELD, SET.name(), ACCOUNT, user.id(), name);
    }

    private void assign(Principal user) {
        assign(SET, user);
    }

    private void assign(PermissionSet set, Principal user) {
        center.given.add(new AccountAssignment(CENTER, set, ACCOUNT, user));
    }

    private void hold(boolean before, Principal user) {
        center.holdings.add(new Holding(
                before,
                List.of(new Lease(
                        "temporary-access.one:1/222222222222",
                        "temporary-access.one:1",
                        new AccountAssignment(CENTER, SET, ACCOUNT, user),
                        now().plus(Duration.ofHours(1)),
                        false,
                        Duration.ofHours(4)))));
    }
}
