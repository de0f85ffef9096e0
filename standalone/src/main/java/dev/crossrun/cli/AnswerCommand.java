package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.cli.text.PlanText;
import dev.crossrun.cli.text.TaskText;
import dev.crossrun.cli.text.UndoText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code answer}. */
@Command(
        name = "answer",
        description = "Answers a task, such as: answer connect-application.human-step.1 submit --file metadata.xml")
final class AnswerCommand extends ClientCommand {
    private static final String ACKNOWLEDGED = "acknowledged";
    private static final String WITHDRAW = "withdraw";

    @Mixin
    private final TaskChoice choice = new TaskChoice();

    @Parameters(
            index = "1",
            paramLabel = "ACTION",
            description = "One of the task's: approve, submit, confirm, retry …")
    private String action = "";

    @Option(names = "--file", description = "The document, where the answer takes one.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A field of the form; what is missing is asked for.")
    private Map<String, String> fields = new LinkedHashMap<>();

    @Option(
            names = "--acknowledge",
            paramLabel = "ID",
            description =
                    "A warning of the plan that you have read; an approval needs all of them. Without it you are asked.")
    private List<String> acknowledged = new ArrayList<>();

    @Option(names = "--comment")
    private @Nullable String comment;

    @Option(
            names = "--yes",
            description = "Approve the plan, or confirm the undo, as it is now, without looking at it here.")
    private boolean yes;

    @Option(names = "--key", description = "Idempotency key: the same answer again gives the first verdict.")
    private @Nullable String key;

    @Override
    int call(ApiClient api) {
        String path = choice.path(api);
        JsonNode task = api.get(path);
        JsonNode way = way(task);
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("action", action);
        if (comment != null) {
            answer.put("comment", comment);
        }
        if (way.path("form").path("properties").has("planHash") && !fields.containsKey("planHash")) {
            approve(api, task, answer);
        }
        acknowledged.forEach(id -> answer.withArray(ACKNOWLEDGED).add(id));
        if (AnswerDialog.requires(way.path("form"), ACKNOWLEDGED) && acknowledged.isEmpty()) {
            throw new Usage("The plan has warnings. If you have read them, add "
                    + String.join(
                            " ",
                            warnings(plan(api))
                                    .map(id -> "--acknowledge " + id.path("id").asText(""))
                                    .toList()));
        }
        if (task.path("kind").asText("").equals("UNDO") && action.equals("undo")) {
            confirmUndo(api);
        }
        Optional<Path> document =
                new AnswerDialog(way, surroundings().prompt()).fill(answer, fields, Optional.ofNullable(file));
        Optional<String> idempotency = Optional.ofNullable(key);
        JsonNode answered = document.isPresent()
                ? api.upload(
                        path + "/answer",
                        answer,
                        document.get().getFileName().toString(),
                        read(document.get()),
                        idempotency)
                : api.post(path + "/answer", answer, idempotency);
        answered.path("verdict")
                .path("facts")
                .properties()
                .forEach(fact ->
                        out().println(fact.getKey() + ": " + fact.getValue().asText("")));
        out().println(answered.path("id").asText("") + ": " + action + " accepted");
        return 0;
    }

    /** The action as the task offers it. It offers a withdrawal only in time: otherwise the API says why it is too late. */
    private JsonNode way(JsonNode task) {
        List<String> actions = new ArrayList<>();
        for (JsonNode way : task.path("answers")) {
            if (way.path("action").asText("").equals(action)) {
                return way;
            }
            actions.add(way.path("action").asText(""));
        }
        if (action.equals(WITHDRAW)) {
            return MissingNode.getInstance();
        }
        throw new Usage("This task is not answered by " + action + ": " + String.join(", ", actions));
    }

    /** The hash and the warnings of the plan that the person has seen and said yes to. */
    private void approve(ApiClient api, JsonNode task, ObjectNode answer) {
        JsonNode plan = plan(api);
        if (!yes) {
            new TaskText(task).print(out());
            if (TaskText.isOfPlan(task)) {
                new PlanText(plan, api.get(runPath(choice.run(api)))).printChanges(out());
            }
        }
        warnings(plan)
                .filter(warning -> !acknowledged.contains(warning.path("id").asText("")))
                .forEach(warning -> {
                    String says = warning.path("detail").asText("");
                    agree("Warning: " + says + " Have you read it? (yes/no)");
                    acknowledged.add(warning.path("id").asText(""));
                });
        agree("Approve this plan? (yes/no)");
        answer.put("planHash", plan.path("hash").asText(""));
    }

    private JsonNode plan(ApiClient api) {
        return api.get(runPath(choice.run(api)) + "/plan");
    }

    private static Stream<JsonNode> warnings(JsonNode plan) {
        return StreamSupport.stream(plan.path("findings").spliterator(), false)
                .filter(finding -> finding.path("severity").asText("").equals("WARNING"));
    }

    private void agree(String question) {
        boolean agreed = yes
                || agreed(question)
                        .orElseThrow(() -> new Usage("Nobody is at a terminal to look at the plan: see crossrun plan,"
                                + " then give --yes, or --set planHash=… with --acknowledge for each warning"));
        if (!agreed) {
            throw new Usage("Not approved; to reject it: answer … reject");
        }
    }

    /** Has the person see what would be undone, and say yes to it. */
    private void confirmUndo(ApiClient api) {
        if (yes) {
            return;
        }
        new UndoText(api.get(runPath(choice.run(api)) + "/undo")).print(out());
        boolean confirmed = agreed("Undo this? (yes/no)")
                .orElseThrow(() -> new Usage("Nobody is at a terminal to look at what would be undone: see crossrun"
                        + " undo, then give --yes"));
        if (!confirmed) {
            throw new Usage("Not confirmed; to leave everything as it is: answer … abort");
        }
    }

    /** What is said to what was printed; empty if nobody is there. */
    private Optional<Boolean> agreed(String question) {
        out().flush();
        return surroundings().prompt().ask(question).map(typed -> typed.strip().equals("yes"));
    }

    private static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new Usage(path + " cannot be read");
        }
    }
}
