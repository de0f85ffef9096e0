package dev.crossrun.api.problem;

import dev.crossrun.domain.Fault;
import dev.crossrun.run.task.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A request that is answered by a problem (RFC 9457); its message is the problem's detail. */
public final class ApiException extends RuntimeException {
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

    public ApiException(int status, String detail, List<?> errors) {
        this(status, detail, errors, Optional.empty());
    }

    public ApiException(int status, String detail) {
        this(status, detail, List.of());
    }

    public static ApiException invalid(String detail, List<Fault> faults) {
        return new ApiException(400, detail, faults);
    }

    public static ApiException invalid(String pointer, String detail) {
        return invalid("The request is not right", List.of(new Fault(pointer, detail)));
    }

    public static ApiException forbidden(String detail) {
        return new ApiException(403, detail);
    }

    public static ApiException notFound(String detail) {
        return new ApiException(404, detail);
    }

    public static ApiException conflict(String detail) {
        return new ApiException(409, detail);
    }

    public static ApiException tooLarge(String detail) {
        return new ApiException(413, detail);
    }

    public static ApiException unprocessable(String detail, List<Reason> reasons) {
        return new ApiException(422, detail, reasons);
    }

    public static ApiException tooMany(String detail, Duration retryAfter) {
        return new ApiException(429, detail, List.of(), Optional.of(retryAfter));
    }

    public static ApiException unavailable(String detail) {
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
