package dev.crossrun.api.problem;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowQueryRejectedException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowUpdateTimeoutOrCancelledException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever goes wrong into a problem; what was not foreseen is logged under a number and not shown. */
public final class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    @Context
    @SuppressWarnings("NullAway.Init") // set by Jersey
    private UriInfo uri;

    @Override
    public Response toResponse(Throwable thrown) {
        if (thrown instanceof ApiException refused) {
            return problem(refused);
        }
        if (thrown instanceof WebApplicationException refused) {
            return ofJersey(refused);
        }
        if (thrown instanceof WorkflowNotFoundException) {
            return problem(404, "There is no such run");
        }
        if (thrown instanceof WorkflowQueryRejectedException) {
            return notReady();
        }
        if (thrown instanceof WorkflowUpdateTimeoutOrCancelledException || thrown instanceof WorkflowQueryException) {
            return noWorker();
        }
        if (thrown instanceof WorkflowServiceException && thrown.getCause() instanceof StatusRuntimeException cause) {
            return ofTemporal(cause);
        }
        if (thrown instanceof StatusRuntimeException status) {
            return ofTemporal(status);
        }
        return unforeseen(thrown);
    }

    private Response ofJersey(WebApplicationException refused) {
        if (refused.getCause() instanceof ApiException inner) {
            return problem(inner);
        }
        int status = refused.getResponse().getStatus();
        String what = switch (status) {
            case 404 -> "There is nothing at " + uri.getPath();
            case 405 -> "This is not done with this method: " + allowed(refused) + " is";
            case 406 -> "This is not served in the media type asked for";
            case 415 -> "A body of this media type is not taken here";
            default -> refused.getResponse().getStatusInfo().getReasonPhrase().toLowerCase(Locale.ROOT);
        };
        return problem(status, what);
    }

    private static String allowed(WebApplicationException refused) {
        return String.valueOf(refused.getResponse().getHeaderString(HttpHeaders.ALLOW));
    }

    private Response ofTemporal(StatusRuntimeException thrown) {
        Status.Code code = thrown.getStatus().getCode();
        return switch (code) {
            case NOT_FOUND -> problem(404, "There is no such run");
            // Without a worker a run holds a few queries back, and refuses any more.
            case DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED -> noWorker();
            case FAILED_PRECONDITION -> notReady();
            case UNAVAILABLE -> problem(503, "Temporal cannot be reached; the same request is safe to send again");
            default -> unforeseen(thrown);
        };
    }

    private Response noWorker() {
        return problem(
                503, "No worker answered in time; the same request is safe to send again if it had an Idempotency-Key");
    }

    /** Temporal asks no run whose workflow task has failed three times in a row (its service, {@code WorkflowNotReady}). */
    private Response notReady() {
        return problem(503, "The run's workflow task fails, and is tried again; the log of the worker says why");
    }

    private Response unforeseen(Throwable thrown) {
        UUID number = UUID.randomUUID();
        LOG.error("Unforeseen, number {}", number, thrown);
        return problem(500, "This was not foreseen; the log of the API has more under " + number);
    }

    private Response problem(ApiException refused) {
        Response problem = problem(refused.status(), refused.detail(), refused.errors());
        return refused.retryAfter()
                .map(wait -> Response.fromResponse(problem)
                        .header(HttpHeaders.RETRY_AFTER, wait.toSeconds())
                        .build())
                .orElse(problem);
    }

    private Response problem(int status, String detail) {
        return problem(status, detail, List.of());
    }

    private Response problem(int status, String detail, List<?> errors) {
        Response problem = ProblemDetails.response(status, detail, "/" + uri.getPath(), errors);
        return status == 401
                ? Response.fromResponse(problem)
                        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"crossrun\"")
                        .build()
                : problem;
    }
}
