package dev.crossrun.run.document;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of an XML document, in any encoding. IAM accepts only UTF-8 without a byte order mark. */
public final class XmlText {
    private static final Pattern DECLARED =
            Pattern.compile("\\A(<\\?xml[^>]{0,100}?encoding\\s*=\\s*[\"'])([A-Za-z][A-Za-z0-9._-]{0,39})([\"'])");

    private XmlText() {}

    /**
     * The text without a byte order mark, declared as UTF-8 if it declares an encoding.
     *
     * @throws IllegalArgumentException if the bytes are not in the encoding that they are said to be in
     */
    public static String of(byte[] bytes) {
        String text = decode(bytes, charset(bytes));
        String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return DECLARED.matcher(unmarked).replaceFirst("$1UTF-8$3");
    }

    /** XML 1.0, appendix F: the mark if there is one, else the shape of {@code <?}, else the declaration, else UTF-8. */
    private static Charset charset(byte[] bytes) {
        if (starts(bytes, 0xFE, 0xFF) || starts(bytes, 0, '<')) {
            return StandardCharsets.UTF_16BE;
        }
        if (starts(bytes, 0xFF, 0xFE) || starts(bytes, '<', 0)) {
            return StandardCharsets.UTF_16LE;
        }
        if (starts(bytes, 0xEF, 0xBB, 0xBF)) {
            return StandardCharsets.UTF_8;
        }
        String head = new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.ISO_8859_1);
        Matcher declared = DECLARED.matcher(head);
        return declared.find() ? named(declared.group(2)) : StandardCharsets.UTF_8;
    }

    private static Charset named(String name) {
        try {
            Charset charset = Charset.forName(name);
            // A document whose bytes are not UTF-16 cannot be: an editor changed them and left the declaration.
            return charset.name().startsWith("UTF-16") ? StandardCharsets.UTF_8 : charset;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException("its encoding, " + name + ", is unknown", e);
        }
    }

    private static String decode(byte[] bytes, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("its bytes are not " + charset.name(), e);
        }
    }

    private static boolean starts(byte[] bytes, int... wanted) {
        if (bytes.length < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if ((bytes[i] & 0xFF) != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
