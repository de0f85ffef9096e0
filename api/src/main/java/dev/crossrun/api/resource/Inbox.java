package dev.crossrun.api.resource;

import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.run.Execution;
import dev.crossrun.api.run.Page;
import dev.crossrun.api.run.RunDirectory;
import dev.crossrun.api.run.RunFilter;
import dev.crossrun.run.task.TaskKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The open tasks of all runs, from the runs' memos: no workflow is woken. */
public final class Inbox {
    private final RunDirectory directory;

    public Inbox(RunDirectory directory) {
        this.directory = directory;
    }

    /**
     * Which tasks; what is empty lets everything pass.
     *
     * @param mine whether only those are wanted that the caller may answer
     */
    record Filter(Optional<String> run, Optional<TaskKind> kind, boolean mine) {
        boolean matches(TaskItem task) {
            return run.map(task.run()::equals).orElse(true)
                    && kind.map(wanted -> wanted == task.kind()).orElse(true)
                    && (!mine || task.mayAnswer());
        }
    }

    /** A page: the tasks of a page of runs, which a second cursor cuts where they are too many. */
    Page<TaskItem> list(Filter filter, Principal caller, int limit, Optional<String> cursor) {
        Cursor at = cursor.map(Cursor::parse).orElse(new Cursor(0, Optional.empty()));
        Page<Execution> page = directory.list(RunFilter.waitingForSomebody(), limit, at.runs());
        List<TaskItem> tasks = page.items().stream()
                .flatMap(run -> run.summary().tasks().stream().map(task -> TaskItem.of(task, run, caller)))
                .filter(filter::matches)
                .skip(at.skip())
                .toList();
        if (tasks.size() > limit) {
            return new Page<>(tasks.subList(0, limit), Optional.of(new Cursor(at.skip() + limit, at.runs()).text()));
        }
        return new Page<>(tasks, page.next().map(next -> new Cursor(0, Optional.of(next)).text()));
    }

    /** How many tasks of a page of runs have been given. */
    private record Cursor(int skip, Optional<String> runs) {
        static Cursor parse(String text) {
            try {
                String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 2);
                return new Cursor(
                        Integer.parseInt(parts[0]), Optional.of(parts[1]).filter(runs -> !runs.isEmpty()));
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw ApiException.invalid("/cursor", "is none that this listing gave");
            }
        }

        String text() {
            byte[] plain = (skip + " " + runs.orElse("")).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
        }
    }
}
