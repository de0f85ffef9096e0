package dev.crossrun.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.crossrun.activity.AlertActivities.Alert;
import dev.crossrun.activity.NotificationActivities.Notice;
import dev.crossrun.mail.DeskLinks;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.task.TaskKind;
import dev.crossrun.temporal.Payloads;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A notice or an alert as a CloudEvent 1.0 in structured JSON.
 *
 * @param data an {@link OfRun} or an {@link OfAlert}
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record CloudEvent(
        String specversion,
        String id,
        String source,
        String type,
        Optional<String> subject,
        Instant time,
        String datacontenttype,
        Object data) {
    static final String MEDIA_TYPE = "application/cloudevents+json";

    private static final String TYPE = "dev.crossrun.";

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record OfRun(
            String run,
            String runbook,
            String name,
            RunStatus status,
            Optional<String> step,
            Optional<String> task,
            Optional<String> title,
            Optional<Actor> actor,
            String text,
            Optional<TaskKind> kind,
            Optional<Instant> dueAt,
            Optional<Actor> requestedBy,
            Optional<String> link) {}

    record OfAlert(String workflow, String text) {}

    /** {@code prefix}: what {@code source} starts with. */
    static CloudEvent of(Alert alert, String prefix) {
        return new CloudEvent(
                "1.0",
                alert.id(),
                prefix + alert.source(),
                TYPE + alert.type(),
                Optional.empty(),
                alert.at(),
                "application/json",
                new OfAlert(alert.workflow(), alert.text()));
    }

    /** {@code prefix}: what the reference to the run starts with; {@code desk}: the address of the desk, for a link. */
    static CloudEvent of(Notice notice, String prefix, Optional<URI> desk) {
        return new CloudEvent(
                "1.0",
                notice.id(),
                prefix + "/v1/runs/" + notice.run(),
                TYPE + notice.type().name().toLowerCase(Locale.ROOT).replace('_', '.'),
                notice.task().or(notice::step),
                notice.at(),
                "application/json",
                new OfRun(
                        notice.run(),
                        notice.runbook(),
                        notice.name(),
                        notice.status(),
                        notice.step(),
                        notice.task(),
                        notice.title(),
                        notice.actor(),
                        notice.text(),
                        notice.kind(),
                        notice.dueAt(),
                        notice.requestedBy(),
                        desk.map(address -> link(notice, address))));
    }

    private static String link(Notice notice, URI desk) {
        return notice.task()
                .map(task -> DeskLinks.task(desk, notice.run(), task))
                .orElseGet(() -> DeskLinks.run(desk, notice.run()));
    }

    String json() {
        try {
            return Payloads.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and times are always written", e);
        }
    }
}
