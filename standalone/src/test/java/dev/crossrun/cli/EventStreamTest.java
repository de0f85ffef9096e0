package dev.crossrun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client's end of a stream of events. */
@Timeout(20)
class EventStreamTest {
    /** Longer than a test may take. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final CountDownLatch gone = new CountDownLatch(1);
    private HttpServer api;

    @BeforeEach
    void listen() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.start();
    }

    @AfterEach
    void stop() {
        api.stop(0);
    }

    @Test
    void letsGoOfItsConnectionOnceItIsClosed() throws InterruptedException {
        try (EventStream events = opened(this::endless)) {
            assertThat(events.next(PATIENCE)).isNotEmpty();
        }
        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void saysAtOnceThatItIsRefusedAndAlsoWhenItIsAskedAgain() {
        try (EventStream events = opened(EventStreamTest::refused)) {
            for (int asked = 0; asked < 2; asked++) {
                assertThatThrownBy(() -> events.next(PATIENCE))
                        .isInstanceOf(ApiRefusal.class)
                        .hasMessageContaining("too many");
            }
        }
    }

    private EventStream opened(HttpHandler handler) {
        api.createContext("/events", handler);
        URI address = URI.create("http://127.0.0.1:" + api.getAddress().getPort());
        return new EventStream(new ApiClient(address, "token"), "/events");
    }

    /** One event, and then lines that keep the connection until nobody reads them any more. */
    private void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        write(exchange, "data: {\"seq\": 1}\n\n");
        try {
            while (true) {
                write(exchange, ": still here\n\n");
            }
        } catch (IOException closed) {
            gone.countDown();
        }
    }

    private static void refused(HttpExchange exchange) throws IOException {
        byte[] problem = "{\"title\": \"too many\", \"detail\": \"too many streams\"}".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        exchange.sendResponseHeaders(429, problem.length);
        exchange.getResponseBody().write(problem);
        exchange.close();
    }

    private static void write(HttpExchange exchange, String text) throws IOException {
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }
}
