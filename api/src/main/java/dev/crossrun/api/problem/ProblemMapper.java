package dev.crossrun.api.problem;

import dev.crossrun.api.archive.ArchiveException;
import dev.crossrun.temporal.RefusedPayloadException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ResourceExhaustedCause;
import io.temporal.api.errordetails.v1.ResourceExhaustedFailure;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowQueryRejectedException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowUpdateTimeoutOrCancelledException;
import io.temporal.serviceclient.StatusUtils;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.glassfish.jersey.server.ParamException;
import org.jvnet.mimepull.MIMEParsingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever goes wrong into a problem; what was not expected is logged under a reference and not shown. */
public final class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    /** Temporal's limits are counted by the second. */
    private static final Duration LIMIT_PERIOD = Duration.ofSeconds(1);

    @Context
    @SuppressWarnings("NullAway.Init") // set by Jersey
    private UriInfo uri;

    @Override
    public Response toResponse(Throwable thrown) {
        Optional<ApiException> refused = cause(thrown, ApiException.class);
        if (refused.isPresent()) {
            return problem(refused.get());
        }
        if (thrown instanceof WebApplicationException ofJersey) {
            return ofJersey(ofJersey);
        }
        Optional<RefusedPayloadException> unread = cause(thrown, RefusedPayloadException.class);
        if (unread.isPresent()) {
            LOG.error("Temporal has a payload that is refused: {}", unread.get().getMessage());
            return problem(new ApiException(
                    ProblemCode.UNEXPECTED,
                    "Crossrun refuses what Temporal has of this run. "
                            + unread.get().getMessage()));
        }
        if (thrown instanceof ArchiveException altered) {
            LOG.error("{}", altered.getMessage());
            return problem(new ApiException(ProblemCode.UNEXPECTED, String.valueOf(altered.getMessage())));
        }
        if (thrown instanceof WorkflowNotFoundException) {
            return problem(ApiException.notFound("There is no such run"));
        }
        if (thrown instanceof WorkflowQueryRejectedException) {
            return notReady();
        }
        Optional<StatusRuntimeException> ofTemporal = thrown instanceof WorkflowServiceException
                ? cause(thrown, StatusRuntimeException.class)
                : Optional.ofNullable(thrown instanceof StatusRuntimeException status ? status : null);
        if (ofTemporal.isPresent()) {
            return ofTemporal(ofTemporal.get());
        }
        if (thrown instanceof WorkflowUpdateTimeoutOrCancelledException || thrown instanceof WorkflowQueryException) {
            return noWorker();
        }
        return unexpected(thrown);
    }

    private static <T> Optional<T> cause(Throwable thrown, Class<T> type) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return Optional.of(type.cast(each));
            }
        }
        return Optional.empty();
    }

    private Response ofJersey(WebApplicationException refused) {
        int status = refused.getResponse().getStatus();
        String what = switch (status) {
            case 400 -> badRequest(refused);
            case 404 ->
                refused instanceof ParamException ? badRequest(refused) : "There is nothing at /" + uri.getPath();
            case 405 -> "Method not allowed. Use " + allowed(refused) + ".";
            case 406 -> "None of the media types of the header Accept is available here";
            case 415 -> "A body of this media type is not accepted here. See the header Content-Type";
            default -> refused.getResponse().getStatusInfo().getReasonPhrase().toLowerCase(Locale.ROOT);
        };
        Response problem = problem(ProblemCode.of(status), status, what, List.of());
        return status == 405
                ? Response.fromResponse(problem)
                        .header(HttpHeaders.ALLOW, allowed(refused))
                        .build()
                : problem;
    }

    private static String badRequest(WebApplicationException refused) {
        return cause(refused, MIMEParsingException.class)
                .map(multipart -> "The body is not multipart/form-data: " + multipart.getMessage())
                .or(() -> cause(refused, ParamException.class)
                        .map(parameter -> "The parameter " + parameter.getParameterName() + " cannot be read"))
                .orElseGet(
                        () -> "The request cannot be read: " + deepest(refused).getMessage());
    }

    private static Throwable deepest(Throwable thrown) {
        Throwable each = thrown;
        while (each.getCause() != null) {
            each = each.getCause();
        }
        return each;
    }

    private static String allowed(WebApplicationException refused) {
        return String.valueOf(refused.getResponse().getHeaderString(HttpHeaders.ALLOW))
                .replace(",", ", ");
    }

    private Response ofTemporal(StatusRuntimeException thrown) {
        Status.Code code = thrown.getStatus().getCode();
        return switch (code) {
            case NOT_FOUND -> problem(ApiException.notFound("There is no such run"));
            case DEADLINE_EXCEEDED, CANCELLED -> noWorker();
            case RESOURCE_EXHAUSTED -> exhausted(thrown);
            case FAILED_PRECONDITION -> notReady();
            case UNAVAILABLE -> unreachable();
            case UNKNOWN -> unknown(thrown);
            default -> unexpected(thrown);
        };
    }

    /**
     * A call that is written as its connection breaks has an unknown status, with what broke it. One without a cause is Temporal's: so it
     * answers what fails in itself, such as a query of its database as that stops.
     */
    private Response unknown(StatusRuntimeException thrown) {
        Throwable cause = thrown.getStatus().getCause();
        if (cause == null) {
            LOG.warn("A call failed in Temporal: {}", thrown.getMessage());
        }
        return cause == null || cause instanceof IOException ? unreachable() : unexpected(thrown);
    }

    private Response unreachable() {
        return problem(new ApiException(
                ProblemCode.TEMPORAL_UNREACHABLE,
                "Temporal cannot be reached; the same request is safe to send again"));
    }

    /** Without a worker a run holds a few queries back, and refuses any more; everything else is a limit of Temporal's. */
    private Response exhausted(StatusRuntimeException thrown) {
        ResourceExhaustedFailure failure = StatusUtils.getFailure(thrown, ResourceExhaustedFailure.class);
        if (failure != null && failure.getCause() == ResourceExhaustedCause.RESOURCE_EXHAUSTED_CAUSE_BUSY_WORKFLOW) {
            return noWorker();
        }
        return problem(ApiException.busy(
                "Temporal refuses more calls for now (" + thrown.getStatus().getDescription()
                        + "). The same request is safe to send again.",
                LIMIT_PERIOD));
    }

    private Response noWorker() {
        return problem(new ApiException(
                ProblemCode.NO_WORKER,
                "No worker answered in time; the same request is safe to send again if it had an Idempotency-Key"));
    }

    /** Temporal asks no run whose workflow task has failed three times in a row (its service, {@code WorkflowNotReady}). */
    private Response notReady() {
        return problem(new ApiException(
                ProblemCode.RUN_NOT_READY,
                "The run's workflow task fails and is retried; the log of the worker says why"));
    }

    private Response unexpected(Throwable thrown) {
        UUID reference = UUID.randomUUID();
        LOG.error("Unexpected error, reference {}", reference, thrown);
        return problem(new ApiException(
                ProblemCode.UNEXPECTED, "Unexpected error. See the API log, reference " + reference + "."));
    }

    private Response problem(ApiException refused) {
        Response problem = problem(refused.code(), refused.code().status(), refused.detail(), refused.errors());
        return refused.retryAfter()
                .map(wait -> Response.fromResponse(problem)
                        .header(HttpHeaders.RETRY_AFTER, wait.toSeconds())
                        .build())
                .orElse(problem);
    }

    private Response problem(ProblemCode code, int status, String detail, List<ProblemDetails.Item> errors) {
        Response problem = ProblemDetails.of(code, status, detail, "/" + uri.getPath(), errors)
                .response();
        return status == 401
                ? Response.fromResponse(problem)
                        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"crossrun\"")
                        .build()
                : problem;
    }
}
