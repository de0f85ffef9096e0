package dev.crossrun.temporal;

import io.temporal.common.converter.DataConverterException;

/** A payload in Temporal that this process does not accept. The message says what to do, and shows nothing of the content. */
public final class RefusedPayloadException extends DataConverterException {
    private final Reason reason;

    RefusedPayloadException(Reason reason, String detail) {
        super(reason + ": " + detail);
        this.reason = reason;
    }

    /** Whether no process with these keys wrote it: another setting does not heal it. */
    public boolean forged() {
        return reason != Reason.UNKNOWN_KEY;
    }

    enum Reason {
        /** Keys are configured, and the payload is not encrypted. */
        IN_THE_CLEAR,
        /** It was encrypted for another workflow or another namespace. */
        FROM_ELSEWHERE,
        /** Its bytes or its metadata are not as they were encrypted. */
        ALTERED,
        /** It was encrypted with a key that this process does not have. */
        UNKNOWN_KEY
    }
}
