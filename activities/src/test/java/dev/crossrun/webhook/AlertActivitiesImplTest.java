package dev.crossrun.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.activity.AlertActivities.Alert;
import dev.crossrun.temporal.Payloads;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlertActivitiesImplTest {
    private static final Alert ALERT = new Alert(
            "5f0d3c4e-8d7b-4b0e-9c54-2f7c1a9e6b10",
            Instant.parse("2026-11-25T08:00:00Z"),
            "sweep.found",
            "/lease-sweep",
            "lease-sweep-2026-11-25T08:00:00Z:5f0d3c4e-8d7b-4b0e-9c54-2f7c1a9e6b10",
            "grace@example.com has Administrator on 222222222222, and no lease removes it");

    private final Receiver receiver = new Receiver();
    private final AlertActivitiesImpl alerts = new AlertActivitiesImpl(
            Optional.of(
                    new WebhookSettings(receiver.url(), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", Optional.empty())),
            Clock.systemUTC());

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void postsACloudEventThatIsAboutNoRun() throws Exception {
        assertThat(alerts.send(ALERT)).isTrue();
        assertThat(receiver.received.get(0).json()).isEqualTo(Payloads.MAPPER.readTree("""
                        {
                          "specversion": "1.0",
                          "id": "5f0d3c4e-8d7b-4b0e-9c54-2f7c1a9e6b10",
                          "source": "/lease-sweep",
                          "type": "dev.crossrun.sweep.found",
                          "time": "2026-11-25T08:00:00Z",
                          "datacontenttype": "application/json",
                          "data": {
                            "workflow": "lease-sweep-2026-11-25T08:00:00Z:5f0d3c4e-8d7b-4b0e-9c54-2f7c1a9e6b10",
                            "text": "grace@example.com has Administrator on 222222222222, and no lease removes it"
                          }
                        }
                        """));
    }

    @Test
    void isTriedAgainWhereTheReceiverHasABadHour() {
        receiver.answering(503);
        assertThatThrownBy(() -> alerts.send(ALERT)).isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
            assertThat(failure.getType()).isEqualTo("UNAVAILABLE");
            assertThat(failure.isNonRetryable()).isFalse();
        });
    }

    @Test
    void isNotTakenWhereItIsRefusedForGood() {
        receiver.answering(422);
        assertThat(alerts.send(ALERT)).isFalse();
    }

    @Test
    void isNotTakenWithoutAWebhook() {
        assertThat(new AlertActivitiesImpl(Optional.empty(), Clock.systemUTC()).send(ALERT))
                .isFalse();
    }
}
