package dev.crossrun.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.crossrun.temporal.ProcessMetrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** A worker's small HTTP server: whether it lives ({@code /healthz}), whether it works ({@code /readyz}), and {@code /metrics}. */
public final class AdminServer implements AutoCloseable {
    private static final String TEXT = "text/plain;charset=UTF-8";
    private static final int THREADS = 2;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "admin");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer server;

    private AdminServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts to listen.
     *
     * @param trouble why the worker does not work, as a sentence; empty if it does
     * @throws IOException if it cannot listen there, such as for a port in use
     */
    public static AdminServer start(AdminSettings settings, ProcessMetrics metrics, Supplier<Optional<String>> trouble)
            throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(settings.host(), settings.portOrDefault()), 0);
        AdminServer server = new AdminServer(http);
        http.setExecutor(server.threads);
        server.serve("/healthz", () -> new Reply(200, TEXT, "ok\n"));
        server.serve(
                "/readyz",
                () -> trouble.get()
                        .map(why -> new Reply(503, TEXT, why + "\n"))
                        .orElseGet(() -> new Reply(200, TEXT, "ok\n")));
        server.serve("/metrics", () -> new Reply(200, ProcessMetrics.MEDIA_TYPE, metrics.scrape()));
        http.start();
        return server;
    }

    /** Where it listens, such as {@code http://127.0.0.1:8082}. */
    public URI address() {
        InetSocketAddress bound = server.getAddress();
        return URI.create("http://" + bound.getAddress().getHostAddress() + ":" + bound.getPort());
    }

    private void serve(String path, Supplier<Reply> page) {
        server.createContext(path, exchange -> {
            try (exchange) {
                reply(exchange, path, page);
            }
        });
    }

    /** A context of this server has all paths that begin with its own. */
    private static void reply(HttpExchange exchange, String path, Supplier<Reply> page) throws IOException {
        boolean found = exchange.getRequestURI().getPath().equals(path);
        boolean read = exchange.getRequestMethod().equals("GET");
        Reply reply = !found
                ? new Reply(404, TEXT, "Not found. There are /healthz, /readyz and /metrics.\n")
                : read ? page.get() : new Reply(405, TEXT, "Method not allowed. Use GET.\n");
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.type());
        exchange.sendResponseHeaders(reply.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private record Reply(int status, String type, String body) {}
}
