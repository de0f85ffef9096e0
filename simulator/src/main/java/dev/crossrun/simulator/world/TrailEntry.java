package dev.crossrun.simulator.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happened, before CloudTrail has stamped it: the parts of a record that the service delivers.
 *
 * @param eventType {@code AwsApiCall}, {@code AwsServiceEvent} or {@code AwsConsoleSignIn}
 * @param members more members of the record, such as {@code additionalEventData}
 */
public record TrailEntry(
        String eventSource,
        String eventName,
        String username,
        ObjectNode userIdentity,
        Optional<ObjectNode> requestParameters,
        Optional<ObjectNode> responseElements,
        Optional<String> errorCode,
        Optional<String> errorMessage,
        List<Resource> resources,
        String eventType,
        ObjectNode members) {

    /** A resource of an event, as LookupEvents' attribute {@code ResourceName} finds it. */
    public record Resource(String type, String name) {}

    public TrailEntry {
        resources = List.copyOf(resources);
    }

    public static TrailEntry of(String eventSource, String eventName, String username, ObjectNode userIdentity) {
        return new TrailEntry(
                eventSource,
                eventName,
                username,
                userIdentity,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "AwsApiCall",
                JsonNodeFactory.instance.objectNode());
    }

    public static TrailEntry of(String eventSource, String eventName, AwsCaller caller) {
        return of(eventSource, eventName, caller.trailName(), caller.userIdentity());
    }

    public TrailEntry withRequest(ObjectNode parameters) {
        return copy(Optional.of(parameters), responseElements, errorCode, errorMessage, resources, eventType, members);
    }

    public TrailEntry withResponse(ObjectNode elements) {
        return copy(requestParameters, Optional.of(elements), errorCode, errorMessage, resources, eventType, members);
    }

    public TrailEntry withError(String code, String message) {
        return copy(
                requestParameters,
                responseElements,
                Optional.of(code),
                Optional.of(message),
                resources,
                eventType,
                members);
    }

    public TrailEntry withResource(String type, String name) {
        List<Resource> all = new ArrayList<>(resources);
        all.add(new Resource(type, name));
        return copy(requestParameters, responseElements, errorCode, errorMessage, all, eventType, members);
    }

    /** For what a service does by itself, or on its web pages, rather than at a call of its API. */
    public TrailEntry asServiceEvent() {
        return copy(
                requestParameters, responseElements, errorCode, errorMessage, resources, "AwsServiceEvent", members);
    }

    /** With these members of the record. */
    public TrailEntry withMembers(ObjectNode more) {
        return copy(requestParameters, responseElements, errorCode, errorMessage, resources, eventType, more);
    }

    /** Reading calls are marked; their names tell them apart. */
    public boolean readOnly() {
        return eventName.matches("(Get|List|Describe|Search|Lookup|Simulate|Is|AssumeRole)[A-Z]?.*");
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("eventVersion", "1.11").set("userIdentity", userIdentity);
        json.put("eventSource", eventSource).put("eventName", eventName);
        json.put("readOnly", readOnly()).put("eventType", eventType).put("managementEvent", true);
        json.set(
                "requestParameters",
                requestParameters.isPresent() ? requestParameters.get() : JsonNodeFactory.instance.nullNode());
        json.set(
                "responseElements",
                responseElements.isPresent() ? responseElements.get() : JsonNodeFactory.instance.nullNode());
        errorCode.ifPresent(code -> json.put("errorCode", code));
        errorMessage.ifPresent(message -> json.put("errorMessage", message));
        json.setAll(members);
        return json;
    }

    private TrailEntry copy(
            Optional<ObjectNode> request,
            Optional<ObjectNode> response,
            Optional<String> code,
            Optional<String> message,
            List<Resource> newResources,
            String type,
            ObjectNode newMembers) {
        return new TrailEntry(
                eventSource,
                eventName,
                username,
                userIdentity,
                request,
                response,
                code,
                message,
                newResources,
                type,
                newMembers);
    }
}
