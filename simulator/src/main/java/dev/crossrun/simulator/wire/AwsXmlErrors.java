package dev.crossrun.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.service.ServiceError;
import java.util.Optional;

/**
 * The refusals of services that speak XML in a form of their own, EC2 and S3, none of which is simulated.
 *
 * @param form of the document, with a place for code, message and request id
 */
record AwsXmlErrors(String form) implements Protocol {
    @Override
    public Optional<Request> read(HttpCall call) {
        return Optional.empty();
    }

    @Override
    public HttpReply success(HttpCall call, String operation, Optional<ObjectNode> output, String requestId) {
        throw new IllegalStateException("nothing of this protocol is simulated");
    }

    @Override
    public HttpReply failure(HttpCall call, ServiceError error, String requestId) {
        String members =
                "<Code>" + error.code() + "</Code><Message>" + AwsQuery.escape(String.valueOf(error.getMessage()))
                        + "</Message><RequestId>" + requestId + "</RequestId>";
        return HttpReply.of(error.status(), "text/xml", form.formatted(members))
                .withHeader("x-amzn-RequestId", requestId);
    }

    @Override
    public ServiceError refusal(Refusal refusal, String message) {
        return refusal == Refusal.UNKNOWN_OPERATION
                ? new ServiceError(501, "NotImplemented", message)
                : new AwsQuery("").refusal(refusal, message);
    }
}
