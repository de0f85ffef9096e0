package dev.crossrun.simulator.world;

import java.security.SecureRandom;
import java.util.UUID;

/** Makes identifiers of the shapes that AWS uses (IAM user guide, "IAM identifiers"). */
public final class Ids {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String HEX = "0123456789abcdef";
    private static final String SECRET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private final SecureRandom random = new SecureRandom();

    /** An IAM unique id: {@code AROA}, {@code AIDA}, {@code ANPA} or {@code ASIA} and the rest in upper case. */
    public String unique(String prefix) {
        return prefix + pick(BASE32, prefix.startsWith("A") && prefix.endsWith("IA") ? 16 : 17);
    }

    public String hex(int length) {
        return pick(HEX, length);
    }

    public String uuid() {
        return UUID.randomUUID().toString();
    }

    public String secret(int length) {
        return pick(SECRET, length);
    }

    private String pick(String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
