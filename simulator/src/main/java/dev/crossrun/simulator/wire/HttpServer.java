package dev.crossrun.simulator.wire;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jetty in front of the surfaces; the first one that serves a request answers it. */
public final class HttpServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);
    private static final int MAX_BODY = 16 * 1024 * 1024;

    private final Server server;
    private final ServerConnector connector;
    private final ServerConnector secure;
    private final ServerCertificate certificate;

    /**
     * Listens on {@code port}, and with TLS on the next one; 0 takes any two.
     *
     * @param folder where the certificate of the TLS port is kept
     * @param answered what is done before each reply is sent
     */
    public HttpServer(
            String bindAddress,
            int port,
            Duration latency,
            List<Surface> surfaces,
            Optional<Path> folder,
            Runnable answered) {
        QueuedThreadPool threads = new QueuedThreadPool(32, 4);
        threads.setName("simulator");
        threads.setDaemon(true);
        this.server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        connector.setHost(bindAddress);
        connector.setPort(port);
        server.addConnector(connector);
        this.certificate = folder.map(each -> ServerCertificate.kept(each, bindAddress))
                .orElseGet(() -> ServerCertificate.of(bindAddress));
        this.secure = new ServerConnector(server, 1, 1, tls(certificate), secured(configuration));
        secure.setHost(bindAddress);
        secure.setPort(port == 0 ? 0 : port + 1);
        server.addConnector(secure);
        server.setHandler(new SurfaceHandler(List.copyOf(surfaces), latency, answered));
    }

    private static SslConnectionFactory tls(ServerCertificate certificate) {
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setKeyStore(certificate.keyStore());
        context.setKeyStorePassword(ServerCertificate.PASSWORD);
        return new SslConnectionFactory(context, "http/1.1");
    }

    private static HttpConnectionFactory secured(HttpConfiguration plain) {
        HttpConfiguration configuration = new HttpConfiguration(plain);
        // Clients come by address, and a name that stands for an address is no business of SNI.
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        return new HttpConnectionFactory(configuration);
    }

    public int securePort() {
        return secure.getLocalPort();
    }

    /** What clients of the TLS port must trust. */
    public X509Certificate certificate() {
        return certificate.certificate();
    }

    public void start() {
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("The simulator cannot listen: " + e.getMessage(), e);
        }
    }

    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The simulator cannot stop", e);
        }
    }

    private static final class SurfaceHandler extends Handler.Abstract {
        private final List<Surface> surfaces;
        private final Duration latency;
        private final Runnable answered;

        SurfaceHandler(List<Surface> surfaces, Duration latency, Runnable answered) {
            this.surfaces = surfaces;
            this.latency = latency;
            this.answered = answered;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            HttpReply reply = answer(read(request));
            Thread.sleep(latency.plus(reply.delay()).toMillis());
            if (reply.isNone()) {
                request.getConnectionMetaData().getConnection().getEndPoint().close();
                callback.failed(new EofException("dropped on purpose"));
                return true;
            }
            response.setStatus(reply.status());
            reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
            byte[] bytes = reply.body().bytes();
            response.getHeaders().put("Content-Length", bytes.length);
            try (OutputStream out = Content.Sink.asOutputStream(response)) {
                out.write(bytes);
            }
            callback.succeeded();
            return true;
        }

        private HttpReply answer(HttpCall call) {
            try {
                HttpReply reply = surfaces.stream()
                        .filter(surface -> surface.serves(call))
                        .findFirst()
                        .map(surface -> surface.handle(call))
                        .orElseGet(() -> HttpReply.of(404, "text/plain", "Nothing answers here\n"));
                answered.run();
                return reply;
            } catch (RuntimeException e) {
                log.error("The simulator failed to answer {} {}", call.method(), call.path(), e);
                return HttpReply.of(500, "text/plain", "The simulator failed: " + e + "\n");
            }
        }

        private static HttpCall read(Request request) throws java.io.IOException {
            Map<String, List<String>> headers = new HashMap<>();
            for (HttpField field : request.getHeaders()) {
                String name = field.getName().toLowerCase(Locale.ROOT);
                headers.computeIfAbsent(name, unused -> new java.util.ArrayList<>())
                        .add(field.getValue() == null ? "" : field.getValue());
            }
            String query = request.getHttpURI().getQuery();
            try (InputStream in = Content.Source.asInputStream(request)) {
                return new HttpCall(
                        request.isSecure() ? "https" : "http",
                        request.getMethod(),
                        request.getHttpURI().getPath(),
                        query == null ? "" : query,
                        headers,
                        new HttpBody(in.readNBytes(MAX_BODY)));
            }
        }
    }
}
