package dev.crossrun.cli;

/** The command was given wrongly; the message says what would be right. */
public final class Usage extends RuntimeException {
    public Usage(String message) {
        super(message);
    }
}
