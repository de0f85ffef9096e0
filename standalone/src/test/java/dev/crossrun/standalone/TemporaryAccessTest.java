package dev.crossrun.standalone;

import static dev.crossrun.standalone.AccessRun.ACCOUNT;
import static dev.crossrun.standalone.AccessRun.ADA;
import static dev.crossrun.standalone.AccessRun.SET;
import static dev.crossrun.standalone.AccessRun.SUPPORT;
import static dev.crossrun.standalone.AccessRun.action;
import static dev.crossrun.standalone.AccessRun.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.cli.ApiRefusal;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.AccountAssignment;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PrincipalType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Access for a few hours, judged by what the user can do in the world. */
@Timeout(120)
class TemporaryAccessTest {
    private static final String OFFER = "window.offer.1";

    @Test
    void theUserHasTheAccessInTheWindowAndNeitherBeforeNorAfter() {
        ObjectNode request = request();
        request.putArray("activityRegions").add("eu-central-1").add("us-east-1");
        try (AccessRun run = new AccessRun(request)) {
            run.task("approve-plan.approval.1");
            assertThat(run.open(ACCOUNT)).as("before the approval").isEmpty();
            run.approved().given();
            AccessKey session = run.open(ACCOUNT).orElseThrow();
            assertThat(run.may(session)).isTrue();
            assertThat(run.open(SUPPORT)).isPresent();
            run.calls(session);

            JsonNode ended = run.ended();

            assertThat(ended.path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(run.open(ACCOUNT)).isEmpty();
            assertThat(run.open(SUPPORT)).isEmpty();
            assertThat(run.may(session)).as("a session that was open").isFalse();
            assertThat(ended.at("/outcome/revoked")).hasSize(2);
            assertThat(new String(
                            run.kim
                                    .download(run.path + "/artifacts/activity.md")
                                    .content(),
                            StandardCharsets.UTF_8))
                    .contains("ListInstances", "DeleteRole", "AccessDenied");
            assertThat(ended.at("/outcome/calls").asInt()).isEqualTo(2);
            assertThat(ended.at("/outcome/denied").asInt()).isEqualTo(1);
        }
    }

    @Test
    void theEndComesAtItsTime() {
        try (AccessRun run = new AccessRun(request()).approved().given()) {
            Instant end = run.end();
            run.time.move(Duration.between(run.time.instant(), end).minusSeconds(30));
            assertThat(run.access().permissionSets(ADA, ACCOUNT)).containsExactly(SET);
            run.awaitStepAfter("revoke", Duration.ofMinutes(1));
            assertThat(run.access().permissionSets(ADA, ACCOUNT)).isEmpty();
            assertThat(run.time.instant()).isBefore(end.plus(Duration.ofMinutes(5)));
        }
    }

    @Test
    void aSessionThatWasOpenedBeforeTheEndGoesOnWhereTheRequestLetsIt() {
        ObjectNode request = request();
        request.put("endSessions", false);
        try (AccessRun run = new AccessRun(request)) {
            keepTheSetInTheAccount(run);
            run.task("approve-plan.approval.1");
            assertThat(run.kim.get(run.path + "/plan").path("findings").toString())
                    .contains("goes on for");
            run.approved().given();
            run.time.move(Duration.between(run.time.instant(), run.end()).minusMinutes(1));
            AccessKey session = run.open(ACCOUNT).orElseThrow();
            run.awaitStepAfter("revoke", Duration.ofMinutes(1));
            assertThat(run.open(ACCOUNT)).isEmpty();
            assertThat(run.may(session)).isTrue();
            run.time.move(Duration.ofHours(13));
            assertThat(run.may(session)).as("when it has expired").isFalse();
        }
    }

    @Test
    void theRequesterEndsItAsSoonAsItIsNotNeededAnyMore() {
        try (AccessRun run = new AccessRun(request()).approved().given()) {
            run.answer(run.kim, OFFER, action("end").put("reason", "solved"));
            run.awaitStep("revoke", "DONE");
            assertThat(run.access().permissionSets(ADA, ACCOUNT)).isEmpty();
            assertThat(run.ended().at("/outcome/endedBy").asText()).isEqualTo("Ended by kim@example.com: solved");
        }
    }

    @Test
    void moreTimeCountsOnceSomebodyElseHasApprovedItBeforeTheEnd() {
        try (AccessRun run = new AccessRun(request()).approved().given()) {
            Instant end = run.end();
            run.answer(run.kim, OFFER, action("extend").put("duration", "PT1H").put("reason", "not solved yet"));
            run.answer(run.lee, "window.approval.1", action("approve"));
            run.task("window.offer.2");
            assertThat(run.end()).isEqualTo(end.plus(Duration.ofHours(1)));
            run.time.move(Duration.between(run.time.instant(), end).plusMinutes(10));
            assertThat(run.access().permissionSets(ADA, ACCOUNT)).containsExactly(SET);
            assertThat(run.ended().at("/outcome/extensions/0").asText()).isEqualTo("lee@example.com, PT1H more");
            assertThat(run.access().permissionSets(ADA, ACCOUNT)).isEmpty();
        }
    }

    @Test
    void moreTimeThatNobodyApprovesBeforeTheEndIsNone() {
        try (AccessRun run = new AccessRun(request()).approved().given()) {
            run.answer(
                    run.kim,
                    OFFER,
                    action("extend")
                            .put("duration", "PT1H")
                            .put("reason", "ok\n\n## Seen by [Security](https://evil.example)"));
            assertThat(run.task("window.approval.1").path("instructions").asText())
                    .contains(": ok ## Seen by \\[Security\\](https://evil.example)\n\nIt counts only");
            run.awaitStepAfter("revoke", Duration.ofMinutes(5));
            assertThat(run.access().permissionSets(ADA, ACCOUNT)).isEmpty();
            assertThatThrownBy(() -> run.lee.post(
                            run.path + "/tasks/window.approval.1/answer", action("approve"), Optional.empty()))
                    .isInstanceOfSatisfying(
                            ApiRefusal.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(409));
        }
    }

    @Test
    void whatTheUserHadBeforeStays() {
        try (AccessRun run = new AccessRun(request())) {
            give(run, ACCOUNT);
            run.approved().given();
            JsonNode ended = run.ended();
            assertThat(run.access().permissionSets(ADA, ACCOUNT)).containsExactly(SET);
            assertThat(run.access().permissionSets(ADA, SUPPORT)).isEmpty();
            assertThat(ended.at("/outcome/revoked")).hasSize(1);
        }
    }

    @Test
    void anAbortIsTheEndAndNothingIsLeft() {
        try (AccessRun run = new AccessRun(request()).approved().given()) {
            assertThatThrownBy(() -> abort(run, "LEAVE")).isInstanceOfSatisfying(ApiRefusal.class, refusal -> {
                assertThat(refusal.status()).isEqualTo(409);
                assertThat(refusal).hasMessageContaining("cannot be left");
            });
            abort(run, "UNDO");
            JsonNode ended = run.ended();
            assertThat(ended.path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(ended.at("/outcome/endedBy").asText()).startsWith("Ended by kim@example.com");
            assertThat(run.access().permissionSets(ADA, ACCOUNT)).isEmpty();
        }
    }

    @Test
    void nobodyApprovesTheirOwnAccess() {
        ObjectNode request = request();
        try (AccessRun run = new AccessRun(request)) {
            JsonNode task = run.task("approve-plan.approval.1");
            assertThat(task.path("notBy").toString()).contains("kim@example.com", ADA);
        }
    }

    @Test
    void theApproverSeesWhatTheSetAllows() {
        try (AccessRun run = new AccessRun(request())) {
            assertThat(run.task("approve-plan.approval.1").path("instructions").asText())
                    .contains("Requested by kim@example.com.", "Reason: incident 4711");
            JsonNode plan = run.kim.get(run.path + "/plan");
            JsonNode set = ShownPlanTest.change(plan, "grant", "Permission set " + SET);
            assertThat(set.path("after")).as("stays").isEqualTo(set.path("before"));
            assertThat(set.at("/after/sessionDuration").asText()).isEqualTo("PT8H");
            assertThat(set.at("/after/managedPolicies").toString()).contains("AmazonConnect_FullAccess");
            assertThat(set.at("/after/inlinePolicy/Statement/0/Action").asText())
                    .isEqualTo("cloudtrail:LookupEvents");
            JsonNode given = ShownPlanTest.change(
                    plan, "grant", "Permission set " + SET + " on " + ACCOUNT + " for the user " + ADA);
            assertThat(given.path("before").isNull()).isTrue();
            assertThat(given.at("/after/from").asText()).isEqualTo("the approval");
            assertThat(given.at("/after/until").asText()).isEqualTo("2 hours after the approval");
            assertThat(given.at("/after/reason").asText()).contains("incident 4711");
            JsonNode denied = ShownPlanTest.change(plan, "end-sessions", "Inline policy of the permission set " + SET);
            assertThat(denied.at("/before/Statement")).hasSize(1);
            assertThat(denied.at("/after/Statement/1/Effect").asText()).isEqualTo("Deny");
            assertThat(denied.at("/after/Statement/1/Condition/DateLessThan/aws:TokenIssueTime")
                            .asText())
                    .isEqualTo("(known after end-sessions)");
        }
    }

    @Test
    void theApproverSeesWhereTheRoleOfTheSetIsDeletedAtTheEnd() {
        try (AccessRun run = new AccessRun(request())) {
            run.task("approve-plan.approval.1");
            assertThat(run.kim.get(run.path + "/plan").path("findings").toString())
                    .contains(
                            "Nobody has ConnectAdministrator on 222222222222, 444444444444 now",
                            "role/aws-reserved/sso.amazonaws.com*/AWSReservedSSO_ConnectAdministrator_*");
        }
    }

    @Test
    void theRoleOfTheSetStaysWhereAnotherUserOrAGroupHasIt() {
        Site site = Site.of(TestStack.start(SimulatorSettings.defaults()));
        IdentityCenter center = site.simulator().world().identityCenter().orElseThrow();
        AccessDay.assign(center, "grace@example.com");
        center.assignAccount(new AccountAssignment(
                SUPPORT,
                AccessDay.set(center).arn(),
                PrincipalType.GROUP,
                center.groups().visible().get(0).id()));
        try (AccessRun run = new AccessRun(site, request())) {
            assertThat(run.task("approve-plan.approval.1").path("instructions").asText())
                    .doesNotContain("Nobody has");
        }
    }

    @Test
    void everythingThatIsWrongWithARequestIsTold() {
        ObjectNode request = request();
        request.put("user", "nobody@example.com").put("duration", "PT20H");
        ((ObjectNode) request.at("/access/0")).put("permissionSet", "NoSuchSet");
        try (AccessRun run = new AccessRun(request)) {
            assertThat(run.task("preflight.decision.1").path("instructions").asText())
                    .contains(
                            "no user nobody@example.com", "no permission set NoSuchSet", "is given for up to 8 hours");
        }
    }

    @Test
    void aSetThatIsNotThereIsToldOfAUserWhoIs() {
        ObjectNode request = request();
        ((ObjectNode) request.at("/access/0")).put("permissionSet", "NoSuchSet");
        try (AccessRun run = new AccessRun(request)) {
            assertThat(run.task("preflight.decision.1").path("instructions").asText())
                    .contains("no permission set NoSuchSet");
        }
    }

    @Test
    void takingBackIsTriedForEverAndSomebodyIsTold() {
        try (AccessRun run = new AccessRun(request()).approved().given()) {
            run.simulator()
                    .faults()
                    .add(InjectedFault.of("sso:DeleteAccountAssignment", Kind.ACCESS_DENIED)
                            .forEver());
            run.answer(run.kim, OFFER, action("end").put("reason", "solved"));
            run.task("revoke.decision.1");
            run.time.move(Duration.ofHours(1));
            assertThat(run.access().permissionSets(ADA, ACCOUNT)).containsExactly(SET);
            run.simulator().faults().clear();
            JsonNode ended = run.ended();
            assertThat(ended.path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(run.access().permissionSets(ADA, ACCOUNT)).isEmpty();
        }
    }

    @Test
    void twoRunsThatEndTogetherTakeBackOnceAndNeitherTakesFromTheOther() {
        ObjectNode second = request();
        second.put("name", "incident-4712-ada");
        try (AccessRun run = new AccessRun(request()).approved().given();
                AccessRun other = run.another(second).approved().given()) {
            run.answer(run.kim, OFFER, action("end").put("reason", "solved"));
            run.awaitStep("revoke", "DONE");
            assertThat(run.access().permissionSets(ADA, ACCOUNT)).containsExactly(SET);
            assertThat(other.ended().path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(run.access().permissionSets(ADA, ACCOUNT)).isEmpty();
            assertThat(run.ended().at("/outcome/kept")).hasSize(2);
        }
    }

    private static void abort(AccessRun run, String effects) {
        run.kim.post(
                run.path + "/abort", JsonNodeFactory.instance.objectNode().put("effects", effects), Optional.empty());
    }

    /** Somebody gives Ada the set for good. */
    private static void give(AccessRun run, String account) {
        assign(run, account, ADA);
    }

    /** Somebody else has the set in the account, so that its role stays. */
    private static void keepTheSetInTheAccount(AccessRun run) {
        assign(run, ACCOUNT, "grace@example.com");
    }

    private static void assign(AccessRun run, String account, String user) {
        IdentityCenter center = run.simulator().world().identityCenter().orElseThrow();
        String set = center.permissionSets().all().stream()
                .filter(each -> each.name().equals(SET))
                .findFirst()
                .orElseThrow()
                .arn();
        String id = center.users().all().stream()
                .filter(each -> each.userName().equals(user))
                .findFirst()
                .orElseThrow()
                .id();
        center.assignAccount(new AccountAssignment(account, set, PrincipalType.USER, id));
    }
}
