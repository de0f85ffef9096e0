package dev.crossrun.webhook;

import dev.crossrun.activity.NotificationActivities;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notifications by webhook; without one nobody listens. */
public final class NotificationActivitiesImpl implements NotificationActivities {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationActivitiesImpl.class);

    /** With one more post this still ends within an attempt. */
    private static final Duration ENOUGH = Duration.ofSeconds(35);

    private final Optional<Webhook> webhook;

    public NotificationActivitiesImpl(Optional<WebhookSettings> settings, Clock clock) {
        this.webhook = settings.map(each -> new Webhook(each, clock));
    }

    @Override
    public Delivery send(Batch batch) {
        return webhook.map(receiver -> send(receiver, batch.notices())).orElseGet(Delivery::nobodyListens);
    }

    private static Delivery send(Webhook receiver, List<Notice> notices) {
        long begin = System.nanoTime();
        List<String> refused = new ArrayList<>();
        int done = 0;
        for (Notice notice : notices) {
            int status;
            try {
                status = receiver.post(CloudEvent.of(notice, receiver.prefix()));
            } catch (ApplicationFailure notNow) {
                if (done == 0) {
                    throw notNow;
                }
                break; // the run sends the rest by a call that is retried for itself
            }
            done++;
            if (status / 100 != 2) {
                LOG.warn("The webhook refuses notification {} of {}: HTTP {}", notice.id(), notice.run(), status);
                refused.add(notice.type() + " refused by the webhook: HTTP " + status);
            }
            if (status == Webhook.GONE) {
                return new Delivery(false, done, refused);
            }
            if (System.nanoTime() - begin > ENOUGH.toNanos()) {
                break;
            }
        }
        return new Delivery(true, done, refused);
    }
}
