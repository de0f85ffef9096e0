package dev.crossrun.api.request;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.domain.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads bodies strictly and reports all that is wrong with them. */
public final class JsonBodies {
    private static final int DEEPEST = 50;
    private static final int LONGEST_NUMBER = 100;

    /** What the mapper of requests must keep to: no request comes near it. */
    public static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxNumberLength(LONGEST_NUMBER)
            .build();

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final ObjectMapper mapper;

    /** {@code mapper} reads with {@link #CONSTRAINTS}. */
    public JsonBodies(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Reads a JSON object.
     *
     * @throws ApiException 400 if it is not one
     */
    public ObjectNode object(byte[] body) {
        JsonNode tree = tree(text(body));
        if (!(tree instanceof ObjectNode object)) {
            throw ApiException.invalid("", "must be a JSON object");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(object.toString())) {
            throw ApiException.invalid("", "must be Unicode text: an escape such as \\ud800 stands alone in it");
        }
        return object;
    }

    /** JSON between systems is UTF-8 (RFC 8259, section 8.1). */
    private static String text(byte[] body) {
        if (isWide(body)) {
            throw ApiException.invalid("", "must be UTF-8; this is UTF-16 or UTF-32");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.indexOf(BYTE_ORDER_MARK) == 0 ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw ApiException.invalid("", "must be UTF-8");
        }
    }

    /** JSON begins with an ASCII character, which has zero bytes beside it in these encodings, or a byte order mark. */
    private static boolean isWide(byte[] body) {
        if (body.length < 2) {
            return false;
        }
        boolean marked = (body[0] == (byte) 0xFE && body[1] == (byte) 0xFF)
                || (body[0] == (byte) 0xFF && body[1] == (byte) 0xFE);
        return marked || body[0] == 0 || body[1] == 0;
    }

    private JsonNode tree(String text) {
        try {
            return mapper.readTree(text);
        } catch (StreamConstraintsException e) {
            throw ApiException.invalid(
                    "",
                    "must have at most " + DEEPEST + " levels, and numbers of at most " + LONGEST_NUMBER
                            + " characters");
        } catch (JsonProcessingException e) {
            throw ApiException.invalid("", "is not JSON" + place(e.getLocation()));
        }
    }

    private static String place(@Nullable JsonLocation at) {
        return at == null ? "" : ": line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /**
     * Reads a body into a record.
     *
     * @param check of the record's schema
     */
    public <T> T read(byte[] body, SchemaCheck check, Class<T> type) {
        ObjectNode tree = object(body);
        refuse(check.faults(tree));
        refuse(LiveSecrets.faults(tree, Set.of()));
        return mapper.convertValue(tree, type);
    }

    private static void refuse(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw ApiException.invalid(faults);
        }
    }
}
