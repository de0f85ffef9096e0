package dev.crossrun.desk.task;

import dev.crossrun.api.resource.TaskResponse;
import dev.crossrun.desk.page.View;
import dev.crossrun.run.task.AnswerForm;
import dev.crossrun.run.task.Task;
import dev.crossrun.run.task.Verdict;

/** The part of a task's page that says where the task stands. An open page asks for it again and again. */
public record TaskStatePart(TaskResponse response) implements View {
    public Task task() {
        return response.task();
    }

    public String path() {
        return runPath() + "/tasks/" + task().id();
    }

    public String runPath() {
        return "/desk/runs/" + response.run();
    }

    /** The title of the answer that was judged last. */
    public String answer() {
        String action = task().verdict().map(Verdict::action).orElse("");
        return task().answers().stream()
                .filter(form -> form.action().equals(action))
                .map(AnswerForm::title)
                .findFirst()
                .orElse(action);
    }
}
