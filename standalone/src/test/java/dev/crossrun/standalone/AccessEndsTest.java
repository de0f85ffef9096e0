package dev.crossrun.standalone;

import static dev.crossrun.standalone.AccessRun.ACCOUNT;
import static dev.crossrun.standalone.AccessRun.ADA;
import static dev.crossrun.standalone.AccessRun.SET;
import static dev.crossrun.standalone.AccessRun.SUPPORT;
import static dev.crossrun.standalone.AccessRun.action;
import static dev.crossrun.standalone.AccessRun.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.AccountAccess;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PermissionSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of an access whatever happens beside it, judged by what the user can do in the world. */
@Timeout(120)
class AccessEndsTest {
    private static final String OFFER = "window.offer.1";
    private static final String THEIRS = """
            {"Version": "2012-10-17", "Statement": [{"Sid": "Theirs", "Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}""";

    @Test
    void twoRunsThatEndAtTheSameSecondTakeItBackOnce() {
        try (AccessRun run = new AccessRun(request())) {
            String start = run.time.instant().plus(Duration.ofHours(1)).toString();
            AccessRun one = run.another(request().put("name", "one").put("startAt", start))
                    .approved();
            AccessRun two = run.another(request().put("name", "two").put("startAt", start))
                    .approved();
            run.passUntil(() -> one.isDone("grant") && two.isDone("grant"));
            assertThat(one.end()).isEqualTo(two.end());
            assertThat(holds(run, ACCOUNT)).isTrue();

            JsonNode first = ended(one);
            JsonNode second = ended(two);

            assertThat(holds(run, ACCOUNT)).isFalse();
            assertThat(holds(run, SUPPORT)).isFalse();
            assertThat(first.at("/outcome/revoked").size()
                            + second.at("/outcome/revoked").size())
                    .isEqualTo(2);
            assertThat(first.at("/outcome/kept").size()
                            + second.at("/outcome/kept").size())
                    .isEqualTo(2);
        }
    }

    @Test
    void whoJoinsWhileAnotherRunTakesBackHasTheAccessAfterwards() {
        try (AccessRun run = new AccessRun(request()).approved().given()) {
            AccessRun other = run.another(request().put("name", "incident-4712-ada"));
            other.task("approve-plan.approval.1");
            fault(
                    run,
                    InjectedFault.of("sso:DeleteAccountAssignment", Kind.SERVER_ERROR)
                            .withTimes(8));
            run.answer(run.kim, OFFER, action("end").put("reason", "solved"));
            run.until(view -> !run.site.simulator().faults().met().isEmpty());
            other.approved();
            run.passUntil(() -> run.isDone("revoke") && other.isDone("grant"));
            assertThat(holds(run, ACCOUNT)).isTrue();
            assertThat(holds(run, SUPPORT)).isTrue();
            run.time.move(Duration.ofMinutes(2));
            assertThat(run.may(run.open(ACCOUNT).orElseThrow()))
                    .as("what ended the sessions of the first does not mean those of the second")
                    .isTrue();
            ended(other);
            assertThat(holds(run, ACCOUNT)).isFalse();
        }
    }

    /**
     * Identity Center has one assignment of a set to a user on an account: to create it again changes nothing and leaves no
     * trace but the call, so it ends with the access. Who is to have it for good gets it when the access is over, or by a group.
     */
    @Test
    void whatAnAdministratorGivesOnceMoreMeanwhileIsTakenBackWithTheAccess() {
        try (AccessRun run = new AccessRun(request()).approved().given()) {
            int before = center(run).accountAssignments().size();
            AccessDay.assign(center(run), ADA);
            assertThat(center(run).accountAssignments()).hasSize(before);
            ended(run);
            assertThat(holds(run, ACCOUNT)).isFalse();
            AccessDay.assign(center(run), ADA);
            run.time.move(Duration.ofHours(13));
            assertThat(holds(run, ACCOUNT)).as("given after the end").isTrue();
        }
    }

    @Test
    void anEditOfTheInlinePolicyMeanwhileStays() {
        try (AccessRun run = new AccessRun(request()).approved().given()) {
            IdentityCenter center = center(run);
            PermissionSet set = AccessDay.set(center);
            center.permissionSets()
                    .put(set.arn(), set.withPolicies(set.policies().withInline(Optional.of(THEIRS))));
            ended(run);
            assertThat(inline(run)).contains("Theirs", "CrossrunEnded");
            run.time.move(Duration.ofHours(13));
            assertThat(inline(run)).contains("Theirs").doesNotContain("CrossrunEnded");
        }
    }

    @Test
    void accountsThatAreStuckInTheGrantHoldBackNoOther() {
        List<String> more = List.of("555555555555", "666666666666", "777777777777");
        Site site = Site.of(TestStack.start(SimulatorSettings.defaults()));
        more.forEach(account -> site.simulator().world().createAccount(account, "more-" + account));
        ObjectNode request = request().put("duration", "PT5M");
        ArrayNode accounts = (ArrayNode) request.at("/access/0/accountIds");
        more.forEach(accounts::add);
        // The worker may assign on two of the five alone.
        try (AccessRun run = new AccessRun(site, request).approved()) {
            run.task("grant.decision.1");
            Instant end = run.end();
            assertThat(given(run)).isEqualTo(2);
            run.passUntil(() -> takenBack(run).size() == 2);
            assertThat(takenBack(run))
                    .allMatch(at -> !at.isBefore(end) && at.isBefore(end.plus(Duration.ofMinutes(5))));
            assertThat(given(run)).isZero();
        }
    }

    @Test
    void anAccountThatAnswersNothingButErrorsHoldsBackNoOtherAndIsTakenBackOnceItAnswers() {
        String stuck = FiveAccounts.ALL.get(4);
        Site site = Site.of(TestStack.start(SimulatorSettings.defaults().withSeed(new FiveAccounts())));
        site.simulator()
                .faults()
                .addAll(List.of(
                        about(stuck, "sso:CreateAccountAssignment", Kind.NO_ANSWER_AFTER),
                        about(stuck, "sso:CreateAccountAssignment", Kind.SERVER_ERROR)
                                .forEver(),
                        about(stuck, "sso:ListAccountAssignments", Kind.SERVER_ERROR)
                                .withNth(4)
                                .forEver(),
                        about(stuck, "sso:DeleteAccountAssignment", Kind.SERVER_ERROR)
                                .forEver(),
                        about(stuck, "sso:ProvisionPermissionSet", Kind.SERVER_ERROR)
                                .forEver()));
        ObjectNode request = request().put("duration", "PT5M");
        ArrayNode accounts = ((ObjectNode) request.at("/access/0")).putArray("accountIds");
        FiveAccounts.ALL.forEach(accounts::add);
        try (AccessRun run = new AccessRun(site, request).approved()) {
            Waiting.until(() -> given(run) == 5);
            Instant end = run.end();
            run.passUntil(() -> takenBack(run).size() == 4);
            assertThat(takenBack(run))
                    .allMatch(at -> !at.isBefore(end) && at.isBefore(end.plus(Duration.ofMinutes(5))));
            run.passUntil(() -> run.time.instant().isAfter(end.plus(Duration.ofMinutes(3))));
            assertThat(holds(run, stuck)).isTrue();
            run.simulator().faults().clear();
            JsonNode ended = ended(run);
            assertThat(given(run)).isZero();
            assertThat(takenBack(run)).hasSize(5);
            assertThat(ended.at("/outcome/revoked").size()
                            + ended.at("/outcome/notConfirmed").size())
                    .isEqualTo(5);
            assertThat(run.step("revoke").path("detail").asText()).contains("after the end of the window");
        }
    }

    @Test
    void theKeeperEndsTheAccessOfARunThatWasTerminated() {
        try (AccessRun run = new AccessRun(request()).approved().given()) {
            AccessKey session = run.open(ACCOUNT).orElseThrow();
            Instant terminated = run.time.instant();
            Termination.of(run.workflowId(), run.site.temporal());
            Waiting.until(() -> {
                run.time.move(Duration.ofMinutes(1));
                return !holds(run, ACCOUNT) && !holds(run, SUPPORT);
            });
            assertThat(run.time.instant()).isBefore(terminated.plus(Duration.ofMinutes(10)));
            assertThat(run.may(session)).isFalse();
            run.time.move(Duration.ofHours(13));
            assertThat(inline(run)).doesNotContain("CrossrunEnded");
        }
    }

    @Test
    void sessionsAreEndedOnceTheyCanBeThoughTheAccessWasTakenBackBefore() {
        try (AccessRun run = new AccessRun(request())) {
            AccessDay.assign(center(run), "grace@example.com");
            run.approved().given();
            AccessKey session = run.open(ACCOUNT).orElseThrow();
            fault(
                    run,
                    InjectedFault.of("sso:PutInlinePolicyToPermissionSet", Kind.ACCESS_DENIED)
                            .forEver());
            run.answer(run.kim, OFFER, action("end").put("reason", "solved"));
            run.task("end-sessions.decision.1");
            run.passUntil(() -> run.isDone("revoke"));
            assertThat(run.may(session)).isTrue();
            run.simulator().faults().clear();
            run.answer(run.sam, "end-sessions.decision.1", action("retry"));
            run.passUntil(() -> run.isDone("end-sessions"));
            assertThat(run.may(session)).isFalse();
        }
    }

    @Test
    void anOverrunIsToldThoughSomebodyEndedItEarly() {
        try (AccessRun run = new AccessRun(request()).approved().given()) {
            Instant end = run.end();
            fault(
                    run,
                    InjectedFault.of("sso:DeleteAccountAssignment", Kind.ACCESS_DENIED)
                            .forEver());
            run.answer(run.kim, OFFER, action("end").put("reason", "solved"));
            run.passUntil(() -> run.time.instant().isAfter(end.plus(Duration.ofMinutes(30))));
            run.simulator().faults().clear();
            run.passUntil(() -> run.isDone("revoke"));
            assertThat(run.step("revoke").path("detail").asText()).contains("after the end of the window");
        }
    }

    private static JsonNode ended(AccessRun run) {
        run.passUntil(() -> run.view().hasNonNull("closedAt"));
        assertThat(run.view().path("status").asText()).isEqualTo("SUCCEEDED");
        return run.view();
    }

    private static InjectedFault about(String account, String operation, Kind kind) {
        return InjectedFault.of(operation, kind).withResource(account);
    }

    private static void fault(AccessRun run, InjectedFault fault) {
        run.simulator().faults().add(fault);
    }

    private static IdentityCenter center(AccessRun run) {
        return run.simulator().world().identityCenter().orElseThrow();
    }

    /** When Identity Center was asked to. */
    private static List<Instant> takenBack(AccessRun run) {
        return center(run).accountAccess().changes().stream()
                .filter(change -> !change.creation())
                .map(AccountAccess.Change::createdDate)
                .toList();
    }

    private static String inline(AccessRun run) {
        return AccessDay.set(center(run)).policies().inline().orElse("");
    }

    private static boolean holds(AccessRun run, String account) {
        return run.access().permissionSets(ADA, account).contains(SET);
    }

    private static long given(AccessRun run) {
        return run.access().grants().stream()
                .filter(grant ->
                        grant.user().equals(ADA) && grant.permissionSet().equals(SET))
                .count();
    }
}
