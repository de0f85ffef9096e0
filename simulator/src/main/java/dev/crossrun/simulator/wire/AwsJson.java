package dev.crossrun.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.service.ServiceError;
import java.util.Optional;

/**
 * AWS JSON 1.0 and 1.1: everything is a POST, and {@code X-Amz-Target} names the operation.
 *
 * @param targetPrefix what stands before the operation, dot included
 */
record AwsJson(String targetPrefix) implements Protocol {
    @Override
    public Optional<Request> read(HttpCall call) {
        return call.header("x-amz-target")
                .filter(target -> target.startsWith(targetPrefix))
                .map(target -> new Request(target.substring(targetPrefix.length()), JsonText.object(call.text())));
    }

    @Override
    public HttpReply success(HttpCall call, String operation, Optional<ObjectNode> output, String requestId) {
        String body = output.orElseGet(JsonText::empty).toString();
        return HttpReply.of(200, contentType(call), body).withHeader("x-amzn-RequestId", requestId);
    }

    @Override
    public HttpReply failure(HttpCall call, ServiceError error, String requestId) {
        return JsonText.failure(contentType(call), error, requestId);
    }

    @Override
    public ServiceError refusal(Refusal refusal, String message) {
        return JsonText.refusal(refusal, 400, message);
    }

    private static String contentType(HttpCall call) {
        return call.header("content-type")
                .filter(type -> type.startsWith("application/x-amz-json-"))
                .orElse("application/x-amz-json-1.1");
    }
}
