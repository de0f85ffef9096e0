package dev.crossrun.api.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.api.problem.ProblemCode;
import dev.crossrun.api.problem.ProblemDetails;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpStatus;

/** How operations refuse: a problem for each HTTP status, which says by which codes. */
final class Refusals {
    private static final Set<ProblemCode> OF_ALL = EnumSet.of(
            ProblemCode.MALFORMED_REQUEST,
            ProblemCode.INVALID_REQUEST,
            ProblemCode.UNAUTHENTICATED,
            ProblemCode.NOT_ACCEPTABLE,
            ProblemCode.URI_TOO_LONG,
            ProblemCode.EXPECTATION_FAILED,
            ProblemCode.HEADERS_TOO_LARGE,
            ProblemCode.UNEXPECTED,
            ProblemCode.NO_WORKER,
            ProblemCode.RUN_NOT_READY,
            ProblemCode.TEMPORAL_BUSY,
            ProblemCode.TEMPORAL_UNREACHABLE,
            ProblemCode.UNAVAILABLE);
    private static final Set<ProblemCode> OF_BODIES =
            EnumSet.of(ProblemCode.REQUEST_TIMEOUT, ProblemCode.CONTENT_TOO_LARGE, ProblemCode.UNSUPPORTED_MEDIA_TYPE);

    private Refusals() {}

    /** The statuses and codes of an operation. */
    static Map<Integer, List<ProblemCode>> of(Operation operation, boolean hasBody, boolean namesSomething) {
        Set<ProblemCode> codes = EnumSet.copyOf(OF_ALL);
        codes.addAll(Arrays.asList(operation.refusals()));
        if (hasBody) {
            codes.addAll(OF_BODIES);
        }
        if (namesSomething) {
            codes.add(ProblemCode.NOT_FOUND);
        }
        return codes.stream()
                .collect(Collectors.groupingBy(
                        ProblemCode::status, TreeMap::new, Collectors.toCollection(ArrayList::new)));
    }

    /** A response in OpenAPI's words. */
    static ObjectNode response(int status, List<ProblemCode> codes, ObjectNode schema) {
        String names = codes.stream().map(Enum::name).collect(Collectors.joining(", "));
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("description", HttpStatus.getMessage(status) + ": code " + names);
        if (status == 401) {
            header(response, "WWW-Authenticate", "string");
        }
        if (status == 429) {
            header(response, "Retry-After", "integer").put("required", true);
        }
        if (status == 503) {
            header(response, "Retry-After", "integer");
        }
        ObjectNode content = response.putObject("content").putObject(ProblemDetails.MEDIA_TYPE.toString());
        content.set("schema", schema);
        content.putPOJO("example", example(status, codes.get(0)));
        return response;
    }

    private static ObjectNode header(ObjectNode response, String name, String type) {
        ObjectNode header = response.withObjectProperty("headers").putObject(name);
        header.putObject("schema").put("type", type);
        return header;
    }

    private static ProblemDetails example(int status, ProblemCode code) {
        List<ProblemDetails.Item> errors = status == 400 || status == 422
                ? List.of(new ProblemDetails.Item("/name", "MISSING", "is missing"))
                : List.of();
        return new ProblemDetails(
                "about:blank",
                String.valueOf(HttpStatus.getMessage(status)),
                status,
                code,
                "What is wrong, and what would be right.",
                "/v1/runs",
                errors);
    }
}
