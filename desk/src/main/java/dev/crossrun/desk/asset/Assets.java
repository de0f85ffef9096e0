package dev.crossrun.desk.asset;

import dev.crossrun.domain.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The files that pages load: all come from here. Their addresses carry a digest of their content, so browsers keep them. */
public final class Assets {
    private static final int DIGITS = 12;
    private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.4/dist/htmx.min.js";
    private static final String SSE = "/META-INF/resources/webjars/htmx-ext-sse/2.2.2/sse.js";
    private static final Map<String, Asset> ALL = Map.of(
            "desk.css", read("desk.css", "text/css; charset=utf-8"),
            "desk.js", read("desk.js", "text/javascript; charset=utf-8"),
            "icon.svg", read("icon.svg", "image/svg+xml"),
            "htmx.min.js", read(HTMX, "text/javascript; charset=utf-8"),
            "sse.js", read(SSE, "text/javascript; charset=utf-8"));

    private Assets() {}

    /** A file. */
    record Asset(String version, String mediaType, String content) {}

    /** The address of a file, for templates. */
    public static String path(String name) {
        Asset asset = find(name).orElseThrow(() -> new IllegalArgumentException("there is no asset " + name));
        return "/desk/assets/" + asset.version() + "/" + name;
    }

    static Optional<Asset> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    private static Asset read(String resource, String mediaType) {
        try (InputStream file = Assets.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException("the class path has no " + resource);
            }
            String content = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return new Asset(Sha256.of(content).value().substring(0, DIGITS), mediaType, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
