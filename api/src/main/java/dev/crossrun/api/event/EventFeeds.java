package dev.crossrun.api.event;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.run.RunEvent;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs that somebody watches: each is asked for its events by one poll, however many listen. */
public final class EventFeeds implements Managed {
    private static final Duration BETWEEN_POLLS = Duration.ofMillis(200);
    private static final int MOST_LISTENERS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(EventFeeds.class);

    private final ScheduledExecutorService polls = Executors.newScheduledThreadPool(4, task -> {
        Thread thread = new Thread(task, "event-feeds");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, EventFeed> feeds = new HashMap<>();

    /** Where events go. */
    interface Listener {
        /** Whether it can take more; one that cannot is offered the same events again later. */
        boolean ready();

        void event(RunEvent event);

        /** Nothing happened for a while. */
        void idle();

        /** There will be no more. */
        void end();

        boolean gone();
    }

    /**
     * Lets somebody listen to the events of a run after {@code seq}.
     *
     * @throws ApiException 503 if too many listen already
     */
    public synchronized void listen(String run, EventFeed.Source source, int seq, Listener listener) {
        int listeners = feeds.values().stream().mapToInt(EventFeed::listeners).sum();
        if (listeners >= MOST_LISTENERS) {
            throw ApiException.unavailable("Too many listen to events already: " + MOST_LISTENERS);
        }
        EventFeed feed = feeds.get(run);
        if (feed == null) {
            feed = new EventFeed(source);
            feeds.put(run, feed);
            schedule(run, feed);
        }
        feed.add(seq, listener);
    }

    private void schedule(String run, EventFeed feed) {
        // Nobody waits for a poll; one that fails is the next one's to make good.
        Future<?> unused = polls.schedule(() -> poll(run, feed), BETWEEN_POLLS.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void poll(String run, EventFeed feed) {
        try {
            feed.poll();
        } catch (RuntimeException e) {
            if (!polls.isShutdown()) {
                LOG.warn("The events of {} cannot be read now", run, e);
            }
        }
        synchronized (this) {
            if (feed.listeners() == 0 || polls.isShutdown()) {
                feeds.remove(run);
            } else {
                schedule(run, feed);
            }
        }
    }

    @Override
    public void stop() {
        polls.shutdownNow();
    }
}
