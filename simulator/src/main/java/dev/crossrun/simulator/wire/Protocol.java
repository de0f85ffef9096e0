package dev.crossrun.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.service.ServiceError;
import java.util.Optional;

/** How a service's operations, members and errors look in HTTP. */
interface Protocol {
    /** The operation that a request names, if it is one of this protocol and service. */
    Optional<String> operation(HttpCall call);

    /**
     * The members of the request.
     *
     * @throws ServiceError if the request cannot be read
     */
    ObjectNode input(HttpCall call, String operation);

    HttpReply success(String operation, Optional<ObjectNode> output, String requestId);

    HttpReply error(ServiceError error, String requestId);

    /** The HTTP status of a refused signature or permission. */
    int refusalStatus();

    boolean isQuery();
}
