package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.crossrun.activity.NotificationActivities;
import dev.crossrun.webhook.NotificationActivitiesImpl;
import dev.crossrun.webhook.NotificationSettings;
import dev.crossrun.webhook.WebhookSettings;
import dev.crossrun.worker.CrossrunWorker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** A whole run, as a webhook is told of it. */
class NotificationsTest {
    private static final String SECRET = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @Test
    void tellAWebhookOfAWholeRun() throws IOException {
        List<JsonNode> events = new CopyOnWriteArrayList<>();
        HttpServer webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhook.createContext("/", exchange -> take(exchange, events));
        webhook.start();
        URI url = URI.create("http://127.0.0.1:" + webhook.getAddress().getPort());
        try (FederationRun run =
                new FederationRun((client, activities) -> CrossrunWorker.start(client, telling(url, activities)))) {
            run.upToSignIn();
            run.signIn(FederationRun.ADA);
            run.confirmSignIn("sign-in.human-step.1", FederationRun.ADA);
            run.ended();
            Waiting.until(() -> events.stream().anyMatch(event -> type(event).equals("run.closed")));
            assertThat(events)
                    .extracting(
                            event -> type(event) + " " + event.path("subject").asText())
                    .startsWith("task.opened approve-plan.approval.1", "task.answered approve-plan.approval.1")
                    .contains(
                            "task.opened connect-application.human-step.1",
                            "task.answered application-settings.human-step.1",
                            "task.answered sign-in.human-step.1")
                    .endsWith("run.closed ");
            assertThat(events)
                    .extracting(event -> event.path("source").asText())
                    .containsOnly(run.path);
            assertThat(events).extracting(event -> event.path("id").asText()).doesNotHaveDuplicates();
            assertThat(events.get(events.size() - 1).at("/data/status").asText())
                    .isEqualTo("SUCCEEDED");
        } finally {
            webhook.stop(0);
        }
    }

    /** The worker's own activities, but that a webhook is told. */
    private static List<Object> telling(URI url, List<Object> activities) {
        List<Object> telling = new ArrayList<>(activities);
        telling.removeIf(NotificationActivities.class::isInstance);
        telling.add(new NotificationActivitiesImpl(
                new NotificationSettings(
                        Optional.of(new WebhookSettings(url, "whsec_" + SECRET, Optional.empty())),
                        Optional.empty(),
                        Optional.empty()),
                Clock.systemUTC()));
        return telling;
    }

    /** Takes what is signed right, and nothing else. */
    private static void take(HttpExchange exchange, List<JsonNode> events) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean right = header(exchange, "webhook-signature")
                    .equals(signature(
                            header(exchange, "webhook-id") + "." + header(exchange, "webhook-timestamp") + "." + body));
            if (right) {
                events.add(JsonMapper.builder().build().readTree(body));
            }
            exchange.sendResponseHeaders(right ? 204 : 401, -1);
        }
    }

    private static String signature(String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET), "HmacSHA256"));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    private static String type(JsonNode event) {
        return event.path("type").asText().replace("dev.crossrun.", "");
    }
}
