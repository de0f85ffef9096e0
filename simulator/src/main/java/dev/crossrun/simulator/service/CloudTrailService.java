package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.wire.RateLimit;
import dev.crossrun.simulator.world.Trail.Event;
import dev.crossrun.simulator.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** AWS CloudTrail: LookupEvents with one attribute per call, 50 events per page, two calls per second. */
public final class CloudTrailService extends Operations {
    private static final int PAGE = 50;
    private static final Set<String> ATTRIBUTES = Set.of(
            "EventId",
            "EventName",
            "ReadOnly",
            "Username",
            "ResourceType",
            "ResourceName",
            "EventSource",
            "AccessKeyId");

    private final RateLimit limit;

    public CloudTrailService(World world) {
        super("cloudtrail");
        this.limit = new RateLimit(world, 2, Duration.ofSeconds(1), 2);
        on("LookupEvents", this::lookupEvents);
    }

    private Optional<ObjectNode> lookupEvents(ServiceCall call) {
        String accountId = call.caller().accountId();
        if (!limit.admits(accountId + "/" + call.region())) {
            throw new ServiceError(400, "ThrottlingException", "Rate exceeded");
        }
        Predicate<Event> wanted = attribute(call).and(times(call)).and(category(call));
        List<Event> events = call.world().trail().delivered(accountId, call.region()).stream()
                .filter(wanted)
                .toList();
        Input input = Input.of(call, "InvalidMaxResultsException");
        ObjectNode query = call.input().deepCopy();
        query.remove(List.of("NextToken", "MaxResults"));
        ListPage<Event> page = ListPage.of(
                events,
                input.number("MaxResults", PAGE, 1, PAGE),
                input.optionalText("NextToken"),
                "events-" + query.toString().hashCode(),
                () -> new ServiceError(
                        400,
                        "InvalidNextTokenException",
                        "Invalid token or token that was passed does not match the lookup attributes"));
        ObjectNode output = object();
        output.set("Events", page.render(CloudTrailService::render));
        page.nextToken().ifPresent(token -> output.put("NextToken", token));
        return Optional.of(output);
    }

    /** The history has management events only; Insights, which are asked for by their category, are not simulated. */
    private static Predicate<Event> category(ServiceCall call) {
        JsonNode category = call.input().path("EventCategory");
        if (category.isMissingNode() || category.isNull()) {
            return event -> true;
        }
        if (!category.asText().equals("insight")) {
            throw new ServiceError(400, "InvalidEventCategoryException", "The event category is not valid.");
        }
        return event -> false;
    }

    private static Predicate<Event> attribute(ServiceCall call) {
        JsonNode attributes = call.input().path("LookupAttributes");
        if (attributes.isEmpty()) {
            return event -> true;
        }
        String key = attributes.get(0).path("AttributeKey").asText();
        String value = attributes.get(0).path("AttributeValue").asText();
        if (attributes.size() > 1 || !ATTRIBUTES.contains(key) || value.isEmpty() || value.length() > 2000) {
            throw new ServiceError(
                    400,
                    "InvalidLookupAttributesException",
                    attributes.size() > 1
                            ? "You can only specify one lookup attribute per request."
                            : "The lookup attribute " + key + " is not valid.");
        }
        return event -> values(event, key).contains(value);
    }

    private static List<String> values(Event event, String key) {
        return switch (key) {
            case "EventId" -> List.of(event.id());
            case "EventName" -> List.of(event.entry().eventName());
            case "ReadOnly" -> List.of(String.valueOf(event.entry().readOnly()));
            case "Username" -> List.of(event.entry().username());
            case "ResourceType" ->
                event.entry().resources().stream()
                        .map(resource -> resource.type())
                        .toList();
            case "ResourceName" ->
                event.entry().resources().stream()
                        .map(resource -> resource.name())
                        .toList();
            case "EventSource" -> List.of(event.entry().eventSource());
            default -> List.of(event.entry().userIdentity().path("accessKeyId").asText());
        };
    }

    private static Predicate<Event> times(ServiceCall call) {
        Optional<Instant> start = time(call, "StartTime");
        Optional<Instant> end = time(call, "EndTime");
        if (start.isPresent() && end.isPresent() && start.get().isAfter(end.get())) {
            throw new ServiceError(
                    400, "InvalidTimeRangeException", "The start time must be earlier than the end time.");
        }
        return event -> start.map(from -> !event.time().isBefore(from)).orElse(true)
                && end.map(to -> !event.time().isAfter(to)).orElse(true);
    }

    private static Optional<Instant> time(ServiceCall call, String name) {
        JsonNode node = call.input().path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isNumber()) {
            throw new ServiceError(400, "SerializationException", "TIMESTAMP_VALUE expected for " + name);
        }
        return Optional.of(Instant.ofEpochMilli(Math.round(node.asDouble() * 1000)));
    }

    private static ObjectNode render(Event event) {
        ObjectNode node = object().put("EventId", event.id())
                .put("EventName", event.entry().eventName())
                .put("ReadOnly", String.valueOf(event.entry().readOnly()))
                .put("EventTime", (double) event.time().getEpochSecond())
                .put("EventSource", event.entry().eventSource())
                .put("Username", event.entry().username());
        JsonNode accessKey = event.entry().userIdentity().path("accessKeyId");
        if (accessKey.isTextual()) {
            node.put("AccessKeyId", accessKey.asText());
        }
        ArrayNode resources = node.putArray("Resources");
        event.entry()
                .resources()
                .forEach(resource -> resources
                        .addObject()
                        .put("ResourceType", resource.type())
                        .put("ResourceName", resource.name()));
        return node.put("CloudTrailEvent", event.json());
    }
}
