package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.cli.text.PlanText;
import dev.crossrun.cli.text.TaskText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code task}. */
@Command(name = "task", description = "Shows a task: what to do, what to copy, how to answer.")
final class TaskCommand extends ClientCommand {
    @Mixin
    private final TaskChoice choice = new TaskChoice();

    @Override
    int call(ApiClient api) {
        JsonNode task = api.get(choice.path(api));
        new TaskText(task).print(out());
        if (TaskText.isOfPlan(task)) {
            String run = runPath(choice.run(api));
            new PlanText(api.get(run + "/plan"), api.get(run)).printChanges(out());
        }
        out().println();
        task.path("answers").forEach(this::answer);
        return 0;
    }

    private void answer(JsonNode answer) {
        StringBuilder line =
                new StringBuilder("answer ").append(answer.path("action").asText(""));
        if (answer.path("file").isObject()) {
            line.append(answer.path("file").path("required").asBoolean() ? " --file FILE" : " [--file FILE]");
        }
        answer.path("form").path("properties").properties().forEach(field -> {
            if (AnswerDialog.secret(field.getValue())) {
                return; // asked for, never given on the command line
            }
            boolean required = AnswerDialog.requires(answer.path("form"), field.getKey());
            line.append(required ? " --set " : " [--set ")
                    .append(field.getKey())
                    .append("=…");
            line.append(required ? "" : "]");
        });
        out().println(line + "  " + answer.path("title").asText(""));
    }
}
