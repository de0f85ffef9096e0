package dev.crossrun.desk.task;

import dev.crossrun.api.problem.ProblemDetails;
import dev.crossrun.api.resource.TaskResponse;
import dev.crossrun.api.run.RunResponse;
import dev.crossrun.desk.form.Field;
import dev.crossrun.desk.page.Frame;
import dev.crossrun.desk.page.FullPage;
import dev.crossrun.desk.plan.PlanLines;
import dev.crossrun.desk.run.UndoGroups;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.task.FileRule;
import dev.crossrun.run.task.Task;
import java.util.List;
import java.util.Optional;

/**
 * A task: what it is about, and its answers.
 *
 * @param plan of the run, where the task approves it
 * @param undo what would be undone, where the task confirms it
 * @param stuck the failure that it is about
 * @param problem why the answer that was just sent was not taken
 * @param title with its times in words
 * @param opened when it was opened, in words; {@code due} by when an answer is wanted
 */
public record TaskPage(
        Frame frame,
        TaskResponse response,
        RunResponse run,
        Optional<PlanLines> plan,
        Optional<UndoGroups> undo,
        List<RunEvent> stuck,
        List<Way> ways,
        Optional<Problem> problem,
        String title,
        String opened,
        Optional<String> due)
        implements FullPage {
    /**
     * One way to answer.
     *
     * @param acknowledged the warnings that were ticked
     * @param hash the plan that is approved; empty in other answers
     */
    public record Way(
            String action,
            String title,
            boolean allowed,
            Optional<String> reason,
            List<Field> fields,
            Optional<FileRule> file,
            boolean acknowledges,
            List<String> acknowledged,
            Optional<String> hash,
            String comment) {
        /** Whether it says no, stops or leaves something. */
        public boolean declines() {
            return List.of("reject", "abort", "skip", "withdraw").contains(action);
        }
    }

    /** Why an answer was not taken. */
    public record Problem(String action, String detail, List<ProblemDetails.Item> items) {}

    public Task task() {
        return response.task();
    }

    public TaskStatePart state() {
        return new TaskStatePart(response);
    }

    public String path() {
        return state().path();
    }

    public String runPath() {
        return state().runPath();
    }

    /** The warnings that were ticked, where the viewer can tick them. */
    public Optional<List<String>> acknowledging() {
        return ways.stream()
                .filter(way -> way.allowed() && way.acknowledges())
                .map(Way::acknowledged)
                .findFirst();
    }

    /** What was wrong with the file that was just sent with this answer. */
    public List<String> faultsOfFile(String action) {
        return problem.filter(refused -> refused.action().equals(action)).stream()
                .flatMap(refused -> refused.items().stream())
                .filter(item -> item.pointer().equals("/file"))
                .map(ProblemDetails.Item::detail)
                .toList();
    }

    public boolean answerable() {
        return ways.stream().anyMatch(Way::allowed);
    }
}
