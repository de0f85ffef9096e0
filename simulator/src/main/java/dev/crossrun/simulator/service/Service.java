package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** One AWS service: what its operations do to the world, free of any wire protocol. */
public interface Service {
    /** The service's name in IAM actions, e.g. {@code organizations}. */
    String actionPrefix();

    boolean has(String operation);

    /** The actions that the caller needs on the resource: the operation's own, and at times another one. */
    default List<String> actions(ServiceCall call) {
        return List.of(actionPrefix() + ":" + call.operation());
    }

    /** The ARN that IAM authorizes the call against; {@code *} where the action supports no resource. */
    String resource(ServiceCall call);

    /** The ARNs that IAM authorizes one of the {@link #actions} against: the call's own, if nothing else is known. */
    default List<String> resources(ServiceCall call, String action) {
        return List.of(resource(call));
    }

    /** Whether CloudTrail records the call as read-only. */
    boolean readOnly(String operation);

    /**
     * Does it. Called under the world's lock, after authorization.
     *
     * @return the response's members, empty for an empty response
     * @throws ServiceError if the service refuses
     */
    Optional<ObjectNode> handle(ServiceCall call);
}
