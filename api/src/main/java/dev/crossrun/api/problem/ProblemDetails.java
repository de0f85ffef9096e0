package dev.crossrun.api.problem;

import dev.crossrun.domain.Fault;
import dev.crossrun.run.task.Reason;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

/**
 * An error as RFC 9457 has it.
 *
 * @param instance path of the request
 * @param errors what is wrong with an input ({@link Fault}) or with an answer ({@link Reason})
 */
record ProblemDetails(String type, String title, int status, String detail, String instance, List<?> errors) {
    static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

    static Response response(int status, String detail, String path, List<?> errors) {
        String title = Optional.ofNullable(Response.Status.fromStatusCode(status))
                .map(Response.Status::getReasonPhrase)
                .orElse(status == 422 ? "Unprocessable Content" : "Error");
        return Response.status(status)
                .type(MEDIA_TYPE)
                .entity(new ProblemDetails("about:blank", title, status, detail, path, errors))
                .build();
    }
}
