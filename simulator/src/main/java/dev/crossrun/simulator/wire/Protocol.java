package dev.crossrun.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.service.ServiceError;
import java.util.Optional;

/** How a service is spoken to: where a request names its operation, and what members look like on the wire. */
interface Protocol {
    /** Why a request is not let in, before any service sees it; each protocol has its own code and status for it. */
    enum Refusal {
        NOT_SIGNED,
        INCOMPLETE_SIGNATURE,
        UNKNOWN_KEY,
        EXPIRED_TOKEN,
        BAD_SIGNATURE,
        ACCESS_DENIED,
        UNKNOWN_OPERATION
    }

    /** The operation and the members of its request. */
    record Request(String operation, ObjectNode input) {}

    /** Empty if the request names no operation that the protocol knows. */
    Optional<Request> read(HttpCall call);

    HttpReply success(HttpCall call, String operation, Optional<ObjectNode> output, String requestId);

    HttpReply failure(HttpCall call, ServiceError error, String requestId);

    ServiceError refusal(Refusal refusal, String message);
}
