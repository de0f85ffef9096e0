package dev.crossrun.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** PostgreSQL and Temporal of one test, which may end either of them: {@code .ci/service} starts them. */
final class ServiceOnPostgres implements TemporalServer {
    private static final String POSTGRESQL = "postgresql";
    private static final String TEMPORAL = "temporal";
    private static final int PORTS = 100;
    private static final int TEMPORAL_PORT = 33;

    /** Outside of a test's own folder, which other users cannot pass through: PostgreSQL does not run as root. */
    private final Path home = Path.of("/var/tmp", "crossrun-service-" + UUID.randomUUID());

    private final int port = freePorts();
    private final Path log;

    /** Starts both; {@code folder} is where the output of the script goes. */
    ServiceOnPostgres(Path folder) {
        this.log = folder.resolve("service.log");
        run("start", POSTGRESQL, TEMPORAL);
    }

    @Override
    public String address() {
        return "127.0.0.1:" + (port + TEMPORAL_PORT);
    }

    @Override
    public void start() {
        run("start", TEMPORAL);
    }

    @Override
    public void kill() {
        run("kill", TEMPORAL);
    }

    void stopPostgres() {
        run("stop", POSTGRESQL);
    }

    void startPostgres() {
        run("start", POSTGRESQL);
    }

    /** Writes the database into a file, while it is in use. */
    void backup(Path file) {
        run("backup", file.toString());
    }

    /** Deletes the database, and starts PostgreSQL with that of the file. Temporal is to be started then. */
    void restore(Path file) {
        run("restore", file.toString());
    }

    @Override
    public void close() {
        run("remove");
    }

    private void run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("../.ci/service"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("SERVICE_HOME", home.toString());
        builder.environment().put("SERVICE_PORT", String.valueOf(port));
        try {
            int status = builder.start().onExit().join().exitValue();
            if (status != 0) {
                throw new IllegalStateException(command + " ended with " + status + ": " + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first of a hundred, below those that the system gives to connections. */
    private static int freePorts() {
        return ThreadLocalRandom.current()
                .ints(200, 320)
                .map(hundred -> hundred * PORTS)
                .filter(first -> IntStream.range(first, first + PORTS).noneMatch(Processes::listens))
                .findFirst()
                .orElseThrow();
    }
}
