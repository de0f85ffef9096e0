package dev.crossrun.webhook;

import dev.crossrun.activity.NotificationActivities;
import dev.crossrun.mail.Mailer;
import io.temporal.failure.ApplicationFailure;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notifications by webhook and e-mail; without them nobody listens. */
public final class NotificationActivitiesImpl implements NotificationActivities {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationActivitiesImpl.class);

    /** With one more message this still ends within an attempt. */
    private static final Duration ENOUGH = Duration.ofSeconds(35);

    private final Optional<Webhook> webhook;
    private final Optional<Mailer> mailer;
    private final Optional<URI> desk;

    public NotificationActivitiesImpl(NotificationSettings settings, Clock clock) {
        this.webhook = settings.webhook().map(each -> new Webhook(each, clock));
        this.desk = settings.deskUrl();
        this.mailer = settings.email().map(each -> new Mailer(each, desk.orElseThrow()));
    }

    @Override
    public Delivery send(Batch batch) {
        return webhook.map(receiver -> post(receiver, batch))
                .orElseGet(() -> new Delivery(false, 0, List.of(), mailer.isPresent()));
    }

    /** A run that does not know yet that there are e-mails learns it now, whatever the webhook does. */
    private Delivery post(Webhook receiver, Batch batch) {
        try {
            return each(batch.notices(), notice -> post(receiver, notice));
        } catch (ApplicationFailure notNow) {
            if (batch.first() && mailer.isPresent()) {
                return new Delivery(true, 0, List.of(), true);
            }
            throw notNow;
        }
    }

    private Outcome post(Webhook receiver, Notice notice) {
        int status = receiver.post(CloudEvent.of(notice, receiver.prefix(), desk));
        if (status / 100 == 2) {
            return Outcome.SENT;
        }
        LOG.warn("The webhook refuses notification {} of {}: HTTP {}", notice.id(), notice.run(), status);
        return new Outcome(
                Optional.of(notice.type() + " refused by the webhook: HTTP " + status), status == Webhook.GONE);
    }

    @Override
    public Delivery mail(Batch batch) {
        return mailer.map(sender -> each(batch.notices(), notice -> mail(sender, notice)))
                .orElseGet(Delivery::nobodyListens);
    }

    private static Outcome mail(Mailer sender, Notice notice) {
        Optional<String> refusal = sender.send(notice);
        refusal.ifPresent(why -> LOG.warn("The e-mail {} of {} is {}", notice.id(), notice.run(), why));
        return new Outcome(refusal.map(why -> notice.type() + ": the e-mail was " + why), false);
    }

    /** Sends one after the other, as long as there is time. */
    private Delivery each(List<Notice> notices, Function<Notice, Outcome> send) {
        long begin = System.nanoTime();
        List<String> refused = new ArrayList<>();
        int done = 0;
        for (Notice notice : notices) {
            Outcome outcome;
            try {
                outcome = send.apply(notice);
            } catch (ApplicationFailure notNow) {
                if (done == 0) {
                    throw notNow;
                }
                break; // the run sends the rest by a call that is retried for itself
            }
            done++;
            outcome.refusal().ifPresent(refused::add);
            if (outcome.gone()) {
                return new Delivery(false, done, refused, mailer.isPresent());
            }
            if (System.nanoTime() - begin > ENOUGH.toNanos()) {
                break;
            }
        }
        return new Delivery(true, done, refused, mailer.isPresent());
    }

    /**
     * What became of one notice.
     *
     * @param refusal why it was refused for good
     * @param gone whether nobody listens any more
     */
    private record Outcome(Optional<String> refusal, boolean gone) {
        private static final Outcome SENT = new Outcome(Optional.empty(), false);
    }
}
