package dev.crossrun.standalone;

import dev.crossrun.standalone.temporal.LoopbackPort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The dev server of the program {@code temporal} that TEMPORAL_CLI names. */
final class DevServer implements TemporalServer {
    private static final String NAME = "temporal";

    private final int port = LoopbackPort.free();
    private final List<String> options;
    private final Processes processes;

    /** Starts it; {@code folder} is where its output goes. */
    DevServer(Path folder) {
        this(folder, List.of());
    }

    /** One that keeps its state in {@code folder}. */
    static DevServer onFile(Path folder) {
        return new DevServer(
                folder, List.of("--db-filename", folder.resolve("temporal.db").toString()));
    }

    private DevServer(Path folder, List<String> options) {
        this.options = options;
        this.processes = new Processes(folder, Map.of());
        start();
    }

    @Override
    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void start() {
        List<String> command = new ArrayList<>(List.of(
                System.getenv("TEMPORAL_CLI"),
                "server",
                "start-dev",
                "--headless",
                "--ip",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--dynamic-config-value",
                "history.transferProcessorMaxPollRPS=2000"));
        command.addAll(options);
        processes.start(NAME, command);
        Waiting.until(() -> Processes.listens(port));
    }

    @Override
    public void kill() {
        processes.kill(NAME);
    }

    @Override
    public void close() {
        processes.close();
    }
}
