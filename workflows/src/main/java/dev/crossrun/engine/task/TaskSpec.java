package dev.crossrun.engine.task;

import dev.crossrun.run.task.AnswerForm;
import dev.crossrun.run.task.LabelledValue;
import dev.crossrun.run.task.Link;
import java.util.List;

/** What a task shows and how it can be answered. {@code instructions} are Markdown. */
public record TaskSpec(
        String title,
        String instructions,
        List<LabelledValue> values,
        List<String> artifacts,
        List<Link> links,
        List<AnswerForm> answers) {
    public TaskSpec {
        values = List.copyOf(values);
        artifacts = List.copyOf(artifacts);
        links = List.copyOf(links);
        answers = List.copyOf(answers);
    }

    /** A task without values, documents and links. */
    public static TaskSpec plain(String title, String instructions, AnswerForm... answers) {
        return new TaskSpec(title, instructions, List.of(), List.of(), List.of(), List.of(answers));
    }
}
