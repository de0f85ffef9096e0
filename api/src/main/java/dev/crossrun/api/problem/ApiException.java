package dev.crossrun.api.problem;

import dev.crossrun.domain.Fault;
import dev.crossrun.run.task.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A request that is answered by a problem (RFC 9457); its message is the problem's detail. */
public final class ApiException extends RuntimeException {
    private static final String INVALID = "The request is not valid";

    private final ProblemCode code;
    private final transient Optional<Duration> retryAfter;
    private final transient List<ProblemDetails.Item> errors;

    private ApiException(
            ProblemCode code, String detail, List<ProblemDetails.Item> errors, Optional<Duration> retryAfter) {
        super(detail);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    public ApiException(ProblemCode code, String detail) {
        this(code, detail, List.of(), Optional.empty());
    }

    public static ApiException invalid(String detail, List<Fault> faults) {
        return new ApiException(
                ProblemCode.INVALID_REQUEST,
                detail,
                faults.stream().map(ProblemDetails.Item::of).toList(),
                Optional.empty());
    }

    public static ApiException invalid(List<Fault> faults) {
        return invalid(INVALID, faults);
    }

    public static ApiException invalid(String pointer, String detail) {
        return invalid(List.of(new Fault(pointer, detail)));
    }

    public static ApiException malformed(String detail) {
        return new ApiException(ProblemCode.MALFORMED_REQUEST, detail);
    }

    public static ApiException forbidden(String detail) {
        return new ApiException(ProblemCode.FORBIDDEN, detail);
    }

    public static ApiException notFound(String detail) {
        return new ApiException(ProblemCode.NOT_FOUND, detail);
    }

    /** A page of a list that is not there. */
    public static ApiException noSuchPage() {
        return new ApiException(
                ProblemCode.NOT_FOUND,
                "There is no such page",
                List.of(ProblemDetails.Item.of(new Fault("/cursor", "is not a cursor that this list returned"))),
                Optional.empty());
    }

    public static ApiException conflict(String detail) {
        return new ApiException(ProblemCode.CONFLICT, detail);
    }

    public static ApiException tooLarge(String detail) {
        return new ApiException(ProblemCode.CONTENT_TOO_LARGE, detail);
    }

    public static ApiException refused(String detail, List<Reason> reasons) {
        return new ApiException(
                ProblemCode.ANSWER_REFUSED,
                detail,
                reasons.stream().map(ProblemDetails.Item::of).toList(),
                Optional.empty());
    }

    public static ApiException tooMany(String detail, Duration retryAfter) {
        return new ApiException(ProblemCode.TOO_MANY_ANSWERS, detail, List.of(), Optional.of(retryAfter));
    }

    public static ApiException unavailable(String detail) {
        return new ApiException(ProblemCode.UNAVAILABLE, detail);
    }

    static ApiException busy(String detail, Duration retryAfter) {
        return new ApiException(ProblemCode.TEMPORAL_BUSY, detail, List.of(), Optional.of(retryAfter));
    }

    public ProblemCode code() {
        return code;
    }

    /** When the same request may be sent again. */
    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<ProblemDetails.Item> errors() {
        return errors;
    }
}
