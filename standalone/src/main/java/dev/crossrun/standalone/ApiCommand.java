package dev.crossrun.standalone;

import dev.crossrun.api.CrossrunApi;
import dev.crossrun.desk.Desk;
import dev.crossrun.runbook.Runbooks;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code api}: the API process. */
@Command(
        name = "api",
        description = "Serves the REST API and the desk, for a Temporal service.",
        mixinStandardHelpOptions = true)
final class ApiCommand implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", required = true, description = "Such as examples/api.yml.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path config;

    @Override
    public Integer call() throws Exception {
        new CrossrunApi(Runbooks.ALL, new Desk()).run("server", config.toString());
        Thread.currentThread().join();
        return 0;
    }
}
