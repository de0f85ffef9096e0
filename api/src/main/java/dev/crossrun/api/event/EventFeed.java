package dev.crossrun.api.event;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.run.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The events of one run, for everybody who listens to it. */
public final class EventFeed {
    /** How long a listener gets no event before it gets a sign that it is still connected. */
    private static final Duration IDLE = Duration.ofSeconds(15);

    private final Source source;
    private final InstantSource clock;
    private final Pulse pulse = new Pulse();
    private final List<RunEvent> events = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private State state = new State(0, false);
    private long lengthRead;

    /** Where the events of a run come from. */
    public interface Source {
        /** Asks the workflow for its events after this number. */
        List<RunEvent> after(int seq);

        /** The run as Temporal has it now. This does not wake the workflow. */
        State state();
    }

    /**
     * How far a run is.
     *
     * @param length how many events its history has; 0 if Temporal has forgotten the run. A workflow records a {@link RunEvent} in a
     *     workflow task only, and that is in the history
     * @param ended whether it has ended, however: the events of a run that was terminated have no last one
     */
    public record State(long length, boolean ended) {}

    EventFeed(Source source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    synchronized void add(int seq, EventFeeds.Listener listener) {
        places.add(new Place(seq, listener, clock.instant()));
    }

    /** After how long it is polled again. */
    synchronized Duration pause() {
        return pulse.pause();
    }

    /** Something will happen at once. */
    synchronized void wake() {
        pulse.wake();
    }

    synchronized int listeners() {
        return places.size();
    }

    /** Asks once, if there can be anything new, and lets everybody have what is new to them. One poll at a time. */
    void poll() {
        List<RunEvent> fresh = List.of();
        try {
            fresh = fresh();
        } finally {
            tell(fresh);
        }
    }

    private List<RunEvent> fresh() {
        try {
            State now = source.state();
            synchronized (this) {
                state = now;
            }
            // It is shorter, too, after a workflow task that refused an update.
            if (now.length == lengthRead || now.length == 0) {
                return List.of();
            }
            List<RunEvent> fresh = source.after(last());
            lengthRead = now.length;
            return fresh;
        } catch (ApiException unavailable) {
            return List.of();
        }
    }

    private synchronized int last() {
        return events.isEmpty() ? 0 : events.get(events.size() - 1).seq();
    }

    private synchronized void tell(List<RunEvent> fresh) {
        events.addAll(fresh);
        fresh.forEach(pulse::heard);
        if (fresh.isEmpty()) {
            pulse.quiet();
        }
        Instant now = clock.instant();
        places.removeIf(place -> place.listener.gone());
        places.forEach(place -> serve(place, now));
        places.removeIf(place -> place.ended);
    }

    private void serve(Place place, Instant now) {
        if (!place.listener.ready()) {
            return;
        }
        List<RunEvent> due = events.subList(Math.min(place.seq, events.size()), events.size());
        for (RunEvent event : due) {
            place.listener.event(event);
        }
        boolean closed = !events.isEmpty() && events.get(events.size() - 1).type() == RunEvent.Type.RUN_CLOSED;
        place.seq = Math.max(place.seq, events.size());
        if (!due.isEmpty()) {
            place.heard = now;
        }
        boolean idle = !place.heard.plus(IDLE).isAfter(now);
        if (closed || (idle && state.ended)) {
            place.listener.end();
            place.ended = true;
        } else if (idle) {
            place.listener.idle();
            place.heard = now;
        }
    }

    /** How far a listener is. Events are numbered from 1 without gaps. */
    private static final class Place {
        private final EventFeeds.Listener listener;
        private int seq;
        private Instant heard;
        private boolean ended;

        Place(int seq, EventFeeds.Listener listener, Instant now) {
            this.heard = now;
            this.seq = seq;
            this.listener = listener;
        }
    }
}
