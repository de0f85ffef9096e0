package dev.crossrun.simulator.page;

import dev.crossrun.simulator.wire.HttpBody;
import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.wire.Surface;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The stylesheet of all pages. */
public final class Stylesheet implements Surface {
    private static final HttpBody CSS = read();

    @Override
    public boolean serves(HttpCall call) {
        return call.method().equals("GET") && call.path().equals(Pages.STYLESHEET);
    }

    @Override
    public HttpReply handle(HttpCall call) {
        return new HttpReply(
                200,
                Map.of(
                        "Content-Type", "text/css; charset=utf-8",
                        "Cache-Control", "no-cache",
                        "X-Content-Type-Options", "nosniff"),
                CSS);
    }

    private static HttpBody read() {
        try (InputStream in = Stylesheet.class.getResourceAsStream("/page/simulator.css")) {
            if (in == null) {
                throw new IllegalStateException("Not on the classpath: /page/simulator.css");
            }
            return new HttpBody(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
