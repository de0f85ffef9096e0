package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.cli.text.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tasks}. */
@Command(name = "tasks", description = "Lists the open tasks of all runs.")
final class TasksCommand extends ClientCommand {
    @Option(names = "--run")
    private @Nullable String run;

    @Option(names = "--kind", description = "APPROVAL, HUMAN_STEP, DECISION, UNDO or OFFER.")
    private @Nullable String kind;

    @Option(names = "--mine", description = "Only what you may answer.")
    private boolean mine;

    @Override
    int call(ApiClient api) {
        List<String> terms = new ArrayList<>(List.of("mine=" + mine));
        if (run != null) {
            terms.add("run=" + ApiClient.encode(run));
        }
        if (kind != null) {
            terms.add("kind=" + ApiClient.encode(kind));
        }
        Table table = new Table("TASK", "RUN", "STATE", "YOURS", "TITLE");
        for (JsonNode task : api.all("/v1/tasks?" + String.join("&", terms))) {
            table.row(
                    task.path("id").asText(""),
                    task.path("run").asText(""),
                    task.path("state").asText("") + (task.path("escalated").asBoolean() ? " (overdue)" : ""),
                    task.at("/actions/0/allowed").asBoolean() ? "yes" : "no",
                    task.path("title").asText(""));
        }
        table.print(out());
        return 0;
    }
}
