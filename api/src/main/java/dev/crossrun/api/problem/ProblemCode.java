package dev.crossrun.api.problem;

import java.util.Arrays;

/** What kind of problem a response reports. Programs decide by it; the texts of a problem can change. */
public enum ProblemCode {
    /** The request breaks HTTP, its URI, or the format of its body. */
    MALFORMED_REQUEST(400),
    /** Fields, parameters or headers are wrong; {@code errors} lists them. */
    INVALID_REQUEST(400),
    UNAUTHENTICATED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    /** The header {@code Allow} lists the methods of the resource. */
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),
    /** The request did not arrive in time. */
    REQUEST_TIMEOUT(408),
    /** The request does not fit the state of the run or of the task. */
    CONFLICT(409),
    PRECONDITION_FAILED(412),
    CONTENT_TOO_LARGE(413),
    URI_TOO_LONG(414),
    UNSUPPORTED_MEDIA_TYPE(415),
    EXPECTATION_FAILED(417),
    /** The answer was checked and refused; {@code errors} has the reasons, and the task is still open. */
    ANSWER_REFUSED(422),
    /** The Idempotency-Key was sent before with another request. */
    IDEMPOTENCY_KEY_REUSED(422),
    /** The task has had too many refused answers for now; {@code Retry-After} says when it accepts the next one. */
    TOO_MANY_ANSWERS(429),
    HEADERS_TOO_LARGE(431),
    UNEXPECTED(500),
    /** The HTTP method is not one that any resource has. */
    METHOD_UNKNOWN(501),
    /** No worker answered in time. */
    NO_WORKER(503),
    /** The run cannot be asked now: its workflow task fails and is retried. */
    RUN_NOT_READY(503),
    /** Temporal refuses more calls for now; {@code Retry-After} says when to try again. */
    TEMPORAL_BUSY(503),
    TEMPORAL_UNREACHABLE(503),
    UNAVAILABLE(503),
    HTTP_VERSION_NOT_SUPPORTED(505);

    private final int status;

    ProblemCode(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** The code of a problem of which only the HTTP status is known. */
    static ProblemCode of(int status) {
        return Arrays.stream(values())
                .filter(code -> code.status == status)
                .findFirst()
                .orElse(status < 500 ? MALFORMED_REQUEST : UNEXPECTED);
    }
}
