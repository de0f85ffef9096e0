package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.IamActivities.Named;
import dev.crossrun.run.effect.Presence;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The session of the worker's role in an account. */
class RoleSessionTest {
    private static final Named ROLE =
            new Named(ActivityBench.CONNECT_ACCOUNT, "AmazonConnectFederation", ActivityBench.MARK);

    @Test
    void isBegunAnewWhenAwsSaysThatItHasExpiredThoughItsTimeIsNotOver() {
        try (ActivityBench bench = new ActivityBench()) {
            assertThat(bench.iam.findRole(ROLE).presence()).isEqualTo(Presence.ABSENT);
            bench.later(Duration.ofHours(2));
            assertThat(ActivityBench.failure(() -> bench.iam.findRole(ROLE)).getOriginalMessage())
                    .contains("ExpiredToken");
            assertThat(bench.iam.findRole(ROLE).presence()).isEqualTo(Presence.ABSENT);
        }
    }
}
