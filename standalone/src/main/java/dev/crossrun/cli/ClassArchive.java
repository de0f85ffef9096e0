package dev.crossrun.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * Runs commands that call an API, so that the JVM loads their classes. The script {@code crossrun} starts this once after a build
 * with {@code -XX:ArchiveClassesAtExit}; with the archive a command starts in half the time (java, "Class Data Sharing").
 */
public final class ClassArchive {
    /** A list, a run and a task in one; the commands take what is absent for empty. */
    private static final String ANSWER = """
            {"items": [{}], "steps": [{}], "closedAt": "2026-01-01T00:00:00Z", "changes": [{}], "answers": [{}]}""";

    private static final List<List<String>> COMMANDS = List.of(
            List.of("runs"),
            List.of("run", "acme"),
            List.of("plan", "acme"),
            List.of("events", "acme"),
            List.of("tasks"),
            List.of("task", "step.human-step.1", "--run", "acme"),
            List.of("artifact", "acme"),
            List.of("undo", "acme"),
            List.of("abort", "acme"));

    private ClassArchive() {}

    public static void main(String[] arguments) throws IOException {
        HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", exchange -> {
            byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        api.start();
        String address = "http://127.0.0.1:" + api.getAddress().getPort();
        COMMANDS.forEach(command -> run(address, command));
        api.stop(0);
    }

    private static void run(String address, List<String> command) {
        Surroundings surroundings = new Surroundings(
                Map.of("CROSSRUN_API", address, "CROSSRUN_TOKEN", "token"),
                Path.of(""),
                Prompt.terminal(),
                OutputStream.nullOutputStream(),
                0,
                Duration.ZERO);
        PrintWriter nowhere = new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        CommandLine commands = CrossrunCommand.create(surroundings, command.subList(0, 1));
        commands.setOut(nowhere).setErr(nowhere).execute(command.toArray(String[]::new));
    }
}
