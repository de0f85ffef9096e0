package dev.crossrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code run --watch}: how a run goes on, against an API that shows it once open and then closed. */
class LiveRunTest {
    private static final String OPEN = """
            {"id": "acme", "status": "AWAITING_APPROVAL", "summary": "Waits for an approver",
             "steps": [{"id": "approve-plan", "status": "WAITING"}]}""";
    private static final String CLOSED = """
            {"id": "acme", "status": "SUCCEEDED", "summary": "Agents can sign in", "closedAt": "2026-01-01T00:00:00Z",
             "steps": [{"id": "approve-plan", "status": "DONE", "detail": "approved by lee"}]}""";

    private final ConcurrentLinkedDeque<String> views = new ConcurrentLinkedDeque<>(List.of(OPEN, CLOSED));
    private final StringWriter out = new StringWriter();
    private HttpServer api;

    @BeforeEach
    void listen() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/v1/runs/acme", exchange -> {
            boolean events = exchange.getRequestURI().getPath().endsWith("/events");
            String body = events
                    ? "data: {\"type\": \"RUN_CLOSED\", \"seq\": 1}\n\n"
                    : views.size() > 1 ? views.remove() : views.element();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        api.start();
    }

    @AfterEach
    void stop() {
        api.stop(0);
    }

    @Test
    void theStatusFollowsTheRunLineByLine() throws InterruptedException {
        follow(0);
        assertThat(out.toString().lines())
                .containsSubsequence(
                        "? approve-plan  WAITING",
                        "AWAITING_APPROVAL: Waits for an approver",
                        "✓ approve-plan  DONE                approved by lee",
                        "SUCCEEDED: Agents can sign in");
    }

    @Test
    void theStatusStandsAboveTheStepsAndALineThatIsCutEndsWithDots() throws InterruptedException {
        follow(30);
        String[] drawn = out.toString().split("\u001b\\[\\d+A\u001b\\[J");
        assertThat(drawn[0]).contains("AWAITING_APPROVAL: Waits for …");
        assertThat(drawn[drawn.length - 1])
                .contains("SUCCEEDED: Agents can sign in", "DONE                approved by lee");
    }

    private void follow(int columns) throws InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + api.getAddress().getPort());
        new LiveRun(new ApiClient(address, "token"), "acme", new PrintWriter(out, true), columns, Duration.ofMillis(1))
                .follow();
    }
}
