package dev.crossrun.standalone;

import dev.crossrun.worker.WorkerMain;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code worker}: the worker process. */
@Command(
        name = "worker",
        description = "Runs workflows and activities, for a Temporal service and real clouds.",
        mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", required = true, description = "Such as examples/worker.yml.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path config;

    @Override
    public Integer call() throws Exception {
        WorkerMain.main(new String[] {config.toString()});
        return 0;
    }
}
