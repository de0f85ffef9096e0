package dev.crossrun.activity;

/** What a call or a timer is for, in one line, as Temporal's UI shows it. It names no person. */
public final class Summary {
    /**
     * In characters, as Temporal's UI shows it. Temporal has a setting for the size of the payload, limit.userMetadataSummarySize,
     * which is 400 bytes by default and which its server (1.30) does not apply. Encrypted summaries can be larger.
     */
    private static final int LONGEST = 120;

    private Summary() {}

    /** The text, cut off where it is too long. */
    public static String fitting(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }
}
