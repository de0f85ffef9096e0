package dev.crossrun.standalone;

import static dev.crossrun.standalone.AccessRun.ACCOUNT;
import static dev.crossrun.standalone.AccessRun.ADA;
import static dev.crossrun.standalone.AccessRun.SET;
import static dev.crossrun.standalone.AccessRun.SUPPORT;
import static dev.crossrun.standalone.AccessRun.action;
import static dev.crossrun.standalone.FiveAccounts.OPERATOR;
import static dev.crossrun.standalone.FiveAccounts.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.AccountAssignment;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PermissionSet;
import dev.crossrun.simulator.world.PrincipalType;
import io.temporal.api.history.v1.ActivityTaskStartedEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ends of accesses on real Temporal services, while processes die: judged by what users can do in the one world of all of them. They
 * share the time: all is given before the first test, and one server is down while the worker of the other is killed.
 */
@OnRealTemporal
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
@Timeout(300)
class AccessEndsOnRealTemporalTest {
    private static final String GRACE = "grace@example.com";
    private static final String MALLORY = "mallory@example.com";
    private static final int SIGTERM = 128 + 15;
    private static final String STUCK = FiveAccounts.ALL.get(4);
    private static final String THEIRS = """
            {"Version": "2012-10-17", "Statement": [{"Sid": "Theirs", "Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}""";

    private final Simulator simulator =
            Simulator.start(SimulatorSettings.defaults().withSeed(new FiveAccounts()));

    @TempDir
    static Path folder;

    private RealSite killed;
    private RealSite stopped;

    /** Of {@code stopped}. */
    private TemporalServer server;

    /** Whose worker is killed before its end. */
    private AccessRun before;

    /** On five accounts, of which one answers nothing but errors. */
    private AccessRun five;

    /** Whose Temporal is down at its end. */
    private AccessRun overrun;

    private Instant beforeEnds;
    private Instant overrunEnds;
    private AccessKey beforeSession;
    private AccessKey overrunSession;

    @BeforeAll
    @Timeout(300)
    void give() throws IOException {
        Path ofStopped = Files.createDirectory(folder.resolve("stopped"));
        server = RealService.restartable(ofStopped);
        stopped = new RealSite(ofStopped, new RealService(server), simulator);
        killed = new RealSite(
                Files.createDirectory(folder.resolve("killed")), new RealService(folder.resolve("killed")), simulator);
        simulator
                .faults()
                .add(InjectedFault.of("sso:CreateAccountAssignment", Kind.SERVER_ERROR)
                        .withResource(STUCK)
                        .forEver());
        overrun = stopped.run(request("overrun", GRACE, OPERATOR, "PT12S", SUPPORT));
        five = killed.run(request("five", ADA, SET, "PT25S", FiveAccounts.ALL.toArray(String[]::new))
                .put("endSessions", false));
        before = killed.run(request("before", GRACE, SET, "PT12S", ACCOUNT));

        overrun.approved().given();
        overrunEnds = overrun.end();
        overrunSession = open(GRACE, SUPPORT, OPERATOR);
        server.kill();

        five.approved();
        before.approved().given();
        Waiting.until(() -> held(ADA, SET) == 4);
        beforeEnds = before.end();
        beforeSession = open(GRACE, ACCOUNT, SET);
    }

    @AfterAll
    void close() {
        stopped.close();
        killed.close();
        simulator.close();
    }

    @Test
    @Order(1)
    void theWorkerThatIsStartedAfterTheEndTakesBackWhatTheKilledOneGave() {
        killed.killWorker();
        passUntil(beforeEnds.plusSeconds(1));
        assertThat(held(GRACE, SET)).as("nobody works").isEqualTo(1);
        killed.startWorker();
        before.awaitStep("revoke", "DONE");
        assertThat(held(GRACE, SET)).isZero();
        assertThat(may(beforeSession)).isFalse();
        assertThat(changes(GRACE, SET, ACCOUNT, false)).isEqualTo(1);
    }

    @Test
    @Order(2)
    void aWorkerThatIsKilledDuringTheRemovalLeavesNothingAndDoublesNothing() {
        InjectedFault slow = InjectedFault.of("sso:DeleteAccountAssignment", Kind.SLOW)
                .withResource(set(RESPONDER).arn())
                .withDuration(Duration.ofSeconds(30));
        simulator.faults().add(slow);
        String start = Instant.now().plusSeconds(6).toString();
        AccessRun one =
                killed.run(request("one", ADA, RESPONDER, "PT8S", SUPPORT).put("startAt", start));
        AccessRun two =
                killed.run(request("two", ADA, RESPONDER, "PT8S", SUPPORT).put("startAt", start));
        AccessRun after = killed.run(request("after", MALLORY, SET, "PT8S", ACCOUNT));
        AccessRun joining = killed.run(request("joining", ADA, RESPONDER, "PT5M", SUPPORT));
        List.of(one, two, after).forEach(AccessRun::approved);
        joining.task("approve-plan.approval.1");
        List.of(one, two).forEach(AccessRun::given);
        assertThat(one.end()).as("the same second").isEqualTo(two.end());
        AccessKey session = open(ADA, SUPPORT, RESPONDER);

        after.awaitStep("revoke", "DONE");
        Waiting.until(() -> simulator.faults().met().stream().anyMatch(met -> met.kind() == Kind.SLOW));
        joining.approved().awaitStep("grant", "RUNNING");
        killed.killWorker();
        killed.startWorker();
        List.of(one, two).forEach(run -> run.awaitStep("revoke", "DONE"));
        assertThat(changes(ADA, RESPONDER, SUPPORT, false)).isEqualTo(1);
        assertThat(changes(MALLORY, SET, ACCOUNT, false)).isEqualTo(1);
        assertThat(may(session)).isFalse();

        joining.given();
        assertThat(holds(ADA, SUPPORT, RESPONDER)).isTrue();
        // Until the denial of the earlier sessions is provisioned with the time of the removal, it denies this one,
        // too.
        Waiting.until(() -> may(open(ADA, SUPPORT, RESPONDER)));
        joining.answer(joining.kim, "window.offer.1", action("end").put("reason", "solved"));
        joining.awaitStep("revoke", "DONE");
        assertThat(holds(ADA, SUPPORT, RESPONDER)).isFalse();
        assertThat(changes(ADA, RESPONDER, SUPPORT, false)).isEqualTo(2);
        assertThat(denials(SET)).doesNotHaveDuplicates();
        assertThat(denials(RESPONDER)).doesNotHaveDuplicates();
    }

    @Test
    @Order(3)
    void anAccountThatAnswersErrorsUntilAfterTheEndHoldsBackNoOtherAndIsNotGivenLater() {
        Waiting.until(() -> held(ADA, SET) == 0);
        simulator.faults().clear();
        five.awaitStep("revoke", "DONE");
        assertThat(held(ADA, SET)).isZero();
        assertThat(changes(ADA, SET, STUCK, true)).isZero();
    }

    @Test
    @Order(4)
    void takesBackAsSoonAsTemporalIsBackAndSaysHowLate() {
        passUntil(overrunEnds.plusSeconds(61));
        assertThat(holds(GRACE, SUPPORT, OPERATOR)).as("Temporal is down").isTrue();
        assertThat(may(overrunSession)).isTrue();
        assign(GRACE, SUPPORT, OPERATOR);
        edit(OPERATOR);
        server.start();
        overrun.awaitStep("revoke", "DONE");
        assertThat(holds(GRACE, SUPPORT, OPERATOR)).isFalse();
        assertThat(may(overrunSession)).isFalse();
        assertThat(changes(GRACE, OPERATOR, SUPPORT, false)).isEqualTo(1);
        assertThat(overrun.step("revoke").path("detail").asText()).contains("after the end of the window");
        assertThat(inline(OPERATOR)).contains("Theirs");
        assertThat(denials(OPERATOR)).doesNotHaveDuplicates();
    }

    /** The end of the sessions comes before the removal. */
    @Test
    @Order(5)
    void aWorkerThatIsStoppedDuringACallFinishesItAndTheNextOneDoesTheRest() {
        String operation = "sso:PutInlinePolicyToPermissionSet";
        AccessRun run = killed.run(request("drained", GRACE, SET, "PT5M", SUPPORT));
        run.approved().given();
        int begun = puts(run).size();
        int calls = simulator.calls().of(operation).size();
        simulator.faults().clear();
        simulator.faults().add(InjectedFault.of(operation, Kind.SLOW).withDuration(Duration.ofSeconds(5)));
        run.answer(run.kim, "window.offer.1", action("end").put("reason", "solved"));
        Waiting.until(() -> !simulator.faults().met().isEmpty());

        assertThat(killed.stopWorker()).isEqualTo(SIGTERM);

        assertThat(killed.log()).contains("It finishes its calls in flight", "The worker has stopped");
        assertThat(simulator.calls().of(operation)).hasSize(calls + 1);
        assertThat(puts(run)).as("Temporal knows the end of the call").hasSize(begun + 1);
        assertThat(puts(run).get(begun).getAttempt()).isEqualTo(1);
        assertThat(holds(GRACE, SUPPORT, SET)).isTrue();
        killed.startWorker();
        run.awaitStep("revoke", "DONE");
        assertThat(holds(GRACE, SUPPORT, SET)).isFalse();
        assertThat(changes(GRACE, SET, SUPPORT, false)).isEqualTo(1);
        assertThat(denials(SET)).doesNotHaveDuplicates();
    }

    /** The attempts that have put a policy. */
    private static List<ActivityTaskStartedEventAttributes> puts(AccessRun run) {
        List<HistoryEvent> events =
                run.site.temporal().fetchHistory(run.keeper()).getEvents();
        return events.stream()
                .filter(HistoryEvent::hasActivityTaskCompletedEventAttributes)
                .map(HistoryEvent::getActivityTaskCompletedEventAttributes)
                .filter(completed -> event(events, completed.getScheduledEventId())
                        .getActivityTaskScheduledEventAttributes()
                        .getActivityType()
                        .getName()
                        .equals("PermissionSet_PutInlinePolicy"))
                .map(completed -> event(events, completed.getStartedEventId()).getActivityTaskStartedEventAttributes())
                .toList();
    }

    private static HistoryEvent event(List<HistoryEvent> events, long id) {
        return events.get(Math.toIntExact(id) - 1);
    }

    private static ObjectNode request(String name, String user, String set, String duration, String... accounts) {
        ObjectNode request =
                AccessRun.request().put("name", name).put("user", user).put("duration", duration);
        ObjectNode access = (ObjectNode) request.at("/access/0");
        ArrayNode ids = access.put("permissionSet", set).putArray("accountIds");
        List.of(accounts).forEach(ids::add);
        return request;
    }

    private static void passUntil(Instant time) {
        Waiting.until(() -> Instant.now().isAfter(time));
    }

    private AccessKey open(String user, String account, String set) {
        return simulator.access().open(user, account, set).orElseThrow();
    }

    private boolean may(AccessKey session) {
        return simulator.access().may(session, AccessRun.REGION, "connect:ListUsers");
    }

    private boolean holds(String user, String account, String set) {
        return simulator.access().permissionSets(user, account).contains(set);
    }

    /** On how many accounts a user has a permission set. */
    private long held(String user, String set) {
        return FiveAccounts.ALL.stream()
                .filter(account -> holds(user, account, set))
                .count();
    }

    private IdentityCenter center() {
        return simulator.world().identityCenter().orElseThrow();
    }

    /** How often Identity Center was asked to assign a set, or to delete the assignment. */
    private long changes(String user, String set, String account, boolean creation) {
        String id = center().userByName(user).orElseThrow().id();
        return center().accountAccess().changes().stream()
                .filter(change -> change.creation() == creation)
                .filter(change -> change.assignment().principalId().equals(id))
                .filter(change -> change.assignment().accountId().equals(account))
                .filter(change -> change.assignment().permissionSetArn().equals(set(set).arn()))
                .count();
    }

    private PermissionSet set(String name) {
        return center().permissionSetByName(name).orElseThrow();
    }

    private void assign(String user, String account, String set) {
        center().assignAccount(new AccountAssignment(
                account,
                set(set).arn(),
                PrincipalType.USER,
                center().userByName(user).orElseThrow().id()));
    }

    private void edit(String name) {
        PermissionSet set = set(name);
        center().permissionSets().put(set.arn(), set.withPolicies(set.policies().withInline(Optional.of(THEIRS))));
    }

    private String inline(String set) {
        return set(set).policies().inline().orElse("");
    }

    /** The statements that deny sessions. */
    private List<String> denials(String set) {
        return Pattern.compile("CrossrunEnded\\w+")
                .matcher(inline(set))
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
