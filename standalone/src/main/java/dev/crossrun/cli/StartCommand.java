package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code start}. */
@Command(name = "start", description = "Starts a run from a request file.")
final class StartCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "RUNBOOK", description = "What to run: a runbook that the API offers.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String runbook;

    @Parameters(index = "1", paramLabel = "REQUEST.json", description = "The runbook's input.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path request;

    @Option(names = "--plan-only", description = "End after the plan.")
    private boolean planOnly;

    @Option(names = "--key", description = "Idempotency key: the same start again gives the same run.")
    private @Nullable String key;

    @Override
    int call(ApiClient api) {
        String path = "/v1/runbooks/" + ApiClient.encode(runbook) + "/runs" + (planOnly ? "?planOnly=true" : "");
        JsonNode run = api.post(path, content(), Optional.ofNullable(key));
        String id = run.path("id").asText("");
        out().println(id);
        out().println("./crossrun run " + id + " --watch");
        return 0;
    }

    private byte[] content() {
        try {
            return Files.readAllBytes(request);
        } catch (IOException e) {
            throw new Usage(request + " cannot be read");
        }
    }
}
