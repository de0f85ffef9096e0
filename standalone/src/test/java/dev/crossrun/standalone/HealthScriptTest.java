package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code deploy/health.sh}, the health check in containers. */
class HealthScriptTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void aServerIsHealthyIfItAnswersWith200() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.createContext("/", call -> {
            call.sendResponseHeaders(call.getRequestURI().getPath().equals("/readyz") ? 200 : 503, -1);
            call.close();
        });
        server.start();
        String port = String.valueOf(server.getAddress().getPort());
        assertThat(health("http", "127.0.0.1", port, "/readyz")).isZero();
        assertThat(health("http", "127.0.0.1", port, "/other")).isNotZero();
        server.stop(0);
        assertThat(health("http", "127.0.0.1", port, "/readyz")).isNotZero();
    }

    @Test
    void itSaysWhatItExpects() throws IOException {
        assertThat(health("temporal")).isEqualTo(2);
    }

    private static int health(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("../deploy/health.sh"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .start()
                .onExit()
                .join()
                .exitValue();
    }
}
