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
import java.util.function.Predicate;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsResponse;

/** CloudTrail's event history. LookupEvents takes one attribute. */
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
        List<JsonNode> events = new ArrayList<>();
        read(place, new Lookup(LookupAttributeKey.EVENT_NAME, name, since, Optional.empty()), page -> {
            page.stream()
                    .map(EventHistory::recorded)
                    .filter(event -> event.path("eventSource").asText().equals(source))
                    .forEach(events::add);
            return true;
        });
        return events;
    }

    /** Reads page by page, the newest event first, as long as {@code next} wants more; whether it read to the end. */
    boolean read(Place place, Lookup lookup, Predicate<List<Event>> next) {
        CloudTrailClient trail = accounts.cloudTrail(place);
        Optional<String> token = Optional.empty();
        do {
            LookupEventsResponse answer = page(trail, place, lookup, token);
            if (!next.test(answer.events())) {
                return false;
            }
            token = Optional.ofNullable(answer.nextToken());
        } while (token.isPresent());
        return true;
    }

    private LookupEventsResponse page(CloudTrailClient trail, Place place, Lookup lookup, Optional<String> token) {
        pace.await(place);
        return AwsFailures.translating(
                "looking for " + lookup.value() + " in CloudTrail's event history of " + place.region(),
                () -> trail.lookupEvents(request -> request.lookupAttributes(LookupAttribute.builder()
                                .attributeKey(lookup.attribute())
                                .attributeValue(lookup.value())
                                .build())
                        .startTime(lookup.since())
                        .endTime(lookup.until().orElse(null))
                        .maxResults(50)
                        .nextToken(token.orElse(null))));
    }

    /** The event as CloudTrail recorded it. */
    static JsonNode recorded(Event event) {
        try {
            return JSON.readTree(event.cloudTrailEvent());
        } catch (JsonProcessingException e) {
            throw FailureType.INCONSISTENT.failure(
                    "CloudTrail returned an event that is not JSON",
                    "Try again; if it stays so, look at the event history in the CloudTrail console.");
        }
    }

    /** What to look for; {@code until} is inclusive. */
    record Lookup(LookupAttributeKey attribute, String value, Instant since, Optional<Instant> until) {}
}
