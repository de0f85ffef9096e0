package dev.crossrun.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** A network between clients on loopback and a server on loopback, which can be cut, or keep replies of HTTP. */
final class TcpProxy implements AutoCloseable {
    private static final int BUFFER = 8192;

    /** Where a request begins. */
    private static final int METHOD = 5;

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile CountDownLatch replies = new CountDownLatch(0);

    /** What bytes pass through; it is shown where they begin. */
    @FunctionalInterface
    private interface Gate {
        void pass(String begin) throws InterruptedException;
    }

    /** In front of what listens on the port {@code target}. */
    TcpProxy(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Breaks every connection, and each new one, until {@link #heal}. */
    void cut() {
        cut = true;
        open.forEach(TcpProxy::close);
    }

    /** Lets every request pass, and keeps the replies to each POST of HTTP, until {@link #heal}. */
    void holdReplies() {
        replies = new CountDownLatch(1);
    }

    void heal() {
        cut = false;
        replies.countDown();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException closed) {
                // The next one may pass.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        open.add(client);
        if (cut) {
            close(client);
            return;
        }
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(server);
            AtomicBoolean posted = new AtomicBoolean();
            daemon(() -> pump(client, server, bytes -> {
                if (bytes.startsWith("POST ") || bytes.startsWith("GET /")) {
                    posted.set(bytes.startsWith("POST "));
                }
            }));
            daemon(() -> pump(server, client, reply -> {
                if (posted.get()) {
                    replies.await();
                }
            }));
        } catch (IOException refused) {
            close(client);
        }
    }

    /** Passes bytes on until one side closes; then both are closed. */
    private static void pump(Socket from, Socket to, Gate gate) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                gate.pass(new String(buffer, 0, Math.min(count, METHOD), StandardCharsets.US_ASCII));
                out.write(buffer, 0, count);
            }
        } catch (IOException closed) {
            // As the other side closes it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
        replies.countDown();
    }
}
