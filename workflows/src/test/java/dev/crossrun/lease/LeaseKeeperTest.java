package dev.crossrun.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities.AccountAssignment;
import dev.crossrun.activity.IdentityCenterActivities.Instance;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.Lease;
import dev.crossrun.activity.Place;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.effect.Removal;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateHandle;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A keeper, on a service whose time is skipped. */
@Timeout(60)
class LeaseKeeperTest {
    static final Instance CENTER = new Instance(
            new Place(new AccountId("111111111111"), new Region("eu-west-1")),
            "arn:aws:sso:::instance/ssoins-1",
            "d-1",
            "111111111111",
            "ACTIVE");
    static final PermissionSet SET = new PermissionSet("arn:aws:sso:::permissionSet/ssoins-1/ps-1", "Administrator");
    private static final Duration SESSION = Duration.ofHours(4);

    private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();
    private final FakeCenter center = new FakeCenter();
    private final Instant start = now();

    @BeforeEach
    void start() {
        Worker worker = temporal.newWorker(RunAttributes.TASK_QUEUE);
        worker.registerWorkflowImplementationTypes(LeaseKeeperImpl.class);
        worker.registerActivitiesImplementations(center);
        temporal.start();
    }

    @AfterEach
    void stop() {
        temporal.close();
    }

    @Test
    void givesWithTheFirstLeaseAndTakesBackWithTheLast() {
        assertThat(take(lease("one"))).isEqualTo(ItemResult.done());
        assertThat(take(lease("two"))).isEqualTo(ItemResult.done());
        assertThat(center.given).hasSize(1);
        assertThat(end(lease("one")).outcome()).isEqualTo(Removal.Outcome.KEPT);
        assertThat(end(lease("one")))
                .as("a second time, as after a lost answer")
                .isEqualTo(Removal.kept("Another run granted it too"));
        assertThat(center.given).hasSize(1);
        assertThat(end(lease("two"))).isEqualTo(Removal.removed());
        assertThat(center.given).isEmpty();
    }

    @Test
    void neverTakesBackWhatWasThereBefore() {
        center.given.add(lease("one").assignment());
        assertThat(take(lease("one"))).isEqualTo(ItemResult.there());
        assertThat(end(lease("one")).reason()).contains("ada had it before");
        assertThat(center.given).hasSize(1);
    }

    @Test
    void endsByItselfALeaseWhoseTimeIsOver() {
        take(lease("one"));
        temporal.sleep(Duration.ofMinutes(59));
        assertThat(center.given).hasSize(1);
        sleepUntilNothingIsGiven(Duration.ofMinutes(1));
        assertThat(now()).isBefore(start.plus(Duration.ofMinutes(65)));
    }

    @Test
    void endsByItselfTheLeaseOfARunThatWasClosed() {
        take(lease("one"));
        center.closed.add("temporary-access.one:1");
        sleepUntilNothingIsGiven(Duration.ofMinutes(1));
        assertThat(now()).isBefore(start.plus(Duration.ofMinutes(10)));
    }

    @Test
    void saysWhenALeaseEndsOrSinceWhenItShouldHaveEnded() {
        take(lease("one"));
        assertThat(ends()).containsExactly(lease("one").until());
        center.removal = Optional.of(FailureType.NOT_AUTHORIZED);
        center.closed.add("temporary-access.one:1");
        temporal.sleep(Duration.ofMinutes(10));
        Instant tried = ends().get(0);
        assertThat(tried).isBefore(lease("one").until());
        temporal.sleep(Duration.ofHours(2));
        assertThat(ends()).containsExactly(tried);
    }

    private List<Instant> ends() {
        return temporal.getWorkflowClient()
                .newWorkflowStub(LeaseKeeper.class, lease("one").keeper())
                .ends();
    }

    @Test
    void aLeaseThatWasExtendedGoesOn() {
        take(lease("one"));
        update("extend", lease("one").until(start.plus(Duration.ofHours(3))), Void.class);
        temporal.sleep(Duration.ofHours(2));
        assertThat(center.given).hasSize(1);
        sleepUntilNothingIsGiven(Duration.ofMinutes(5));
        assertThat(now()).isAfter(start.plus(Duration.ofHours(3)));
    }

    @Test
    void anEarlierExtensionThatSomebodySendsAgainShortensNothing() {
        take(lease("one"));
        update("extend", lease("one").until(start.plus(Duration.ofHours(3))), Void.class);
        update("extend", lease("one").until(start.plus(Duration.ofHours(2))), Void.class);
        assertThat(keeper().query("kept", LeaseKeeper.Kept.class)
                        .holdings()
                        .get(0)
                        .leases())
                .containsExactly(lease("one").until(start.plus(Duration.ofHours(3))));
    }

    @Test
    void goesOnTryingWhatItCannotTakeBack() {
        take(lease("one"));
        center.removal = Optional.of(FailureType.NOT_AUTHORIZED);
        temporal.sleep(Duration.ofHours(2));
        assertThat(center.given).hasSize(1);
        assertThat(center.tried.get()).isGreaterThan(3);
        center.removal = Optional.empty();
        sleepUntilNothingIsGiven(Duration.ofMinutes(5));
    }

    @Test
    void tellsWhyItCouldNotTakeBackAndKeepsTheLease() {
        take(lease("one"));
        center.removal = Optional.of(FailureType.NOT_AUTHORIZED);
        assertThatThrownBy(() -> end(lease("one")))
                .satisfies(failure -> assertThat(FailureType.of(failure)).contains(FailureType.NOT_AUTHORIZED));
        center.removal = Optional.empty();
        assertThat(end(lease("one"))).isEqualTo(Removal.removed());
    }

    @Test
    void goesOnUntilNothingIsLeftThoughSomebodyCancelsIt() {
        take(lease("one"));
        take(lease("two"));
        WorkflowStub keeper =
                temporal.getWorkflowClient().newUntypedWorkflowStub(lease("one").keeper());
        keeper.cancel();
        temporal.sleep(Duration.ofMinutes(10));
        assertThat(end(lease("one")).outcome()).isEqualTo(Removal.Outcome.KEPT);
        assertThat(center.given).hasSize(1);
        sleepUntilNothingIsGiven(Duration.ofMinutes(5));
        assertThat(now()).isBefore(start.plus(Duration.ofMinutes(70)));
    }

    @Test
    void givesNothingForACallThatArrivesAfterTheEnd() {
        take(lease("one"));
        take(lease("two"));
        end(lease("one"));
        assertThatThrownBy(() -> take(lease("one")))
                .satisfies(failure -> assertThat(FailureType.of(failure)).contains(FailureType.CONFLICT));
        temporal.sleep(Duration.ofHours(2));
        assertThat(center.given).isEmpty();
        assertThatThrownBy(() -> take(lease("three")))
                .satisfies(failure -> assertThat(FailureType.of(failure)).contains(FailureType.CONFLICT));
        assertThat(center.given).isEmpty();
    }

    @Test
    void remembersUntilItsTimeThatALeaseHasEnded() {
        take(lease("one"));
        end(lease("one"));
        assertNotGiven(lease("one"));
        LeaseKeeper.Kept kept = keeper().query("kept", LeaseKeeper.Kept.class);
        keeper().terminate("as when it continues as new");
        temporal.getWorkflowClient()
                .newUntypedWorkflowStub(
                        LeaseKeeper.TYPE,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(lease("one").keeper())
                                .setTaskQueue(RunAttributes.TASK_QUEUE)
                                .build())
                .start(kept);
        assertNotGiven(lease("one"));
        assertThat(take(lease("two"))).isEqualTo(ItemResult.done());
        temporal.sleep(Duration.ofHours(1));
        end(lease("two"));
        keeper().getResult(Void.class);
    }

    @Test
    void remembersTheTimeUntilWhichAnEndedLeaseWasExtended() {
        take(lease("one"));
        update("extend", lease("one").until(start.plus(Duration.ofHours(3))), Void.class);
        end(lease("one"));
        end(lease("one"));
        temporal.sleep(Duration.ofHours(2));
        assertNotGiven(lease("one").until(start.plus(Duration.ofHours(3))));
    }

    @Test
    void givesNothingToARunThatIsClosed() {
        center.closed.add("temporary-access.one:1");
        assertNotGiven(lease("one"));
        keeper().getResult(Void.class);
    }

    /** What docs/security.md says remains. */
    @Test
    void aKeeperThatWasTerminatedGivesAnEndedLeaseAgainAndOnlyUntilItsRunIsClosed() {
        take(lease("one"));
        end(lease("one"));
        keeper().terminate("somebody");
        take(lease("one"));
        assertThat(center.given).hasSize(1);
        center.closed.add("temporary-access.one:1");
        sleepUntilNothingIsGiven(Duration.ofMinutes(1));
        assertThat(now()).isBefore(start.plus(Duration.ofMinutes(10)));
        assertNotGiven(lease("one"));
    }

    @Test
    void givesNothingByACopiedAnswerThatTheRunIsOpen() {
        center.copied = Optional.of(List.of());
        assertThatThrownBy(() -> take(lease("one")))
                .satisfies(failure -> assertThat(FailureType.of(failure)).contains(FailureType.INCONSISTENT));
        assertThat(center.given).isEmpty();
    }

    @Test
    void saysOfALeaseThatNoKeeperKnowsThatTheSetIsThereStill() {
        take(lease("one"));
        temporal.getWorkflowClient()
                .newUntypedWorkflowStub(lease("one").keeper())
                .terminate("by mistake");
        Removal removal = end(lease("one"));
        assertThat(removal.outcome()).isEqualTo(Removal.Outcome.KEPT);
        assertThat(removal.reason().orElseThrow()).contains("No keeper knows this lease any more", "ada has the set");
        assertThat(center.given).hasSize(1);
    }

    @Test
    void aJoinDuringARemovalHasTheSetAfterwards() {
        take(lease("one"));
        WorkflowUpdateHandle<Removal> ending = send("end", lease("one"), Removal.class);
        assertThat(take(lease("two"))).isEqualTo(ItemResult.done());
        ending.getResultAsync().join();
        assertThat(center.given).hasSize(1);
        assertThat(end(lease("two"))).isEqualTo(Removal.removed());
    }

    @Test
    void deniesOpenSessionsBesideWhatOthersWroteUntilTheyHaveExpired() throws Exception {
        String others = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Theirs\",\"Effect\":\"Allow\","
                + "\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";
        center.policy = Optional.of(others);
        take(lease("one"));
        assertThat(update("endSessions", lease("one"), Boolean.class)).isTrue();
        JsonNode statements = statements();
        assertThat(statements).hasSize(2);
        assertThat(statements.get(1).path("Effect").asText()).isEqualTo("Deny");
        assertThat(statements
                        .at("/1/Condition/StringEquals/identitystore:UserId")
                        .asText())
                .isEqualTo("u-ada");
        end(lease("one"));
        Instant narrowed = Instant.parse(
                statements().at("/1/Condition/DateLessThan/aws:TokenIssueTime").asText());
        assertThat(narrowed).as("sessions of a later lease go on").isBeforeOrEqualTo(now());
        temporal.sleep(SESSION.minusMinutes(5));
        assertThat(statements()).hasSize(2);
        Awaitility.await().forever().pollInSameThread().until(() -> {
            temporal.sleep(Duration.ofMinutes(5));
            return statements().size() == 1;
        });
        assertThat(JsonMapper.builder().build().readTree(center.policy.orElseThrow()))
                .isEqualTo(JsonMapper.builder().build().readTree(others));
        assertThat(center.provisioned).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void endsNoSessionsOfWhoHasTheSetByAnotherRunToo() {
        take(lease("one"));
        take(lease("two"));
        assertThat(update("endSessions", lease("one"), Boolean.class)).isFalse();
        assertThat(center.policy).isEmpty();
    }

    @Test
    void doesNotOverwriteAnEditOfSomebodyElseInTheMidstOfItsOwn() throws Exception {
        take(lease("one"));
        center.editMeanwhile = Optional.of(
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Theirs\",\"Effect\":\"Allow\",\"Action\":\"s3:*\","
                        + "\"Resource\":\"*\"}]}");
        assertThat(update("endSessions", lease("one"), Boolean.class)).isTrue();
        assertThat(statements())
                .extracting(each -> each.path("Sid").asText())
                .contains("Theirs")
                .hasSize(2);
    }

    @Test
    void takesBackThoughSessionsCannotBeEndedAndEndsThemOnceTheyCan() throws Exception {
        take(endingSessions("one"));
        center.failing.put("PermissionSet_PutInlinePolicy", FailureType.NOT_AUTHORIZED);
        sleepUntilNothingIsGiven(Duration.ofMinutes(1));
        assertThat(now()).isBefore(start.plus(Duration.ofMinutes(65)));
        center.failing.clear();
        temporal.sleep(Duration.ofMinutes(20));
        assertThat(statements()).hasSize(1);
    }

    @Test
    void endsSessionsWhenItIsAskedAgainAfterTheSetWasTakenBack() throws Exception {
        take(endingSessions("one"));
        center.failing.put("PermissionSet_PutInlinePolicy", FailureType.NOT_AUTHORIZED);
        assertThatThrownBy(() -> update("endSessions", endingSessions("one"), Boolean.class))
                .isNotNull();
        assertThat(end(endingSessions("one"))).isEqualTo(Removal.removed());
        center.failing.clear();
        assertThat(update("endSessions", endingSessions("one"), Boolean.class)).isTrue();
        assertThat(statements()).hasSize(1);
    }

    @Test
    void whoJoinsWhenSessionsWereJustEndedIsDeniedNothing() {
        take(lease("one"));
        assertThat(update("endSessions", lease("one"), Boolean.class)).isTrue();
        take(lease("two"));
        assertThat(end(lease("one")).outcome()).isEqualTo(Removal.Outcome.KEPT);
        assertThat(center.policy).isEmpty();
    }

    @Test
    void oneAccountsTroubleHoldsBackNoOther() {
        center.stuck.add(new AccountId("111111111112"));
        take(on("111111111112", lease("one")));
        take(lease("one"));
        center.closed.add("temporary-access.one:1");
        Awaitility.await().forever().pollInSameThread().until(() -> {
            temporal.sleep(Duration.ofMinutes(1));
            return center.given.size() == 1;
        });
        assertThat(now()).isBefore(start.plus(Duration.ofMinutes(10)));
        center.stuck.clear();
        sleepUntilNothingIsGiven(Duration.ofMinutes(1));
    }

    @Test
    void givesNothingAnyMoreForALeaseThatEndedBeforeItWasGiven() {
        center.failing.put("IdentityCenter_CreateAccountAssignments", FailureType.UNAVAILABLE);
        WorkflowUpdateHandle<ItemResult> first = send("take", lease("one"), ItemResult.class);
        WorkflowUpdateHandle<ItemResult> again = send("take", lease("one"), ItemResult.class);
        Awaitility.await().forever().until(() -> center.refused.get() > 0);
        assertThat(end(lease("one"))).isEqualTo(Removal.gone());
        center.failing.clear();
        for (WorkflowUpdateHandle<ItemResult> taking : List.of(first, again)) {
            assertThatThrownBy(() -> taking.getResultAsync().join())
                    .satisfies(
                            failure -> assertThat(FailureType.message(failure)).contains("ended before it was given"));
        }
        assertThat(center.given).isEmpty();
    }

    @Test
    void keepsNothingOfALeaseThatItCouldNotLookUp() {
        center.failing.put("IdentityCenter_FindAccountAssignments", FailureType.NOT_AUTHORIZED);
        assertThatThrownBy(() -> take(lease("one"))).isNotNull();
        temporal.getWorkflowClient()
                .newUntypedWorkflowStub(lease("one").keeper())
                .getResult(Void.class);
    }

    @Test
    void givesWhatSomebodyTookAwayMeanwhileToWhoJoins() {
        take(lease("one"));
        center.given.clear();
        take(lease("two"));
        assertThat(center.given).hasSize(1);
    }

    private static Lease on(String account, Lease lease) {
        return new Lease(
                lease.run() + "/" + account,
                lease.run(),
                new AccountAssignment(
                        CENTER, SET, new AccountId(account), lease.assignment().principal()),
                lease.until(),
                lease.endsSessions(),
                lease.session());
    }

    private Lease endingSessions(String run) {
        Lease lease = lease(run);
        return new Lease(lease.id(), lease.run(), lease.assignment(), lease.until(), true, lease.session());
    }

    private Instant now() {
        return Instant.ofEpochMilli(temporal.currentTimeMillis());
    }

    private void sleepUntilNothingIsGiven(Duration step) {
        Awaitility.await().forever().pollInSameThread().until(() -> {
            temporal.sleep(step);
            return center.given.isEmpty();
        });
    }

    private JsonNode statements() throws Exception {
        return JsonMapper.builder()
                .build()
                .readTree(center.policy.orElseThrow())
                .path("Statement");
    }

    private Lease lease(String run) {
        String id = "temporary-access." + run + ":1";
        return new Lease(
                id + "/222222222222",
                id,
                new AccountAssignment(
                        CENTER, SET, new AccountId("222222222222"), new Principal("USER", "u-ada", "ada")),
                start.plus(Duration.ofHours(1)),
                false,
                SESSION);
    }

    private WorkflowStub keeper() {
        return temporal.getWorkflowClient().newUntypedWorkflowStub(lease("one").keeper());
    }

    private void assertNotGiven(Lease lease) {
        assertThatThrownBy(() -> take(lease))
                .satisfies(failure -> assertThat(FailureType.of(failure)).contains(FailureType.CONFLICT));
        assertThat(center.given).isEmpty();
    }

    private ItemResult take(Lease lease) {
        return update("take", lease, ItemResult.class);
    }

    private Removal end(Lease lease) {
        return update("end", lease, Removal.class);
    }

    private <R> R update(String name, Lease lease, Class<R> type) {
        return send(name, lease, type).getResultAsync().join();
    }

    private <R> WorkflowUpdateHandle<R> send(String name, Lease lease, Class<R> type) {
        WorkflowStub keeper = temporal.getWorkflowClient()
                .newUntypedWorkflowStub(
                        LeaseKeeper.TYPE,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(lease.keeper())
                                .setTaskQueue(RunAttributes.TASK_QUEUE)
                                .setWorkflowIdConflictPolicy(
                                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                                .build());
        return keeper.startUpdateWithStart(
                UpdateOptions.newBuilder(type)
                        .setUpdateName(name)
                        .setWaitForStage(WorkflowUpdateStage.ACCEPTED)
                        .build(),
                new Object[] {lease},
                new Object[] {LeaseKeeper.Kept.nothing()});
    }
}
