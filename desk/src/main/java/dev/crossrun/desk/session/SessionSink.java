package dev.crossrun.desk.session;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** A stream of events that ends with the session that opened it. */
public final class SessionSink implements SseEventSink {
    private final SseEventSink sink;
    private final BooleanSupplier lasts;

    private SessionSink(SseEventSink sink, BooleanSupplier lasts) {
        this.sink = sink;
        this.lasts = lasts;
    }

    /** For a request that came past the sessions' filter. */
    public static SseEventSink of(SseEventSink sink, ContainerRequestContext request) {
        return new SessionSink(sink, SessionFilter.lasting(request));
    }

    @Override
    public boolean isClosed() {
        if (!sink.isClosed() && !lasts.getAsBoolean()) {
            sink.close();
        }
        return sink.isClosed();
    }

    @Override
    public CompletionStage<?> send(OutboundSseEvent event) {
        return sink.send(event);
    }

    @Override
    public void close() {
        sink.close();
    }
}
