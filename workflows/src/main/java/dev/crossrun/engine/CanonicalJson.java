package dev.crossrun.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.crossrun.domain.Sealed;
import dev.crossrun.domain.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.erdtman.jcs.JsonCanonicalizer;

/** Records as JSON, and JSON in its canonical form (RFC 8785). */
public final class CanonicalJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .build();

    /** A field that a later version adds and an input leaves out does not change the digest of that input. */
    private static final ObjectMapper LEAN = MAPPER.copy().setDefaultPropertyInclusion(JsonInclude.Include.NON_EMPTY);

    /** For people to see: it writes no secret, not even a sealed one. */
    private static final ObjectMapper SHOWN = MAPPER.copy()
            .registerModule(new SimpleModule().addSerializer(Sealed.class, new ToStringSerializer(Sealed.class)));

    private CanonicalJson() {}

    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** With {@code (sealed)} in place of each secret. */
    static JsonNode shown(Object value) {
        return SHOWN.valueToTree(value);
    }

    /** Indented, for people. */
    public static String text(Object value) {
        return tree(value).toPrettyString();
    }

    /** Of the canonical form, without what is absent or empty. */
    static Sha256 digest(Object value) {
        try {
            return Sha256.of(new JsonCanonicalizer(LEAN.writeValueAsString(value)).getEncodedUTF8());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always written", e);
        } catch (IOException e) {
            throw new UncheckedIOException("JSON that was just written is always read", e);
        }
    }
}
