package dev.crossrun.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.crossrun.activity.NotificationActivities.Notice;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.temporal.Payloads;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** A notice as a CloudEvent 1.0 in structured JSON. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record CloudEvent(
        String specversion,
        String id,
        String source,
        String type,
        Optional<String> subject,
        Instant time,
        String datacontenttype,
        Data data) {
    static final String MEDIA_TYPE = "application/cloudevents+json";

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Data(
            String run,
            String runbook,
            String name,
            RunStatus status,
            Optional<String> step,
            Optional<String> task,
            Optional<String> title,
            Optional<Actor> actor,
            String text) {}

    /** {@code prefix}: what the reference to the run starts with. */
    static CloudEvent of(Notice notice, String prefix) {
        return new CloudEvent(
                "1.0",
                notice.id(),
                prefix + "/v1/runs/" + notice.run(),
                "dev.crossrun." + notice.type().name().toLowerCase(Locale.ROOT).replace('_', '.'),
                notice.task().or(notice::step),
                notice.at(),
                "application/json",
                new Data(
                        notice.run(),
                        notice.runbook(),
                        notice.name(),
                        notice.status(),
                        notice.step(),
                        notice.task(),
                        notice.title(),
                        notice.actor(),
                        notice.text()));
    }

    String json() {
        try {
            return Payloads.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and times are always written", e);
        }
    }
}
