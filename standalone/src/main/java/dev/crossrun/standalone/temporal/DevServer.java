package dev.crossrun.standalone.temporal;

import dev.crossrun.cli.Usage;
import dev.crossrun.temporal.TemporalConnection;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A Temporal dev server, {@code temporal server start-dev}, on loopback, with its database in a folder. It ends with this process,
 * however this process ends.
 */
public final class DevServer implements AutoCloseable {
    /** The files of a dev server, in its folder. */
    public static final Set<String> FILES = Set.of(
            "temporal.db", "temporal.db-wal", "temporal.db-shm", "temporal.db-journal", "temporal.log", "temporal.pid");

    private static final String CLI = "TEMPORAL_CLI";
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(15);

    /**
     * Starts the arguments, and ends them when standard input ends, which is when this process does. A background job of a shell has
     * no standard input, so the input goes by another number.
     */
    private static final String SUPERVISOR = """
            exec 3<&0
            "$@" < /dev/null 3<&- &
            server=$!
            { cat <&3 > /dev/null; kill "$server"; } &
            watch=$!
            wait "$server"
            code=$?
            kill "$watch" 2> /dev/null
            exit "$code"
            """;

    /** Those of {@code deploy/dynamicconfig.yaml} that a dev server needs, too; that file says why. */
    private static final List<String> SETTINGS = List.of(
            "history.transferProcessorMaxPollRPS=2000",
            "system.enableActivityEagerExecution=true",
            "frontend.namespaceRPS.visibility=100");

    private final Path log;
    private final int port = LoopbackPort.free();
    private final int uiPort = LoopbackPort.free();
    private final Process process;
    private final WorkflowServiceStubs service;

    /**
     * The program {@code temporal}: the one that TEMPORAL_CLI names, or else the first on the PATH.
     *
     * @throws Usage if TEMPORAL_CLI names no program
     */
    public static Optional<Path> cli(UnaryOperator<String> environment) {
        Optional<Path> named = Optional.ofNullable(environment.apply(CLI))
                .filter(name -> !name.isEmpty())
                .map(Path::of);
        named.filter(file -> !Files.isExecutable(file)).ifPresent(file -> {
            throw new Usage(CLI + " is " + file + ", which is not a program. Set it to the Temporal CLI, or unset it.");
        });
        return named.or(() -> Stream.of(Optional.ofNullable(environment.apply("PATH"))
                        .orElse("")
                        .split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "temporal"))
                .filter(Files::isExecutable)
                .findFirst());
    }

    /**
     * Starts a server. It takes calls when {@link #awaitReady} has returned.
     *
     * @throws Usage if the server of an earlier process still works on the folder
     */
    public DevServer(Path cli, Path folder) {
        Path database = folder.toAbsolutePath().resolve("temporal.db");
        log = folder.resolve("temporal.log");
        Path pid = folder.resolve("temporal.pid");
        awaitEnd(pid, database);
        try {
            process = new ProcessBuilder(command(cli, database))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            Files.writeString(pid, "" + process.pid());
        } catch (IOException e) {
            throw new UncheckedIOException("The Temporal CLI " + cli + " cannot be started", e);
        }
        service = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address()).build());
    }

    private List<String> command(Path cli, Path database) {
        List<String> command = new ArrayList<>();
        // Ctrl-C reaches all processes of a session; the server ends after those that work with it.
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.addAll(List.of("sh", "-c", SUPERVISOR, "crossrun-temporal", cli.toString(), "server", "start-dev"));
        command.addAll(List.of("--ip", "127.0.0.1", "--port", "" + port, "--ui-port", "" + uiPort));
        command.addAll(List.of("--db-filename", database.toString(), "--log-level", "error"));
        SETTINGS.forEach(setting -> command.addAll(List.of("--dynamic-config-value", setting)));
        return command;
    }

    /** Waits for the server of a process that was killed a moment ago. */
    private static void awaitEnd(Path pid, Path database) {
        Optional<ProcessHandle> earlier = pid(pid).flatMap(ProcessHandle::of)
                .filter(each -> each.info().commandLine().orElse("").contains(database.toString()));
        if (earlier.isEmpty()) {
            return;
        }
        try {
            earlier.get().onExit().get(END.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new Usage("The Temporal server of an earlier start, process "
                    + earlier.get().pid() + ", still works on " + database + ". End it, and try again.");
        } catch (Exception e) {
            throw new IllegalStateException("stopped while waiting for another process", e);
        }
    }

    private static Optional<Long> pid(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(Long.parseLong(Files.readString(file).strip()))
                    : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Waits until the server takes calls.
     *
     * @throws Usage if it ends before
     */
    public void awaitReady() throws InterruptedException {
        Instant until = Instant.now().plus(READY);
        while (!listens()) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new Usage("The Temporal CLI ended. The end of " + log + ": " + lastLine()
                        + " Without the CLI: ./crossrun up --in-memory.");
            }
            if (Instant.now().isAfter(until)) {
                throw new Usage("The Temporal CLI does not listen after " + READY.toSeconds() + " seconds: see " + log
                        + ". Without the CLI: ./crossrun up --in-memory.");
            }
        }
    }

    private String lastLine() {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Where it listens, as TEMPORAL_ADDRESS says it. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Its web pages. */
    public URI ui() {
        return URI.create("http://127.0.0.1:" + uiPort);
    }

    /** A client of its namespace {@code default}. */
    public WorkflowClient client() {
        return WorkflowClient.newInstance(
                service, TemporalConnection.clientOptions(WorkflowClientOptions.getDefaultInstance()));
    }

    @Override
    public void close() {
        service.shutdownNow();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
