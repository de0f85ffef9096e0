package dev.crossrun.api.event;

import dev.crossrun.run.RunEvent;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** Somebody who listens by server-sent events (HTML Standard, "Server-sent events"). */
public final class SseListener implements EventFeeds.Listener {
    private final Sse sse;
    private final SseEventSink sink;
    private final BooleanSupplier allowed;
    private CompletionStage<?> sent = CompletableFuture.completedFuture(null);

    /** The stream is closed when it is no longer {@code allowed}. */
    public SseListener(Sse sse, SseEventSink sink, BooleanSupplier allowed) {
        this.sse = sse;
        this.sink = sink;
        this.allowed = allowed;
    }

    /** Whether what was sent last has gone out. */
    @Override
    public boolean ready() {
        return sent.toCompletableFuture().isDone();
    }

    @Override
    public void event(RunEvent event) {
        send(sse.newEventBuilder()
                .id(Integer.toString(event.seq()))
                .name(event.type().name())
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(RunEvent.class, event)
                .build());
    }

    @Override
    public void idle() {
        send(sse.newEventBuilder().comment("still here").build());
    }

    @Override
    public void end() {
        sink.close();
    }

    @Override
    public boolean gone() {
        if (!sink.isClosed() && !allowed.getAsBoolean()) {
            sink.close();
        }
        return sink.isClosed();
    }

    private void send(OutboundSseEvent event) {
        if (!sink.isClosed()) {
            sent = sink.send(event).exceptionally(broken -> {
                sink.close();
                return null;
            });
        }
    }
}
