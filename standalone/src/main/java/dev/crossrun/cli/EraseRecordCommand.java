package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code record erase}. */
@Command(
        name = "erase",
        description =
                "Erases the record of an ended run in the archive, such as for personal data. The archive keeps who erased it"
                        + " and why.")
final class EraseRecordCommand extends ClientCommand {
    @Parameters(paramLabel = "RUN")
    private String run = "";

    @Option(names = "--reason", required = true, description = "Why, in at most 500 characters without personal data.")
    private String reason = "";

    @Override
    int call(ApiClient api) {
        JsonNode item = api.delete(runPath(run) + "/record?reason=" + ApiClient.encode(reason));
        out().println(item.path("id").asText("") + ": record erased");
        return 0;
    }
}
