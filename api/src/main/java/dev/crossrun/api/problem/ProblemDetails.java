package dev.crossrun.api.problem;

import dev.crossrun.domain.Fault;
import dev.crossrun.run.task.Reason;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;

/**
 * An error as RFC 9457 has it.
 *
 * @param type always {@code about:blank}: {@code code} names the kind of problem
 * @param title the HTTP status in words
 * @param instance path of the request
 * @param errors what is wrong with an input ({@link Fault}) or with an answer ({@link Reason})
 */
public record ProblemDetails(
        String type, String title, int status, ProblemCode code, String detail, String instance, List<Item> errors) {
    public static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

    /**
     * One of the faults of a request, or one of the reasons for a refusal.
     *
     * @param pointer a JSON Pointer (RFC 6901) into the body, or a slash and the name of a parameter or header
     */
    public record Item(String pointer, String code, String detail) {
        static Item of(Fault fault) {
            return new Item(fault.pointer(), fault.code(), fault.detail());
        }

        static Item of(Reason reason) {
            return new Item(reason.pointer(), reason.code(), reason.detail());
        }
    }

    static ProblemDetails of(ProblemCode code, int status, String detail, String path, List<Item> errors) {
        String title = status == 422 ? "Unprocessable Content" : HttpStatus.getMessage(status);
        return new ProblemDetails("about:blank", title, status, code, detail, path, errors);
    }

    Response response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this).build();
    }
}
