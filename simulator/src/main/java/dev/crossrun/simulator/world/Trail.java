package dev.crossrun.simulator.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** CloudTrail's event history: per account and region, delivered some time after the fact, kept for 90 days. */
public final class Trail {
    private static final Duration RETENTION = Duration.ofDays(90);

    /** A delivered record; {@code json} is what LookupEvents returns as {@code CloudTrailEvent}. */
    public record Event(
            String id,
            Instant time,
            Instant deliveredAt,
            String accountId,
            String region,
            TrailEntry entry,
            String json) {
        /** The same event, delivered later. */
        public Event laterBy(Duration later) {
            return new Event(id, time, deliveredAt.plus(later), accountId, region, entry, json);
        }
    }

    /** What becomes of an event on its way to the history. */
    @FunctionalInterface
    public interface Delivery {
        List<Event> deliver(Event event);
    }

    private final Clock clock;
    private final Duration delay;
    private final Ids ids;
    private final List<Event> events = new ArrayList<>();
    private Delivery delivery = List::of;

    Trail(Clock clock, Duration delay, Ids ids) {
        this.clock = clock;
        this.delay = delay;
        this.ids = ids;
    }

    /** Lets events be delivered in another way from now on. */
    public synchronized void deliverBy(Delivery other) {
        delivery = other;
    }

    /** Records what happened in an account and a region, now. */
    public synchronized Event record(String accountId, String region, TrailEntry entry) {
        Instant now = clock.instant();
        String id = ids.uuid();
        Instant time = now.truncatedTo(ChronoUnit.SECONDS);
        ObjectNode json = entry.toJson();
        json.put("eventTime", time.toString()).put("awsRegion", region).put("eventID", id);
        if (!json.has("requestID")) {
            json.put("requestID", ids.uuid());
        }
        json.put("recipientAccountId", accountId).put("eventCategory", "Management");
        json.put("sourceIPAddress", "127.0.0.1").put("userAgent", "crossrun-simulator");
        Event event = new Event(id, time, now.plus(delay), accountId, region, entry, json.toString());
        events.addAll(delivery.deliver(event));
        return event;
    }

    /** What LookupEvents can see now, newest first. */
    public synchronized List<Event> delivered(String accountId, String region) {
        Instant now = clock.instant();
        return events.stream()
                .filter(event ->
                        event.accountId().equals(accountId) && event.region().equals(region))
                .filter(event -> !event.deliveredAt().isAfter(now))
                .filter(event -> event.time().isAfter(now.minus(RETENTION)))
                .sorted(Comparator.comparing(Event::time).reversed())
                .toList();
    }

    /** What was recorded after the first {@code count} events, in all accounts, oldest first. */
    public synchronized List<Event> recordedAfter(int count) {
        return List.copyOf(events.subList(count, events.size()));
    }

    /** Puts back what was recorded before. */
    public synchronized void restore(List<Event> earlier) {
        events.addAll(earlier);
    }

    /** All that was ever recorded in an account, delivered or not, oldest first. */
    public synchronized List<Event> recorded(String accountId) {
        return events.stream()
                .filter(event -> event.accountId().equals(accountId))
                .toList();
    }
}
