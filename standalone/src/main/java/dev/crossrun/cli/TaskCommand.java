package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code task}. */
@Command(name = "task", description = "Shows a task: what to do, what to copy, how to answer.")
final class TaskCommand extends ClientCommand {
    @Mixin
    private final TaskChoice choice = new TaskChoice();

    @Override
    int call(ApiClient api) {
        print(api.get(choice.path(api)));
        return 0;
    }

    private void print(JsonNode task) {
        out().println(task.path("title").asText("") + " (" + task.path("kind").asText("") + ", "
                + task.path("state").asText("") + ")");
        out().println();
        out().println(task.path("instructions").asText("").strip());
        out().println();
        for (JsonNode value : task.path("values")) {
            String text = value.path("value").asText("");
            out().println(value.path("label").asText("") + ": " + (text.isEmpty() ? "(blank)" : text));
        }
        task.path("artifacts").forEach(name -> out().println("document: " + name.asText("")));
        task.path("links")
                .forEach(link -> out().println(link.path("label").asText("") + ": "
                        + link.path("url").asText("")));
        task.path("comments")
                .forEach(comment -> out().println(
                                "comment by " + comment.path("by").path("name").asText("") + ": "
                                        + comment.path("text").asText("")));
        verdict(task.path("verdict"));
        out().println();
        task.path("answers").forEach(this::answer);
    }

    private void verdict(JsonNode verdict) {
        if (verdict.isObject()) {
            out().println(verdict.path("by").path("name").asText("") + " at "
                    + verdict.path("at").asText("") + ": "
                    + verdict.path("action").asText("")
                    + (verdict.path("accepted").asBoolean() ? "" : ", refused"));
            verdict.path("reasons")
                    .forEach(reason -> out().println(
                                    "  " + reason.path("pointer").asText("") + " "
                                            + reason.path("code").asText("") + ": "
                                            + reason.path("detail").asText("")));
        }
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
