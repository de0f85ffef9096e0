package dev.crossrun.desk.picture;

import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunView;
import dev.crossrun.run.step.StepView;
import dev.crossrun.run.task.WaitingFor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When a run worked, and when it waited for people.
 *
 * @param waited how long it waited for people, of {@code lasted} in all
 */
public record Timeline(List<Row> rows, Duration waited, Duration lasted) {
    /** The width of the time that is shown, in the units of the bars. */
    public static final int WIDTH = 1_000;

    private static final int NARROWEST = 3;
    private static final Set<RunEvent.Type> ENDS =
            EnumSet.of(RunEvent.Type.TASK_ANSWERED, RunEvent.Type.TASK_EXPIRED, RunEvent.Type.TASK_WITHDRAWN);

    /** A step. */
    public record Row(String step, String title, Duration lasted, List<Bar> bars) {}

    /**
     * A time of a step.
     *
     * @param kind {@code work}, {@code wait} or {@code retry}
     */
    public record Bar(String kind, int x, int width) {}

    private record Span(Instant from, Instant to) {
        boolean empty() {
            return !from.isBefore(to);
        }
    }

    /** {@code events} in their order. */
    public static Timeline of(RunView run, List<RunEvent> events, Instant now) {
        Instant end = run.closedAt().orElse(now);
        Span whole = new Span(run.startedAt(), end);
        Map<String, List<Span>> waits = waits(run, events, end);
        List<Row> rows = run.steps().stream()
                .filter(step -> step.startedAt().isPresent())
                .map(step -> row(step, waits.getOrDefault(step.id(), List.of()), whole))
                .toList();
        Duration waited =
                total(union(waits.values().stream().flatMap(List::stream).toList()));
        return new Timeline(rows, waited, Duration.between(whole.from(), whole.to()));
    }

    /** From the opening of each task to its last answer, or until now. */
    private static Map<String, List<Span>> waits(RunView run, List<RunEvent> events, Instant end) {
        Map<String, RunEvent> opened = new HashMap<>();
        Map<String, Instant> closed = new HashMap<>();
        for (RunEvent event : events) {
            event.task().filter(task -> !isOffer(task)).ifPresent(task -> {
                if (event.type() == RunEvent.Type.TASK_OPENED) {
                    opened.put(task, event);
                } else if (ENDS.contains(event.type())) {
                    closed.put(task, event.at());
                }
            });
        }
        Set<String> open = run.waitingFor().stream().map(WaitingFor::task).collect(Collectors.toSet());
        Map<String, List<Span>> waits = new HashMap<>();
        opened.forEach((task, event) -> {
            Instant to = open.contains(task) ? end : closed.getOrDefault(task, end);
            waits.computeIfAbsent(event.step().orElse(""), any -> new ArrayList<>())
                    .add(new Span(event.at(), to));
        });
        return waits;
    }

    /** Nobody waits for an offer. The id of a task is step, kind and number. */
    private static boolean isOffer(String task) {
        return task.matches(".*\\.offer\\.[0-9]+");
    }

    private static Row row(StepView step, List<Span> waits, Span whole) {
        Span all = new Span(step.startedAt().orElseThrow(), step.finishedAt().orElse(whole.to()));
        List<Bar> bars = new ArrayList<>();
        Instant at = all.from();
        for (Span wait : union(waits)) {
            add(bars, "work", new Span(at, wait.from()), whole);
            add(bars, "wait", wait, whole);
            at = wait.to().isAfter(at) ? wait.to() : at;
        }
        add(bars, step.retry().isPresent() ? "retry" : "work", new Span(at, all.to()), whole);
        return new Row(step.id(), step.title(), Duration.between(all.from(), all.to()), List.copyOf(bars));
    }

    private static void add(List<Bar> bars, String kind, Span span, Span whole) {
        if (!span.empty()) {
            int x = place(span.from(), whole);
            bars.add(new Bar(kind, Math.min(x, WIDTH - NARROWEST), Math.max(NARROWEST, place(span.to(), whole) - x)));
        }
    }

    private static int place(Instant at, Span whole) {
        long all = Math.max(1, Duration.between(whole.from(), whole.to()).toMillis());
        long part = Duration.between(whole.from(), at).toMillis();
        return (int) Math.max(0, Math.min(WIDTH, part * WIDTH / all));
    }

    private static List<Span> union(List<Span> spans) {
        List<Span> union = new ArrayList<>();
        spans.stream().sorted(Comparator.comparing(Span::from)).forEach(span -> {
            Span last = union.isEmpty() ? null : union.get(union.size() - 1);
            if (last == null || span.from().isAfter(last.to())) {
                union.add(span);
            } else if (span.to().isAfter(last.to())) {
                union.set(union.size() - 1, new Span(last.from(), span.to()));
            }
        });
        return union;
    }

    private static Duration total(List<Span> spans) {
        return spans.stream()
                .map(span -> Duration.between(span.from(), span.to()))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
