package dev.crossrun.standalone.temporal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface on which nobody listens now. */
public final class LoopbackPort {
    private LoopbackPort() {}

    /** Any of them. */
    public static int free() {
        try {
            return free(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * This one; any for 0.
     *
     * @throws IOException if it is in use
     */
    public static int free(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
