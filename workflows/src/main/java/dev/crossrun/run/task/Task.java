package dev.crossrun.run.task;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that a run wants from a person now.
 *
 * @param id {@code <step>.<kind>.<n>}: a task that is opened again has an id of its own
 * @param instructions Markdown; for a console step numbered, with the exact words on the buttons
 * @param values what to copy into the console
 * @param notBy who may not answer it, whatever their role
 * @param artifacts names of the run's documents to upload there
 * @param verdict the last one: accepted if the task is closed by it, else refused
 */
public record Task(
        String id,
        TaskKind kind,
        List<Actor> notBy,
        String step,
        String title,
        String instructions,
        List<LabelledValue> values,
        List<String> artifacts,
        List<Link> links,
        List<AnswerForm> answers,
        TaskState state,
        Instant openedAt,
        Optional<Instant> closedAt,
        Optional<Instant> remindAt,
        Optional<Instant> escalateAt,
        Optional<Instant> expiresAt,
        boolean escalated,
        List<Comment> comments,
        Optional<Verdict> verdict) {
    /** The action that withdraws an answer whose evidence is being looked for. */
    public static final String WITHDRAW = "withdraw";

    /** Its form, which has no fields. */
    public static final AnswerForm WITHDRAWAL = new AnswerForm(
            WITHDRAW,
            "Withdraw the answer: it is not done yet",
            JsonNodeFactory.instance
                    .objectNode()
                    .put("type", "object")
                    .put("additionalProperties", false)
                    .set("properties", JsonNodeFactory.instance.objectNode()),
            Optional.empty());

    public Task {
        notBy = List.copyOf(notBy);
        values = List.copyOf(values);
        artifacts = List.copyOf(artifacts);
        links = List.copyOf(links);
        answers = List.copyOf(answers);
        comments = List.copyOf(comments);
    }

    /** Whether it takes this action now: while the evidence of an answer is being looked for, only its withdrawal. */
    public boolean takes(String action) {
        boolean looking =
                state == TaskState.CHECKING && verdict.filter(Verdict::accepted).isPresent();
        return state == TaskState.OPEN || (looking && action.equals(WITHDRAW));
    }

    /** By when it wants an answer, as {@link TaskSummary#dueAt()}. */
    public Optional<Instant> dueAt() {
        return TaskSummary.dueAt(escalated, escalateAt, expiresAt);
    }

    /** Why this caller may not answer it while it is open; empty if the caller may. */
    public Optional<String> refusal(Caller caller) {
        return kind.refusal(caller, notBy);
    }
}
