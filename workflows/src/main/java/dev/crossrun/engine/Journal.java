package dev.crossrun.engine;

import dev.crossrun.run.RunEvent;
import dev.crossrun.run.actor.Actor;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What happened in a run, in order. Keeps the first {@value #MOST} events: history has the rest. */
final class Journal {
    static final int MOST = 2_000;

    private final List<RunEvent> events = new ArrayList<>();
    private Consumer<RunEvent> follower = event -> {};
    private int last;

    static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }

    /** Passes each event from now on to {@code next}, also those that are not kept. */
    void follow(Consumer<RunEvent> next) {
        follower = next;
    }

    void run(RunEvent.Type type, Actor actor, String text) {
        add(type, Optional.empty(), Optional.empty(), Optional.of(actor), text, Map.of());
    }

    void step(RunEvent.Type type, String step, String text) {
        add(type, Optional.of(step), Optional.empty(), Optional.empty(), text, Map.of());
    }

    void step(RunEvent.Type type, String step, Actor actor, String text) {
        add(type, Optional.of(step), Optional.empty(), Optional.of(actor), text, Map.of());
    }

    void task(RunEvent.Type type, TaskRecord task, Optional<Actor> actor, String text, Map<String, String> data) {
        add(type, Optional.of(task.step()), Optional.of(task.id()), actor, text, data);
    }

    List<RunEvent> after(int seq) {
        int from = Math.min(Math.max(seq, 0), events.size());
        return List.copyOf(events.subList(from, events.size()));
    }

    private void add(
            RunEvent.Type type,
            Optional<String> step,
            Optional<String> task,
            Optional<Actor> actor,
            String text,
            Map<String, String> data) {
        last++;
        RunEvent event = new RunEvent(last, now(), type, step, task, actor, text, data);
        if (events.size() < MOST) {
            events.add(event);
        }
        follower.accept(event);
    }
}
