package dev.crossrun.api.event;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.run.RunEvent;
import java.util.ArrayList;
import java.util.List;

/** The events of one run, for everybody who listens to it. */
public final class EventFeed {
    /** After so many polls without an event a listener is told that it is still connected: about 15 s. */
    private static final int IDLE = 75;

    private final Source source;
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

    synchronized int listeners() {
        return places.size();
    }

    /** Asks once, and lets everybody have what is new to them. */
    void poll() {
        List<RunEvent> fresh = fresh();
        synchronized (this) {
            events.addAll(fresh);
            places.removeIf(place -> place.listener.gone());
            places.forEach(this::serve);
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

    private void serve(Place place) {
        if (!place.listener.ready()) {
            return;
        }
        List<RunEvent> due = events.subList(Math.min(place.seq, events.size()), events.size());
        for (RunEvent event : due) {
            place.listener.event(event);
        }
        boolean closed = !events.isEmpty() && events.get(events.size() - 1).type() == RunEvent.Type.RUN_CLOSED;
        place.seq = Math.max(place.seq, events.size());
        place.quiet = due.isEmpty() ? place.quiet + 1 : 0;
        if (closed || (place.quiet > 0 && place.quiet % IDLE == 0 && ended())) {
            place.listener.end();
            place.ended = true;
        } else if (place.quiet > 0 && place.quiet % IDLE == 0) {
            place.listener.idle();
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
        private int quiet;
        private boolean ended;

        Place(int seq, EventFeeds.Listener listener) {
            this.seq = seq;
            this.listener = listener;
        }
    }
}
