package dev.crossrun.api.event;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.run.RunEvent;
import io.dropwizard.lifecycle.Managed;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs that somebody watches: each is asked for its events by one poll, however many listen. A run is asked less often while
 * nothing happens, and at once when something was sent to it.
 */
public final class EventFeeds implements Managed {
    private static final int MOST_LISTENERS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(EventFeeds.class);

    private final ScheduledExecutorService polls = Executors.newScheduledThreadPool(4, task -> {
        Thread thread = new Thread(task, "event-feeds");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Watched> runs = new HashMap<>();
    private final InstantSource clock;

    public EventFeeds(InstantSource clock) {
        this.clock = clock;
    }

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
        int listeners = runs.values().stream()
                .mapToInt(watched -> watched.feed.listeners())
                .sum();
        if (listeners >= MOST_LISTENERS) {
            throw ApiException.unavailable("Too many listen to events already: " + MOST_LISTENERS);
        }
        Watched watched = runs.computeIfAbsent(run, any -> new Watched(new EventFeed(source, clock)));
        watched.feed.add(seq, listener);
        wake(run);
    }

    /** Asks a run at once, if somebody watches it: something has just been sent to it. */
    public synchronized void wake(String run) {
        Watched watched = runs.get(run);
        if (watched != null) {
            watched.feed.wake();
            if (!watched.polling) {
                watched.next.cancel(false);
                schedule(run, watched);
            }
        }
    }

    private void schedule(String run, Watched watched) {
        int turn = ++watched.turn;
        watched.next = polls.schedule(
                () -> poll(run, watched, turn), watched.feed.pause().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void poll(String run, Watched watched, int turn) {
        synchronized (this) {
            if (turn != watched.turn) {
                // Another poll takes its place.
                return;
            }
            watched.polling = true;
        }
        try {
            watched.feed.poll();
        } catch (RuntimeException e) {
            if (!polls.isShutdown()) {
                LOG.warn("The events of {} cannot be read now", run, e);
            }
        }
        synchronized (this) {
            watched.polling = false;
            if (watched.feed.listeners() == 0 || polls.isShutdown()) {
                runs.remove(run);
            } else {
                schedule(run, watched);
            }
        }
    }

    /** A run with its next poll. */
    private static final class Watched {
        private final EventFeed feed;
        private Future<?> next = CompletableFuture.completedFuture(null);
        private boolean polling;
        private int turn;

        Watched(EventFeed feed) {
            this.feed = feed;
        }
    }

    @Override
    public void stop() {
        polls.shutdownNow();
    }
}
