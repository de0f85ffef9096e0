package dev.crossrun.run.document;

import dev.crossrun.domain.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A file as it was uploaded: its original bytes, gzipped and in Base64 so that they fit a payload.
 *
 * @param name the file's name, for people
 * @param mediaType what the sender says it is
 * @param bytes size of the original, in bytes
 * @param sha256 of the original bytes
 * @param content the original bytes, gzipped, in Base64; at most {@value #MAX_ENCODED} characters
 */
public record Document(String name, String mediaType, int bytes, Sha256 sha256, String content) {
    /** The most characters that {@link #content} may have: three answers at once must fit one gRPC message of 4 MiB. */
    public static final int MAX_ENCODED = 256 * 1024;

    public static Document of(String name, String mediaType, byte[] original) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(original);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to write", e);
        }
        String content = Base64.getEncoder().encodeToString(zipped.toByteArray());
        return new Document(name, mediaType, original.length, Sha256.of(original), content);
    }

    /**
     * The original bytes.
     *
     * @throws IllegalStateException if they are not those that {@link #bytes} and {@link #sha256} tell of
     */
    public byte[] original() {
        try (GZIPInputStream gzip =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(content)))) {
            byte[] original = gzip.readNBytes(bytes + 1);
            if (original.length != bytes || !Sha256.of(original).equals(sha256)) {
                throw new IllegalStateException("the content of " + name + " does not have the SHA-256 " + sha256);
            }
            return original;
        } catch (IOException e) {
            throw new UncheckedIOException("the content of " + name + " is not gzip", e);
        }
    }

    public Artifact artifact(String step) {
        return new Artifact(name, step, mediaType, bytes, sha256);
    }

    public Document named(String next) {
        return new Document(next, mediaType, bytes, sha256, content);
    }

    @Override
    public String toString() {
        return name + " (" + bytes + " bytes, sha256 " + sha256 + ")";
    }
}
