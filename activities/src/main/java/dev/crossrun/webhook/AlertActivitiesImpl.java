package dev.crossrun.webhook;

import dev.crossrun.activity.AlertActivities;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Alerts by webhook; without one nobody gets them. */
public final class AlertActivitiesImpl implements AlertActivities {
    private static final Logger LOG = LoggerFactory.getLogger(AlertActivitiesImpl.class);

    private final Optional<Webhook> webhook;

    public AlertActivitiesImpl(Optional<WebhookSettings> settings, Clock clock) {
        this.webhook = settings.map(each -> new Webhook(each, clock));
    }

    @Override
    public boolean send(Alert alert) {
        return webhook.map(receiver -> send(receiver, alert)).orElse(false);
    }

    private static boolean send(Webhook receiver, Alert alert) {
        int status = receiver.post(CloudEvent.of(alert, receiver.prefix()));
        boolean taken = status / 100 == 2;
        if (!taken) {
            LOG.warn("The webhook refuses alert {} of {}: HTTP {}", alert.id(), alert.workflow(), status);
        }
        return taken;
    }
}
