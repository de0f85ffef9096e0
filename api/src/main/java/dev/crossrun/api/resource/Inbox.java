package dev.crossrun.api.resource;

import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.run.Execution;
import dev.crossrun.api.run.Page;
import dev.crossrun.api.run.RunDirectory;
import dev.crossrun.api.run.RunFilter;
import dev.crossrun.run.task.TaskKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The open tasks of all runs, from the runs' memos: no workflow is woken. */
public final class Inbox {
    /** How many runs are listed at a time. */
    private static final int MOST_RUNS = 200;

    private final RunDirectory directory;

    public Inbox(RunDirectory directory) {
        this.directory = directory;
    }

    /**
     * Which tasks; what is empty lets everything pass.
     *
     * @param mine whether only those are wanted that the caller may answer
     */
    public record Filter(Optional<Execution> run, Optional<TaskKind> kind, boolean mine) {
        boolean matches(TaskItem task) {
            return kind.map(wanted -> wanted == task.kind()).orElse(true) && (!mine || task.mayAnswer());
        }
    }

    /** A page: filled from as many pages of runs as it takes. A cursor says how many tasks of its first page of runs were given. */
    public Page<TaskItem> list(Filter filter, Principal caller, int limit, Optional<String> cursor) {
        Cursor at = cursor.map(Cursor::parse).orElse(new Cursor(0, Optional.empty()));
        List<TaskItem> tasks = new ArrayList<>();
        while (true) {
            Page<Execution> runs = runs(filter, at);
            List<TaskItem> found = tasks(runs, filter, caller, at.skip());
            int room = limit - tasks.size();
            if (found.size() > room) {
                tasks.addAll(found.subList(0, room));
                return new Page<>(tasks, Optional.of(new Cursor(at.skip() + room, at.runs()).text()));
            }
            tasks.addAll(found);
            if (runs.next().isEmpty()) {
                return new Page<>(tasks, Optional.empty());
            }
            at = new Cursor(0, runs.next());
        }
    }

    private Page<Execution> runs(Filter filter, Cursor at) {
        return filter.run()
                .map(one -> new Page<>(one.open() ? List.of(one) : List.<Execution>of(), Optional.empty()))
                .orElseGet(() -> directory.list(RunFilter.waitingForSomebody(), MOST_RUNS, at.runs()));
    }

    private static List<TaskItem> tasks(Page<Execution> runs, Filter filter, Principal caller, int skip) {
        return runs.items().stream()
                .flatMap(run -> run.summary().tasks().stream().map(task -> TaskItem.of(task, run, caller)))
                .filter(filter::matches)
                .skip(skip)
                .toList();
    }

    /** How many tasks of a page of runs have been given. */
    private record Cursor(int skip, Optional<String> runs) {
        static Cursor parse(String text) {
            try {
                String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 2);
                return new Cursor(
                        Integer.parseInt(parts[0]), Optional.of(parts[1]).filter(runs -> !runs.isEmpty()));
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw ApiException.noSuchPage();
            }
        }

        String text() {
            byte[] plain = (skip + " " + runs.orElse("")).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
        }
    }
}
