package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.cli.text.Table;
import picocli.CommandLine.Command;

/** {@code health}. */
@Command(
        name = "health",
        description = "Shows whether Temporal, a worker, and its credentials for each account and tenant work."
                + " Exits with 1 if something does not.")
final class HealthCommand extends ClientCommand {
    @Override
    int call(ApiClient api) {
        JsonNode health = api.get("/v1/health");
        Table table = new Table("WHAT", "WORKS", "DETAIL");
        row(table, "Temporal", health.path("temporal"));
        row(table, "Worker", health.path("worker"));
        for (JsonNode credential : health.path("credentials")) {
            boolean usable = credential.path("failure").isNull();
            table.row(
                    credential.path("provider").asText() + " "
                            + credential.path("id").asText(),
                    usable ? "yes" : "no",
                    usable
                            ? credential.path("identity").asText("")
                            : credential.at("/failure/message").asText() + ". "
                                    + credential.at("/failure/remedy").asText(""));
        }
        table.print(out());
        return health.path("ok").asBoolean() ? 0 : 1;
    }

    private static void row(Table table, String what, JsonNode part) {
        table.row(
                what,
                part.path("ok").asBoolean() ? "yes" : "no",
                part.path("problem").asText(""));
    }
}
