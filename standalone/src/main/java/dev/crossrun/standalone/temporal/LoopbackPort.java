package dev.crossrun.standalone.temporal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Ports on loopback, for servers that have to know theirs before they listen. */
public final class LoopbackPort {
    private static final int LEAST = 20_000;
    private static final int MOST = 30_000;

    private LoopbackPort() {}

    /** One that is free now. It is below those that Linux gives to outgoing connections, so that none of these takes it. */
    public static int free() {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(LEAST, MOST))
                .limit(MOST - LEAST)
                .filter(LoopbackPort::isFree)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No port from " + LEAST + " to " + MOST + " is free"));
    }

    /**
     * This one; any for 0.
     *
     * @throws IOException if it is in use
     */
    public static int free(int port) throws IOException {
        if (port == 0) {
            return free();
        }
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isFree(int port) {
        try {
            return free(port) == port;
        } catch (IOException e) {
            return false;
        }
    }
}
