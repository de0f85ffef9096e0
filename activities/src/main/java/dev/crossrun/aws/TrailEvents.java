package dev.crossrun.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.activity.CloudTrailActivities.Action;
import dev.crossrun.activity.CloudTrailActivities.TrailEvent;
import dev.crossrun.activity.Place;
import dev.crossrun.domain.Region;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.Resource;

/** Reads events in the shape in which CloudTrail records them. */
final class TrailEvents {
    private static final Pattern ASSUMED_ROLE = Pattern.compile("arn:[^:]+:sts::\\d{12}:assumed-role/([^/]+)/.+");

    private TrailEvents() {}

    static TrailEvent event(JsonNode event, Optional<String> subject) {
        return new TrailEvent(
                event.path("eventID").asText(),
                event.path("eventName").asText(),
                event.path("eventSource").asText(),
                new Region(event.path("awsRegion").asText()),
                Instant.parse(event.path("eventTime").asText()),
                user(event),
                text(event.path("userIdentity").path("arn")),
                subject,
                text(event.path("errorCode")),
                text(event.path("errorMessage")));
    }

    /** The role that a session is of, or that one was asked for. */
    static Optional<String> role(JsonNode event) {
        return text(event.path("requestParameters").path("roleArn"))
                .or(() -> text(event.path("userIdentity")
                        .path("sessionContext")
                        .path("sessionIssuer")
                        .path("arn")));
    }

    /** What a session of a role did, in the CloudTrail of a place. */
    static Action action(Event listed, JsonNode event, Place place) {
        return new Action(
                Instant.parse(event.path("eventTime").asText()),
                place.account(),
                place.region(),
                event.path("eventSource").asText(),
                event.path("eventName").asText(),
                listed.resources().stream()
                        .map(Resource::resourceName)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList(),
                text(event.path("errorCode")).or(() -> text(event.path("errorMessage"))),
                event.path("eventID").asText());
    }

    /** The name of the role whose session made a call; services do not always record who issued the session. */
    static Optional<String> roleName(JsonNode event) {
        JsonNode identity = event.path("userIdentity");
        return text(identity.path("sessionContext").path("sessionIssuer").path("userName"))
                .or(() -> text(identity.path("arn"))
                        .map(ASSUMED_ROLE::matcher)
                        .filter(Matcher::matches)
                        .map(arn -> arn.group(1)));
    }

    /** Whether a request names this, in whatever field: what the console's own calls carry is not documented. */
    static boolean names(JsonNode event, String value) {
        return mentions(event.path("requestParameters"), value);
    }

    private static boolean mentions(JsonNode node, String value) {
        if (node.isTextual()) {
            return node.asText().contains(value);
        }
        for (JsonNode child : node) {
            if (mentions(child, value)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> user(JsonNode event) {
        JsonNode identity = event.path("userIdentity");
        return text(event.path("requestParameters").path("roleSessionName"))
                .or(() -> text(identity.path("principalId"))
                        .filter(id -> id.startsWith("AROA") && id.contains(":"))
                        .map(id -> id.substring(id.indexOf(':') + 1)))
                .or(() -> text(identity.path("userName")));
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() && !node.asText().isEmpty() ? Optional.of(node.asText()) : Optional.empty();
    }
}
