package dev.crossrun.cli.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** A task as lines of text, without the ways to answer it. Values to copy are not wrapped. */
public final class TaskText {
    private final JsonNode task;

    public TaskText(JsonNode task) {
        this.task = task;
    }

    /** Whether it asks for the approval of a run's plan: that plan is shown with it. */
    public static boolean isOfPlan(JsonNode task) {
        return task.path("step").asText("").equals("approve-plan");
    }

    public void print(PrintWriter out) {
        out.println(task.path("title").asText("") + " (" + task.path("kind").asText("") + ", "
                + task.path("state").asText("") + ")");
        out.println();
        Wrapped.markdown(task.path("instructions").asText("")).forEach(out::println);
        out.println();
        for (JsonNode value : task.path("values")) {
            String text = value.path("value").asText("");
            out.println(value.path("label").asText("") + ": " + (text.isEmpty() ? "(blank)" : text));
        }
        task.path("artifacts").forEach(name -> out.println("document: " + name.asText("")));
        task.path("links")
                .forEach(link -> out.println(
                        link.path("label").asText("") + ": " + link.path("url").asText("")));
        task.path("comments")
                .forEach(comment -> out.println(
                        "comment by " + comment.path("by").path("name").asText("") + ": "
                                + comment.path("text").asText("")));
        verdict(task.path("verdict"), out);
    }

    private static void verdict(JsonNode verdict, PrintWriter out) {
        if (verdict.isObject()) {
            out.println(verdict.path("by").path("name").asText("") + " at "
                    + verdict.path("at").asText("") + ": "
                    + verdict.path("action").asText("")
                    + (verdict.path("accepted").asBoolean() ? "" : ", refused"));
            verdict.path("reasons")
                    .forEach(reason -> out.println("  " + reason.path("pointer").asText("") + " "
                            + reason.path("code").asText("") + ": "
                            + reason.path("detail").asText("")));
        }
    }
}
