package dev.crossrun.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.CloudTrailActivities.SignIns;
import dev.crossrun.activity.CloudTrailActivities.TrailEvent;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Region;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignInsTest {
    private static final Region REGION = new Region("eu-central-1");
    private static final Instant NOON = Instant.parse("2026-02-03T12:00:00Z");
    private static final TrailEvent SESSION = event(CloudTrailActivities.SESSION, NOON, Optional.of("ada"), false);

    private final SignIns adas = new SignIns(
                    new Place(new AccountId("222222222222"), REGION),
                    List.of(REGION),
                    "arn:aws:iam::222222222222:role/AmazonConnectFederation",
                    new InstanceId("aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"),
                    NOON.minusSeconds(60),
                    Optional.empty(),
                    List.of())
            .of("ada", List.of("told"));

    @Test
    void aSessionThatBeganLaterOutdatesEachRefusal() {
        List<TrailEvent> signIns = List.of(
                refused(CloudTrailActivities.SESSION, NOON.minusSeconds(2)),
                refused(CloudTrailActivities.TOKEN, NOON.minusSeconds(1)),
                event(CloudTrailActivities.TOKEN, NOON.minusSeconds(1), Optional.empty(), true),
                SESSION);
        assertThat(adas.latest(signIns)).containsExactly(SESSION);
    }

    @Test
    void aRefusalAfterTheSessionStands() {
        TrailEvent token = refused(CloudTrailActivities.TOKEN, NOON.plusSeconds(1));
        TrailEvent session = refused(CloudTrailActivities.SESSION, NOON.plusSeconds(9));
        assertThat(adas.latest(List.of(SESSION, token, session))).containsExactly(SESSION, token, session);
    }

    @Test
    void withinASecondTheSessionFollowsARefusedOneAndTheTokenFollowsTheSession() {
        TrailEvent token = refused(CloudTrailActivities.TOKEN, NOON);
        assertThat(adas.latest(List.of(SESSION, refused(CloudTrailActivities.SESSION, NOON), token)))
                .containsExactly(SESSION, token);
    }

    @Test
    void anEntryWithoutASessionBeforeItIsOfAnotherSignIn() {
        TrailEvent earlier = event(CloudTrailActivities.TOKEN, NOON.minusSeconds(15), Optional.of("ada"), false);
        TrailEvent later = event(CloudTrailActivities.TOKEN, NOON.plusSeconds(1), Optional.of("ada"), false);
        assertThat(adas.latest(List.of(earlier, SESSION))).containsExactly(SESSION);
        assertThat(adas.latest(List.of(earlier, SESSION, later))).containsExactly(SESSION, later);
    }

    @Test
    void whatWasToldAndWhatIsOfOthersIsLeftOut() {
        TrailEvent told = new TrailEvent(
                "told",
                CloudTrailActivities.SESSION,
                "sts.amazonaws.com",
                REGION,
                NOON,
                Optional.of("ada"),
                Optional.empty(),
                Optional.empty(),
                Optional.of("AccessDenied"),
                Optional.empty());
        TrailEvent nobodys = event(CloudTrailActivities.SESSION, NOON, Optional.empty(), true);
        assertThat(adas.latest(List.of(
                        told,
                        event(CloudTrailActivities.SESSION, NOON.plusSeconds(1), Optional.of("grace"), false),
                        nobodys)))
                .containsExactly(nobodys);
    }

    @Test
    void looksBackNoFartherThanTheSignInsBegan() {
        assertThat(adas.since(NOON.minusSeconds(90)).since()).isEqualTo(NOON.minusSeconds(60));
        assertThat(adas.since(NOON).since()).isEqualTo(NOON);
    }

    private static TrailEvent refused(String name, Instant at) {
        return event(name, at, Optional.of("ada"), true);
    }

    private static TrailEvent event(String name, Instant at, Optional<String> user, boolean refused) {
        return new TrailEvent(
                name + at + user + refused,
                name,
                "",
                REGION,
                at,
                user,
                Optional.empty(),
                Optional.empty(),
                refused ? Optional.of("AccessDenied") : Optional.empty(),
                Optional.empty());
    }
}
