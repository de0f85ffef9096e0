package dev.crossrun.api;

import dev.crossrun.domain.Fault;
import dev.crossrun.run.task.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A request that is answered by a problem (RFC 9457); its message is the problem's detail. */
final class ApiException extends RuntimeException {
    private final int status;

    private final transient Optional<Duration> retryAfter;

    /** {@link Fault}s or {@link Reason}s. */
    private final transient List<?> errors;

    private ApiException(int status, String detail, List<?> errors, Optional<Duration> retryAfter) {
        super(detail);
        this.status = status;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    ApiException(int status, String detail, List<?> errors) {
        this(status, detail, errors, Optional.empty());
    }

    ApiException(int status, String detail) {
        this(status, detail, List.of());
    }

    static ApiException invalid(String detail, List<Fault> faults) {
        return new ApiException(400, detail, faults);
    }

    static ApiException invalid(String pointer, String detail) {
        return invalid("The request is not right", List.of(new Fault(pointer, detail)));
    }

    static ApiException forbidden(String detail) {
        return new ApiException(403, detail);
    }

    static ApiException notFound(String detail) {
        return new ApiException(404, detail);
    }

    static ApiException conflict(String detail) {
        return new ApiException(409, detail);
    }

    static ApiException tooLarge(String detail) {
        return new ApiException(413, detail);
    }

    static ApiException unprocessable(String detail, List<Reason> reasons) {
        return new ApiException(422, detail, reasons);
    }

    static ApiException tooMany(String detail, Duration retryAfter) {
        return new ApiException(429, detail, List.of(), Optional.of(retryAfter));
    }

    static ApiException unavailable(String detail) {
        return new ApiException(503, detail);
    }

    int status() {
        return status;
    }

    /** When the same request may be sent again. */
    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    List<?> errors() {
        return errors;
    }
}
