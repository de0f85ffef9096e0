package dev.crossrun.api.event;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.run.RunEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The events of one run, for everybody who listens to it. */
public final class EventFeed {
    /** How long a listener gets no event before it gets a sign that it is still connected. */
    private static final Duration IDLE = Duration.ofSeconds(15);

    private final Source source;
    private final Pulse pulse = new Pulse();
    private final List<RunEvent> events = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();

    /** Where the events of a run come from. */
    public interface Source {
        List<RunEvent> after(int seq);

        /** Whether the run has ended, however: a run that was terminated tells no last event. */
        boolean ended();
    }

    EventFeed(Source source) {
        this.source = source;
    }

    synchronized void add(int seq, EventFeeds.Listener listener) {
        places.add(new Place(seq, listener));
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

    /** Asks once, and lets everybody have what is new to them. */
    void poll() {
        List<RunEvent> fresh = fresh();
        synchronized (this) {
            Duration passed = pulse.pause();
            events.addAll(fresh);
            fresh.forEach(pulse::heard);
            if (fresh.isEmpty()) {
                pulse.quiet();
            }
            places.removeIf(place -> place.listener.gone());
            places.forEach(place -> serve(place, passed));
            places.removeIf(place -> place.ended);
        }
    }

    private List<RunEvent> fresh() {
        int last;
        synchronized (this) {
            last = events.isEmpty() ? 0 : events.get(events.size() - 1).seq();
        }
        try {
            return source.after(last);
        } catch (ApiException unavailable) {
            return List.of();
        }
    }

    private void serve(Place place, Duration passed) {
        if (!place.listener.ready()) {
            return;
        }
        List<RunEvent> due = events.subList(Math.min(place.seq, events.size()), events.size());
        for (RunEvent event : due) {
            place.listener.event(event);
        }
        boolean closed = !events.isEmpty() && events.get(events.size() - 1).type() == RunEvent.Type.RUN_CLOSED;
        place.seq = Math.max(place.seq, events.size());
        place.quiet = due.isEmpty() ? place.quiet.plus(passed) : Duration.ZERO;
        boolean idle = place.quiet.compareTo(IDLE) >= 0;
        if (closed || (idle && ended())) {
            place.listener.end();
            place.ended = true;
        } else if (idle) {
            place.listener.idle();
            place.quiet = Duration.ZERO;
        }
    }

    private boolean ended() {
        try {
            return source.ended();
        } catch (ApiException unavailable) {
            return false;
        }
    }

    /** How far a listener is. Events are numbered from 1 without gaps. */
    private static final class Place {
        private final EventFeeds.Listener listener;
        private int seq;
        private Duration quiet = Duration.ZERO;
        private boolean ended;

        Place(int seq, EventFeeds.Listener listener) {
            this.seq = seq;
            this.listener = listener;
        }
    }
}
