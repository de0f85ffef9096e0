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
    private State seen = new State(0, false);
    private long read;

    /** Where the events of a run come from. */
    public interface Source {
        List<RunEvent> after(int seq);

        /** The run as Temporal has it now; to know it, the run is not woken. */
        State state();
    }

    /**
     * How far a run is.
     *
     * @param length the length of its history, which grows whenever the run tells something
     * @param ended whether it has ended, however: a run that was terminated tells no last event
     */
    public record State(long length, boolean ended) {}

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
            int last = see(now);
            if (now.length == read) {
                return List.of();
            }
            List<RunEvent> fresh = source.after(last);
            read = now.length;
            return fresh;
        } catch (ApiException unavailable) {
            return List.of();
        }
    }

    private synchronized int see(State now) {
        seen = now;
        return events.isEmpty() ? 0 : events.get(events.size() - 1).seq();
    }

    private synchronized void tell(List<RunEvent> fresh) {
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
        if (closed || (idle && seen.ended)) {
            place.listener.end();
            place.ended = true;
        } else if (idle) {
            place.listener.idle();
            place.quiet = Duration.ZERO;
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
