package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.cli.text.Table;
import picocli.CommandLine.Command;

/** {@code records}. */
@Command(name = "records", description = "Lists the records of ended runs in the archive.")
final class RecordsCommand extends ClientCommand {
    @Override
    int call(ApiClient api) {
        Table table = new Table("NO.", "RUN", "STATUS", "ENDED", "REQUESTED BY", "SUMMARY");
        for (JsonNode item : api.all("/v1/records")) {
            JsonNode run = item.path("run");
            JsonNode erased = item.path("erased");
            table.row(
                    item.path("entry").asText(""),
                    item.path("id").asText(""),
                    erased.isObject() ? "erased" : run.path("status").asText(""),
                    time(erased.isObject() ? erased.path("at") : run.path("closedAt")),
                    run.path("requestedBy").path("name").asText(""),
                    erased.isObject()
                            ? "By " + erased.path("by").path("name").asText("") + ": "
                                    + erased.path("reason").asText("")
                            : run.path("summary").asText(""));
        }
        table.print(out());
        return 0;
    }

    private static String time(JsonNode time) {
        return time.asText("").replaceFirst("\\.\\d+Z", "Z");
    }
}
