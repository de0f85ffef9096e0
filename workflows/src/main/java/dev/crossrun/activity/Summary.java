package dev.crossrun.activity;

/** What a call or a timer is for, in one line, as Temporal's UI shows it. It names no person. */
public final class Summary {
    /** Temporal refuses a summary of more than 400 bytes, quotes and escapes included. */
    private static final int LONGEST = 120;

    private Summary() {}

    /** The text, cut off where it is too long. */
    public static String fitting(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
