package dev.crossrun.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Jetty's own refusals as problems: those of requests that reach no resource. */
public final class ProblemPages extends ErrorHandler {
    /** What Jetty and Jersey say of a path, or of a Content-Type, that they cannot read. */
    private static final String GENERIC = "Bad Request";

    private final ObjectMapper mapper;

    public ProblemPages(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int status,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        // Dropwizard refuses methods that it does not know with 405, and cannot say which ones a resource has.
        boolean unknownMethod = status == 405 && !response.getHeaders().contains(HttpHeader.ALLOW);
        int shown = unknownMethod ? ProblemCode.METHOD_UNKNOWN.status() : status;
        response.setStatus(shown);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemDetails.MEDIA_TYPE.toString());
        String detail = unknownMethod ? "No resource has the method " + request.getMethod() : detail(shown, message);
        response.write(true, problem(shown, detail, request.getHttpURI().getPath()), callback);
    }

    private static String detail(int status, @Nullable String message) {
        return switch (status) {
            case 404 -> "There is nothing at this path";
            case 408 -> "The request did not arrive in time";
            case 414, 431 -> "The request line and the headers are too long: at most 8 KiB together";
            case 500 -> "Unexpected error. See the API log.";
            default ->
                "The request is not HTTP as this API accepts it: "
                        + (GENERIC.equals(message) ? "its path or its header Content-Type cannot be read" : message);
        };
    }

    private ByteBuffer problem(int status, String detail, @Nullable String path) {
        ProblemDetails problem =
                ProblemDetails.of(ProblemCode.of(status), status, detail, path == null ? "" : path, List.of());
        try {
            return ByteBuffer.wrap(mapper.writeValueAsString(problem).getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem can be written as JSON", e);
        }
    }
}
