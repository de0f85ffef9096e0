package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The events of a run as they happen. A stream that breaks is taken up again where it broke. */
public final class EventStream implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** Wakes who waits for an event that will not come. */
    private static final JsonNode NO_MORE = MissingNode.getInstance();

    private final ApiClient api;
    private final String path;
    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final Thread reader;
    private volatile boolean closed;
    private volatile @Nullable RuntimeException broken;
    private int last;

    /** {@code path} is that of the run's events. */
    public EventStream(ApiClient api, String path) {
        this.api = api;
        this.path = path;
        this.reader = new Thread(this::read, "events");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * What has happened since the last time: waits until something has, but no longer than {@code patience}.
     *
     * @throws ApiRefusal if the API refuses the stream
     */
    public List<JsonNode> next(Duration patience) throws InterruptedException {
        List<JsonNode> batch = new ArrayList<>();
        JsonNode first = events.poll(broken == null ? patience.toMillis() : 0, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            events.drainTo(batch);
            batch.removeIf(JsonNode::isMissingNode);
        }
        RuntimeException refused = broken;
        if (batch.isEmpty() && refused != null) {
            throw refused;
        }
        return batch;
    }

    /** What is still to come of a run that has closed; a stream that does not end in time is left. */
    List<JsonNode> rest() throws InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        while (true) {
            JsonNode event = events.poll(2, TimeUnit.SECONDS);
            if (event == null || event.isMissingNode()) {
                return all;
            }
            all.add(event);
            if (event.path("type").asText("").equals("RUN_CLOSED")) {
                return all;
            }
        }
    }

    private void read() {
        Duration wait = Duration.ofMillis(200);
        try {
            while (!closed) {
                int before = last;
                try {
                    api.events(path, last, () -> !closed, this::take);
                } catch (ApiUnreachable gone) {
                    // Taken up again below.
                }
                wait = last > before ? Duration.ofMillis(200) : wait.multipliedBy(2);
                wait = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
                Thread.sleep(wait.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ApiRefusal refused) {
            broken = refused;
            events.add(NO_MORE);
        }
    }

    private void take(JsonNode event) {
        last = event.path("seq").asInt();
        events.add(event);
    }

    /** Its connection ends with the next line that the API sends. */
    @Override
    public void close() {
        closed = true;
        reader.interrupt();
    }
}
