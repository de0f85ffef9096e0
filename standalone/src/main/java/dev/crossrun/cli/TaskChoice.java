package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which task: its id is unique in its run only, so its run is asked for where more than one has it open. */
final class TaskChoice {
    @Parameters(index = "0", paramLabel = "TASK", description = "Such as connect-application.human-step.1.")
    private String task = "";

    @Option(names = "--run", description = "Its run, if tasks of more than one have this id.")
    private @Nullable String run;

    /** The path of the task. */
    String path(ApiClient api) {
        return ClientCommand.runPath(run(api)) + "/tasks/" + ApiClient.encode(task);
    }

    /** The run of the task, which is looked up once. */
    String run(ApiClient api) {
        if (run != null) {
            return run;
        }
        List<JsonNode> open = api.all("/v1/tasks").stream()
                .filter(item -> item.path("id").asText("").equals(task))
                .toList();
        if (open.isEmpty()) {
            throw new Usage("No open task has the id " + task + ": see crossrun tasks, or say --run");
        }
        if (open.size() > 1) {
            throw new Usage("Say by --run of which run: "
                    + open.stream().map(item -> item.path("run").asText("")).collect(Collectors.joining(", ")));
        }
        run = open.get(0).path("run").asText("");
        return run;
    }
}
