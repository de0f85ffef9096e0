package dev.crossrun.api.archive;

/** The archive is not as Crossrun wrote it, or its keys are missing; the message says what and where. */
public final class ArchiveException extends RuntimeException {
    ArchiveException(String message) {
        super(message);
    }
}
