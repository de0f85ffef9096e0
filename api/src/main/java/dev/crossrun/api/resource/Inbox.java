package dev.crossrun.api.resource;

import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.run.Execution;
import dev.crossrun.api.run.FilledPages;
import dev.crossrun.api.run.Page;
import dev.crossrun.api.run.RunDirectory;
import dev.crossrun.api.run.RunFilter;
import dev.crossrun.run.task.TaskKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The open tasks of all runs, from the runs' memos: no workflow is woken. */
public final class Inbox {
    private final RunDirectory directory;

    public Inbox(RunDirectory directory) {
        this.directory = directory;
    }

    /**
     * Which tasks; what is empty lets everything pass.
     *
     * @param run one that the caller sees
     * @param mine whether only those are wanted that the caller may answer
     */
    public record Filter(Optional<Execution> run, Optional<TaskKind> kind, boolean mine) {
        boolean matches(TaskItem task) {
            return kind.map(wanted -> wanted == task.kind()).orElse(true) && (!mine || task.mayAnswer());
        }
    }

    /** A page of the tasks of the runs that the caller sees. */
    public Page<TaskItem> list(Filter filter, Principal caller, int limit, Optional<String> cursor) {
        return FilledPages.list(
                limit,
                FilledPages.MOST,
                cursor,
                (size, at) -> runs(filter, caller, size, at),
                run -> tasks(run, filter, caller));
    }

    private Page<Execution> runs(Filter filter, Principal caller, int size, Optional<String> cursor) {
        return filter.run()
                .map(one -> new Page<>(one.open() ? List.of(one) : List.<Execution>of(), Optional.empty()))
                .orElseGet(() -> directory.list(RunFilter.waitingForSomebody(caller.scopes()), size, cursor));
    }

    private static Stream<TaskItem> tasks(Execution run, Filter filter, Principal caller) {
        return run.summary().tasks().stream()
                .map(task -> TaskItem.of(task, run, caller))
                .filter(filter::matches);
    }
}
