package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.cli.text.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code events}. */
@Command(name = "events", description = "Tells what happened in a run, in order.")
final class EventsCommand extends ClientCommand {
    @Parameters(paramLabel = "RUN")
    private String run = "";

    @Option(names = "--after", paramLabel = "SEQ", defaultValue = "0", description = "Only later ones.")
    private int after;

    @Override
    int call(ApiClient api) {
        Table table = new Table("SEQ", "AT", "TYPE", "STEP", "ACTOR", "TEXT");
        for (JsonNode event : api.get(runPath(run) + "/events?after=" + after).path("items")) {
            table.row(
                    event.path("seq").asText(""),
                    event.path("at").asText(""),
                    event.path("type").asText(""),
                    event.hasNonNull("step") ? event.path("step").asText("") : "",
                    event.path("actor").path("name").asText(""),
                    event.path("text").asText(""));
        }
        table.print(out());
        return 0;
    }
}
