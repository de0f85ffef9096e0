package dev.crossrun.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection on which a test writes what no HTTP client would. */
final class RawHttp implements AutoCloseable {
    private final Socket socket;

    RawHttp(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
    }

    /** A request line and headers, with the token of sam and an empty line. */
    static String head(String requestLine, String... headers) {
        return requestLine + "\r\nHost: crossrun\r\nAuthorization: Bearer token-of-sam\r\n"
                + String.join(
                        "",
                        java.util.stream.Stream.of(headers)
                                .map(header -> header + "\r\n")
                                .toList()) + "\r\n";
    }

    RawHttp write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Lets the connection end at once when it is closed, with what is under way. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
    }

    /** Sends bytes one by one until the server answers or hangs up. */
    RawHttp trickle() throws IOException {
        try {
            while (socket.getInputStream().available() == 0) {
                socket.getOutputStream().write(' ');
            }
        } catch (IOException hungUp) {
            // what the server said is read next
        }
        return this;
    }

    /** An answer up to the end of the connection. */
    record Answer(int status, String head, String body) {
        String header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        JsonNode json() throws IOException {
            return ApiFixture.JSON.readTree(body);
        }
    }

    Answer answer() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended after: " + head);
            }
            head.append((char) next);
        }
        String length = new Answer(0, head.toString(), "").header("Content-Length");
        byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        return new Answer(
                Integer.parseInt(head.substring(9, 12)), head.toString(), new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
