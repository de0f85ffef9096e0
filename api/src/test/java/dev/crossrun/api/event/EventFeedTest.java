package dev.crossrun.api.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.run.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventFeedTest {
    final Told told = new Told();
    final EventFeed feed = new EventFeed(told, () -> told.now);

    @Test
    void asksOnceHoweverManyListen() {
        Ear first = listening(0);
        Ear second = listening(0);
        told.happens(RunEvent.Type.RUN_STARTED, RunEvent.Type.STEP_STARTED);
        feed.poll();
        assertThat(first.heard).containsExactly(1, 2);
        assertThat(second.heard).containsExactly(1, 2);
        assertThat(told.asked).isEqualTo(1);
    }

    @Test
    void beginsWhereAListenerWasCutOff() {
        told.happens(RunEvent.Type.RUN_STARTED, RunEvent.Type.STEP_STARTED, RunEvent.Type.STEP_DONE);
        feed.poll();
        Ear late = listening(2);
        feed.poll();
        assertThat(late.heard).containsExactly(3);
    }

    @Test
    void endsWithTheRun() {
        Ear ear = listening(0);
        told.happens(RunEvent.Type.RUN_STARTED, RunEvent.Type.RUN_CLOSED);
        feed.poll();
        assertThat(ear.heard).containsExactly(1, 2);
        assertThat(ear.ended).isTrue();
        assertThat(feed.listeners()).isZero();
    }

    @Test
    void waitsForASlowListenerAndLetsNobodyElseWait() {
        Ear slow = listening(0);
        Ear quick = listening(0);
        slow.ready = false;
        told.happens(RunEvent.Type.RUN_STARTED);
        feed.poll();
        assertThat(quick.heard).containsExactly(1);
        assertThat(slow.heard).isEmpty();
        slow.ready = true;
        told.happens(RunEvent.Type.STEP_STARTED);
        feed.poll();
        assertThat(slow.heard).containsExactly(1, 2);
    }

    @Test
    void asksNothingOfARunWhoseHistoryIsAsLongAsBefore() {
        Ear ear = listening(0);
        told.happens(RunEvent.Type.RUN_STARTED);
        feed.poll();
        feed.poll();
        assertThat(told.asked).isEqualTo(1);
        told.happens(RunEvent.Type.STEP_STARTED);
        feed.poll();
        assertThat(told.asked).isEqualTo(2);
        assertThat(ear.heard).containsExactly(1, 2);
    }

    @Test
    void outlivesAPollThatFails() {
        Ear ear = listening(0);
        told.happens(RunEvent.Type.RUN_STARTED);
        told.away = true;
        feed.poll();
        told.away = false;
        feed.poll();
        assertThat(ear.heard).containsExactly(1);
    }

    @Test
    void showsThatItIsConnectedAndForgetsWhoIsGoneWhileTemporalIsAway() {
        Ear ear = listening(0);
        listening(0).gone = true;
        told.temporalAway = true;
        assertThatThrownBy(feed::poll).hasMessage("no Temporal");
        assertThat(feed.listeners()).isEqualTo(1);
        assertThat(ear.signs).isZero();
        assertThatThrownBy(feed::poll).hasMessage("no Temporal");
        assertThat(ear.signs).isEqualTo(1);
    }

    @Test
    void doesNotAskARunThatTemporalHasForgotten() {
        Ear ear = listening(0);
        told.happens(RunEvent.Type.RUN_STARTED);
        feed.poll();
        told.forgotten = true;
        while (!ear.ended) {
            feed.poll();
        }
        assertThat(told.asked).isEqualTo(1);
    }

    @Test
    void forgetsWhoIsGone() {
        listening(0).gone = true;
        feed.poll();
        assertThat(feed.listeners()).isZero();
    }

    @Test
    void endsForARunThatWasTerminatedWithoutAWord() {
        Ear ear = listening(0);
        told.ended = true;
        while (!ear.ended) {
            feed.poll();
        }
        assertThat(ear.heard).isEmpty();
    }

    @Test
    void isAskedRarelyWhileTheRunOnlyWaitsForPeopleAndSoonAfterAnAnswer() {
        listening(0);
        told.happens(RunEvent.Type.RUN_STARTED, RunEvent.Type.STEP_STARTED);
        feed.poll();
        Duration soon = feed.pause();
        Duration working = quietPause();
        told.happens(RunEvent.Type.TASK_OPENED);
        feed.poll();
        Duration waiting = quietPause();
        assertThat(soon).isLessThan(working);
        assertThat(working).isLessThan(waiting);
        feed.wake();
        assertThat(feed.pause()).isEqualTo(soon);
        told.happens(RunEvent.Type.TASK_ANSWERED);
        feed.poll();
        assertThat(quietPause()).isEqualTo(working);
    }

    /** How long a pause becomes if nothing happens. */
    Duration quietPause() {
        for (int i = 0; i < 10; i++) {
            feed.poll();
        }
        return feed.pause();
    }

    Ear listening(int seq) {
        Ear ear = new Ear();
        feed.add(seq, ear);
        return ear;
    }

    /** A run that has told these events, and a Temporal that takes ten seconds to answer. */
    static final class Told implements EventFeed.Source {
        final List<RunEvent> events = new ArrayList<>();
        int asked;
        boolean away;
        boolean temporalAway;
        boolean forgotten;
        Instant now = Instant.EPOCH;
        boolean ended;

        void happens(RunEvent.Type... types) {
            for (RunEvent.Type type : types) {
                events.add(new RunEvent(
                        events.size() + 1,
                        Instant.EPOCH,
                        type,
                        Optional.of("a-step").filter(any -> type.name().matches("(STEP|TASK).*")),
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        Map.of()));
            }
        }

        @Override
        public List<RunEvent> after(int seq) {
            asked++;
            if (away) {
                throw ApiException.unavailable("no worker");
            }
            return List.copyOf(events.subList(seq, events.size()));
        }

        @Override
        public EventFeed.State state() {
            now = now.plusSeconds(10);
            if (temporalAway) {
                throw new IllegalStateException("no Temporal");
            }
            return forgotten ? new EventFeed.State(0, true) : new EventFeed.State(events.size(), ended);
        }
    }

    /** Somebody who listens. */
    static final class Ear implements EventFeeds.Listener {
        final List<Integer> heard = new ArrayList<>();
        int signs;
        boolean ready = true;
        boolean gone;
        boolean ended;

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public void event(RunEvent event) {
            heard.add(event.seq());
        }

        @Override
        public void idle() {
            signs++;
        }

        @Override
        public void end() {
            ended = true;
        }

        @Override
        public boolean gone() {
            return gone;
        }
    }
}
