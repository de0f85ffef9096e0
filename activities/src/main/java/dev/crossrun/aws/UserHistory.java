package dev.crossrun.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.activity.CloudTrailActivities.Action;
import dev.crossrun.activity.CloudTrailActivities.Actions;
import dev.crossrun.activity.CloudTrailActivities.UserActions;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.Place;
import dev.crossrun.aws.EventHistory.Lookup;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;

/** One reading of what a user did in several places. */
final class UserHistory {
    private final EventHistory history;
    private final UserActions query;
    private final List<String> problems = new ArrayList<>();

    /** By event id: CloudTrail can deliver an event twice. */
    private final Map<String, Action> actions = new HashMap<>();

    UserHistory(EventHistory history, UserActions query) {
        this.history = history;
        this.query = query;
    }

    /** {@code oldest}: what happened before that is not in the event history any more. */
    Actions read(Instant oldest) {
        if (query.since().isBefore(oldest)) {
            problems.add("CloudTrail's event history goes back 90 days, not to " + query.since() + ".");
        }
        for (Place place : query.places()) {
            if (!read(place)) {
                problems.add("There are more than " + query.most() + " events. The rest of " + named(place)
                        + ", and the places after it, are left out.");
                break;
            }
        }
        List<Action> sorted = actions.values().stream()
                .sorted(Comparator.comparing(Action::at).thenComparing(Action::id))
                .toList();
        return new Actions(sorted, !problems.isEmpty(), problems);
    }

    /** False once there is more than was asked for. */
    private boolean read(Place place) {
        try {
            return history.read(place, lookup(), page -> {
                Activity.getExecutionContext().heartbeat(named(place));
                return page.stream().allMatch(event -> add(event, place));
            });
        } catch (ApplicationFailure failure) {
            if (!failure.isNonRetryable()) {
                throw failure;
            }
            problems.add("CloudTrail of " + named(place) + " could not be read: " + FailureType.message(failure));
            return true;
        }
    }

    /** False for an event too many. */
    private boolean add(Event listed, Place place) {
        JsonNode event = EventHistory.recorded(listed);
        if (!isOfTheRoles(event)) {
            return true;
        }
        Action action = TrailEvents.action(listed, event, place);
        if (actions.size() >= query.most() && !actions.containsKey(action.id())) {
            return false;
        }
        actions.put(action.id(), action);
        return true;
    }

    private boolean isOfTheRoles(JsonNode event) {
        Optional<String> role = TrailEvents.roleName(event);
        return query.rolePrefixes().stream()
                .anyMatch(prefix -> role.filter(name -> name.startsWith(prefix)).isPresent());
    }

    private Lookup lookup() {
        return new Lookup(
                LookupAttributeKey.USERNAME,
                query.username(),
                query.since().truncatedTo(ChronoUnit.SECONDS),
                Optional.of(query.until()));
    }

    private static String named(Place place) {
        return "account " + place.account() + " in " + place.region();
    }
}
