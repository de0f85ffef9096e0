package dev.crossrun.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.Place;
import dev.crossrun.pace.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsResponse;

/** CloudTrail's event history, by the name of the event: LookupEvents takes one attribute. */
final class EventHistory {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AwsAccounts accounts;
    /** A little less than the two calls a second that CloudTrail allows. */
    private final Pace<Place> pace;

    EventHistory(AwsAccounts accounts) {
        this.accounts = accounts;
        this.pace = accounts.pace(1, Duration.ofMillis(550));
    }

    /** Every event of this name and source since then, as CloudTrail recorded it. */
    List<JsonNode> named(Place place, String name, String source, Instant since) {
        CloudTrailClient trail = accounts.cloudTrail(place);
        List<JsonNode> events = new ArrayList<>();
        Optional<String> page = Optional.empty();
        do {
            LookupEventsResponse answer = lookup(trail, place, name, since, page);
            answer.events().stream()
                    .map(Event::cloudTrailEvent)
                    .map(EventHistory::parsed)
                    .filter(event -> event.path("eventSource").asText().equals(source))
                    .forEach(events::add);
            page = Optional.ofNullable(answer.nextToken());
        } while (page.isPresent());
        return events;
    }

    private LookupEventsResponse lookup(
            CloudTrailClient trail, Place place, String name, Instant since, Optional<String> page) {
        pace.await(place);
        return AwsFailures.translating(
                "looking for " + name + " in CloudTrail's event history of " + place.region(),
                () -> trail.lookupEvents(request -> request.lookupAttributes(LookupAttribute.builder()
                                .attributeKey(LookupAttributeKey.EVENT_NAME)
                                .attributeValue(name)
                                .build())
                        .startTime(since)
                        .maxResults(50)
                        .nextToken(page.orElse(null))));
    }

    private static JsonNode parsed(String event) {
        try {
            return JSON.readTree(event);
        } catch (JsonProcessingException e) {
            throw FailureType.INCONSISTENT.failure(
                    "CloudTrail returned an event that is not JSON",
                    "Try again; if it stays so, look at the event history in the CloudTrail console.");
        }
    }
}
