package dev.crossrun.simulator.scim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.RawAnswer;
import java.time.Instant;

/** A refusal in SCIM's form (IAM Identity Center SCIM implementation guide). */
final class ScimError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    ScimError(int status, String detail) {
        super(detail);
        this.status = status;
    }

    /** In which words the endpoint refuses. */
    static ScimError of(InjectedFault fault) {
        return switch (fault.kind()) {
            case THROTTLED -> new ScimError(429, "Rate exceeded");
            case SERVER_ERROR -> new ScimError(500, "The request processing has failed because of an unknown error");
            case ACCESS_DENIED -> new ScimError(403, "You do not have sufficient access to perform this action");
            case EXPIRED_CREDENTIALS -> new ScimError(401, "Unauthorized");
            case QUOTA -> new ScimError(402, "The number of users or groups would exceed the maximum allowed");
            case RAW_ANSWER -> {
                RawAnswer raw = fault.answer().orElseThrow();
                yield new ScimError(raw.status(), raw.message());
            }
            default -> throw new IllegalStateException(fault.kind() + " is no refusal");
        };
    }

    /** What the guide calls a ValidationException. */
    static ScimError invalid() {
        return new ScimError(400, "Request is unparsable, syntactically incorrect, or violates schema");
    }

    int status() {
        return status;
    }

    ObjectNode body(String requestId, Instant now) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:Error");
        return body.put("schema", "urn:ietf:params:scim:api:messages:2.0:Error")
                .put("detail", String.valueOf(getMessage()))
                .put("status", status)
                .put("exceptionRequestId", requestId)
                .put("timeStamp", now.toString());
    }
}
