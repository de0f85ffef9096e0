package dev.crossrun.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.api.auth.Principal;
import dev.crossrun.run.actor.Actor;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SseListenerTest {
    static final Instant END = Instant.parse("2026-11-30T12:00:00Z");

    final Sink sink = new Sink();

    @Test
    void closesTheStreamWhenTheAccessTokenEnds() {
        Principal caller = new Principal(Actor.ENGINE, List.of(), Optional.of(END));
        Instant[] now = {END.minusSeconds(1)};
        SseListener listener = new SseListener(new NoSse(), sink, () -> caller.lasts(now[0]));
        assertThat(listener.gone()).isFalse();
        now[0] = END;
        assertThat(listener.gone()).isTrue();
        assertThat(sink.isClosed()).isTrue();
    }

    @Test
    void letsTheStreamGoOnForATokenWithoutAnEnd() {
        Principal caller = new Principal(Actor.ENGINE, List.of());
        assertThat(new SseListener(new NoSse(), sink, () -> caller.lasts(END)).gone())
                .isFalse();
    }

    static final class Sink implements SseEventSink {
        private boolean closed;

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public CompletionStage<?> send(OutboundSseEvent event) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Nothing is sent here. */
    static final class NoSse implements Sse {
        @Override
        public OutboundSseEvent.Builder newEventBuilder() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SseBroadcaster newBroadcaster() {
            throw new UnsupportedOperationException();
        }
    }
}
