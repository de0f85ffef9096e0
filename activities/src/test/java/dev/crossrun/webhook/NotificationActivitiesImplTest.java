package dev.crossrun.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.activity.NotificationActivities.Batch;
import dev.crossrun.activity.NotificationActivities.Delivery;
import dev.crossrun.activity.NotificationActivities.Notice;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.task.TaskKind;
import dev.crossrun.temporal.Payloads;
import io.temporal.failure.ApplicationFailure;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationActivitiesImplTest {
    private static final byte[] KEY = "a key of thirty-two random bytes".getBytes(StandardCharsets.UTF_8);
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);
    private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");
    private static final String RUN = "connect-federation.contact-center-prod:5f0d3c4e-8d7b-4b0e-9c54-2f7c1a9e6b10";

    private final Receiver receiver = new Receiver();
    private final NotificationActivitiesImpl notifications = sending(NOW);

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void postsACloudEvent() {
        notifications.send(new Batch(List.of(opened(7)), false));
        Receiver.Received post = receiver.received.get(0);
        assertThat(post.method()).isEqualTo("POST");
        assertThat(post.path()).isEqualTo("/hooks/crossrun");
        assertThat(post.header("Content-Type")).isEqualTo("application/cloudevents+json");
        assertThat(post.json()).isEqualTo(tree("""
                        {
                          "specversion": "1.0",
                          "id": "5f0d3c4e-8d7b-4b0e-9c54-2f7c1a9e6b10/7",
                          "source": "/v1/runs/%1$s",
                          "type": "dev.crossrun.task.opened",
                          "subject": "approve-plan.approval.1",
                          "time": "2026-11-25T07:59:00Z",
                          "datacontenttype": "application/json",
                          "data": {
                            "run": "%1$s",
                            "runbook": "connect-federation",
                            "name": "contact-center-prod",
                            "status": "AWAITING_APPROVAL",
                            "step": "approve-plan",
                            "task": "approve-plan.approval.1",
                            "title": "Approve the plan",
                            "text": "Approve the plan",
                            "kind": "APPROVAL",
                            "dueAt": "2026-11-25T08:01:00Z",
                            "requestedBy": {"name": "kim@example.com", "issuer": "api.yml", "subject": null}
                          }
                        }
                        """.formatted(RUN)));
    }

    @Test
    void namesWhoActedAndLeavesOutWhatThereIsNot() {
        notifications.send(new Batch(List.of(closed(9)), false));
        JsonNode event = receiver.received.get(0).json();
        assertThat(event.path("type").asText()).isEqualTo("dev.crossrun.run.closed");
        assertThat(event.has("subject")).isFalse();
        assertThat(event.at("/data/actor/name").asText()).isEqualTo("crossrun");
    }

    @Test
    void namesTheRunByTheApisAddressIfItKnowsIt() {
        WebhookSettings settings =
                new WebhookSettings(receiver.url(), SECRET, Optional.of(URI.create("https://crossrun.example.com/")));
        new NotificationActivitiesImpl(webhook(settings), Clock.systemUTC()).send(new Batch(List.of(opened(7)), false));
        assertThat(receiver.received.get(0).json().path("source").asText())
                .isEqualTo("https://crossrun.example.com/v1/runs/" + RUN);
    }

    @Test
    void signsIdTimeAndBody() throws Exception {
        notifications.send(new Batch(List.of(opened(7)), false));
        Receiver.Received post = receiver.received.get(0);
        assertThat(post.header("webhook-timestamp")).isEqualTo(Long.toString(NOW.getEpochSecond()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        String signed = post.header("webhook-id") + "." + post.header("webhook-timestamp") + "." + post.body();
        assertThat(post.header("webhook-signature"))
                .isEqualTo("v1,"
                        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
    }

    /** The example that the libraries of Standard Webhooks test with. */
    @Test
    void signsAsOthersDo() {
        SigningSecret secret =
                SigningSecret.read("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();
        assertThat(secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void repeatsIdAndBodyUnderANewTimeAtTheNextAttempt() {
        receiver.answering(503);
        Batch batch = new Batch(List.of(opened(7)), false);
        assertThatThrownBy(() -> notifications.send(batch)).isInstanceOf(ApplicationFailure.class);
        sending(NOW.plusSeconds(60)).send(batch);
        Receiver.Received first = receiver.received.get(0);
        Receiver.Received second = receiver.received.get(1);
        assertThat(second.header("webhook-id"))
                .isEqualTo(first.header("webhook-id"))
                .isEqualTo(opened(7).id());
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("webhook-timestamp")).isNotEqualTo(first.header("webhook-timestamp"));
        assertThat(second.header("webhook-signature")).isNotEqualTo(first.header("webhook-signature"));
    }

    @ParameterizedTest
    @CsvSource({
        "301, UNAVAILABLE",
        "307, UNAVAILABLE",
        "401, UNAVAILABLE",
        "403, UNAVAILABLE",
        "404, UNAVAILABLE",
        "408, UNAVAILABLE",
        "429, THROTTLED",
        "500, UNAVAILABLE",
        "502, UNAVAILABLE",
        "503, UNAVAILABLE"
    })
    void isTriedAgainAfter(int status, String type) {
        receiver.answering(status);
        ApplicationFailure failure = failure();
        assertThat(failure.getType()).isEqualTo(type);
        assertThat(failure.isNonRetryable()).isFalse();
        assertThat(failure.getOriginalMessage()).isEqualTo("the webhook answers HTTP " + status);
        assertThat(failure.getNextRetryDelay()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"429, 120, PT2M", "503, 7, PT7S", "429, 99999, PT1H"})
    void waitsAsLongAsItIsToldButForAnHour(int status, String retryAfter, Duration delay) {
        receiver.answering(status, Map.of("Retry-After", retryAfter));
        assertThat(failure().getNextRetryDelay()).isEqualTo(delay);
    }

    @Test
    void isTriedAgainWhereNobodyAnswers() {
        receiver.close();
        ApplicationFailure failure = failure();
        assertThat(failure.getType()).isEqualTo("UNAVAILABLE");
        assertThat(failure.getOriginalMessage()).isEqualTo("the webhook does not answer: ConnectException");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void givesUpWhatIsRefusedAndSendsTheNext(int status) {
        receiver.answering(status).answering(200);
        Delivery delivery = notifications.send(new Batch(List.of(opened(7), closed(9)), false));
        assertThat(delivery)
                .isEqualTo(new Delivery(true, 2, List.of("TASK_OPENED refused by the webhook: HTTP " + status), false));
        assertThat(receiver.received).hasSize(2);
    }

    @Test
    void followsNoRedirect() {
        receiver.answering(307, Map.of("Location", "/elsewhere"));
        assertThat(failure().getOriginalMessage()).isEqualTo("the webhook answers HTTP 307");
        assertThat(receiver.received).extracting(Receiver.Received::path).containsExactly("/hooks/crossrun");
    }

    @Test
    void losesNothingToAReceiverThatWasMissingForAWhile() {
        receiver.answering(404).answering(401);
        Batch batch = new Batch(List.of(opened(7)), false);
        assertThatThrownBy(() -> notifications.send(batch)).isInstanceOf(ApplicationFailure.class);
        assertThatThrownBy(() -> notifications.send(batch)).isInstanceOf(ApplicationFailure.class);
        assertThat(notifications.send(batch)).isEqualTo(new Delivery(true, 1, List.of(), false));
    }

    @Test
    void sendsNothingMoreToWhoIsGone() {
        receiver.answering(410);
        Delivery delivery = notifications.send(new Batch(List.of(opened(7), closed(9)), false));
        assertThat(delivery.listened()).isFalse();
        assertThat(receiver.received).hasSize(1);
    }

    @Test
    void doesNotSendAgainWhatWasTakenBeforeAnOutage() {
        receiver.answering(204).answering(503);
        Delivery delivery = notifications.send(new Batch(List.of(opened(7), closed(9)), false));
        assertThat(delivery).isEqualTo(new Delivery(true, 1, List.of(), false));
    }

    @Test
    void hasNobodyToTellWithoutAWebhook() {
        assertThat(new NotificationActivitiesImpl(NotificationSettings.none(), Clock.systemUTC())
                        .send(new Batch(List.of(opened(7)), false)))
                .isEqualTo(Delivery.nobodyListens());
    }

    @Test
    void linksToTheTaskOrTheRunAtTheDesk() {
        NotificationSettings settings = new NotificationSettings(
                Optional.of(new WebhookSettings(receiver.url(), SECRET, Optional.empty())),
                Optional.empty(),
                Optional.of(URI.create("https://crossrun.example.com/desk/")));
        new NotificationActivitiesImpl(settings, Clock.systemUTC())
                .send(new Batch(List.of(opened(7), closed(9)), false));
        assertThat(receiver.received)
                .extracting(post -> post.json().at("/data/link").asText())
                .containsExactly(
                        "https://crossrun.example.com/desk/runs/" + RUN + "/tasks/approve-plan.approval.1",
                        "https://crossrun.example.com/desk/runs/" + RUN);
    }

    private static NotificationSettings webhook(WebhookSettings settings) {
        return new NotificationSettings(Optional.of(settings), Optional.empty(), Optional.empty());
    }

    private ApplicationFailure failure() {
        return catchThrowableOfType(
                ApplicationFailure.class, () -> notifications.send(new Batch(List.of(opened(7)), false)));
    }

    private NotificationActivitiesImpl sending(Instant now) {
        return new NotificationActivitiesImpl(
                webhook(new WebhookSettings(receiver.url(), SECRET, Optional.empty())),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Notice opened(int seq) {
        return notice(
                seq,
                RunEvent.Type.TASK_OPENED,
                RunStatus.AWAITING_APPROVAL,
                Optional.of("approve-plan"),
                Optional.empty(),
                "Approve the plan");
    }

    private static Notice closed(int seq) {
        return notice(
                seq,
                RunEvent.Type.RUN_CLOSED,
                RunStatus.SUCCEEDED,
                Optional.empty(),
                Optional.of(Actor.ENGINE),
                "SUCCEEDED");
    }

    private static Notice notice(
            int seq, RunEvent.Type type, RunStatus status, Optional<String> step, Optional<Actor> actor, String text) {
        return new Notice(
                RUN.substring(RUN.indexOf(':') + 1) + "/" + seq,
                NOW.minusSeconds(60),
                type,
                RUN,
                "connect-federation",
                "contact-center-prod",
                status,
                step,
                step.map(id -> id + ".approval.1"),
                step.map(id -> "Approve the plan"),
                actor,
                text,
                step.map(id -> TaskKind.APPROVAL),
                step.map(id -> NOW.plusSeconds(60)),
                Optional.of(Actor.listed("kim@example.com", "api.yml")));
    }

    private static JsonNode tree(String json) {
        try {
            return Payloads.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
