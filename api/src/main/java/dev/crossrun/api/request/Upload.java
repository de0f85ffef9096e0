package dev.crossrun.api.request;

import dev.crossrun.domain.Fault;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.task.FileRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.glassfish.jersey.media.multipart.FormDataBodyPart;

/** A file as it came, up to one byte more than any task takes. */
public final class Upload {
    private static final int MOST = FileRule.XML.maxBytes();

    private final String name;
    private final byte[] content;

    private Upload(String name, byte[] content) {
        this.name = name;
        this.content = content;
    }

    public static Upload of(FormDataBodyPart part) {
        String name = Optional.ofNullable(part.getContentDisposition().getFileName())
                .map(path -> path.replaceAll(".*[/\\\\]", "").replaceAll("[^A-Za-z0-9._ -]", "_"))
                .filter(text -> !text.isBlank())
                .orElse("file");
        return new Upload(name, bytes(part));
    }

    Optional<Fault> fault(FileRule rule) {
        if (content.length > rule.maxBytes()) {
            return Optional.of(new Fault("/file", "has more than " + rule.maxBytes() + " bytes"));
        }
        if (content.length == 0) {
            return Optional.of(new Fault("/file", "is empty"));
        }
        Optional<Fault> secret = LiveSecrets.inDocument("/file", new String(content, StandardCharsets.ISO_8859_1));
        if (secret.isPresent()) {
            return secret;
        }
        return document(rule).content().length() > Document.MAX_ENCODED
                ? Optional.of(new Fault(
                        "/file", "is too large even when compressed: at most " + Document.MAX_ENCODED + " bytes"))
                : Optional.empty();
    }

    Document document(FileRule rule) {
        return Document.of(name, rule.accept().get(0), content);
    }

    private static byte[] bytes(FormDataBodyPart part) {
        try (InputStream content = part.getEntityAs(InputStream.class)) {
            return content.readNBytes(MOST + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
