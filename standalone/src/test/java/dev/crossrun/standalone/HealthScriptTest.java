package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
        assertThat(health("", "http", "127.0.0.1", port, "/readyz")).isZero();
        assertThat(health("", "http", "127.0.0.1", port, "/other")).isNotZero();
        server.stop(0);
        assertThat(health("", "http", "127.0.0.1", port, "/readyz")).isNotZero();
    }

    @Test
    void aWorkerIsHealthyWhileItHasAConnectionToTemporal() throws IOException {
        try (ServerSocket temporal = new ServerSocket(0, 1, LOOPBACK)) {
            String address = "127.0.0.1:" + temporal.getLocalPort();
            assertThat(health(address, "temporal")).isNotZero();
            try (Socket worker = new Socket(LOOPBACK, temporal.getLocalPort())) {
                assertThat(worker.isConnected()).isTrue();
                assertThat(health(address, "temporal")).isZero();
            }
            assertThat(health(address, "temporal")).isNotZero();
        }
    }

    private static int health(String temporal, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("../deploy/health.sh"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TEMPORAL_ADDRESS", temporal);
        return builder.start().onExit().join().exitValue();
    }
}
