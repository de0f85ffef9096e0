package dev.crossrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.crossrun.standalone.Crossrun;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command that calls the API needs to start, and the script {@code crossrun} that starts it. */
class ClientStartTest {
    private static final String RUNS = """
            {"items": [{"id": "acme", "status": "RUNNING", "startedAt": "2026-01-01T00:00:00Z",
                        "requestedBy": {"name": "kim"}, "summary": "Waits"}]}""";
    private static final String TABLE = """
            RUN   STATUS   STARTED               REQUESTED BY  SUMMARY
            acme  RUNNING  2026-01-01T00:00:00Z  kim           Waits
            """;
    private static final Pattern OTHERS = Pattern.compile(
            "] (io\\.temporal|io\\.grpc|io\\.dropwizard|software\\.amazon|com\\.microsoft|com\\.azure|org\\.slf4j|ch\\.qos"
                    + "|dev\\.crossrun\\.(?!cli\\.|standalone\\.Crossrun ))");

    @TempDir
    static Path folder;

    private static HttpServer api;

    @BeforeAll
    static void listen() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/v1/runs", exchange -> {
            byte[] body = RUNS.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        api.start();
    }

    @AfterAll
    static void stop() {
        api.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"runs", "runs --help", "answer --help"})
    void aCommandThatCallsTheApiLoadsNoServer(String command) throws IOException {
        Path log = folder.resolve(command + ".log");
        List<String> line = new ArrayList<>(List.of(
                java(),
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                Crossrun.class.getName()));
        line.addAll(List.of(command.split(" ")));
        assertThat(run(line)).isNotEmpty();
        assertThat(Files.readAllLines(log))
                .anyMatch(loaded -> loaded.contains("] dev.crossrun.cli."))
                .noneMatch(loaded -> OTHERS.matcher(loaded).find());
    }

    @Test
    void theArchiveIsMadeWithTheLibrariesOfTheScriptAlone() {
        assertThat(run(List.of(
                        java(), "-cp", String.join(File.pathSeparator, libraries()), ClassArchive.class.getName())))
                .isEmpty();
    }

    @Test
    void theScriptKnowsTheCommandsThatCallTheApi() throws IOException {
        Matcher names = Pattern.compile("\n  ([a-z |]+)\\)\n").matcher(Files.readString(Path.of("../crossrun")));
        assertThat(names.find()).isTrue();
        assertThat(names.group(1).split(" \\| ")).containsExactlyElementsOf(CrossrunCommand.NAMES);
    }

    @Test
    void theScriptMakesTheArchiveOnceAndWorksWithOneThatIsBroken() throws IOException {
        Path home = distribution();
        Path archive = home.resolve("standalone/target/crossrun/lib/client.jsa");
        List<String> script = List.of(home.resolve("crossrun").toString(), "runs");
        assertThat(run(script)).isEqualTo(TABLE);
        Object made = Files.getLastModifiedTime(archive);
        assertThat(run(script)).isEqualTo(TABLE);
        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(made);
        Files.delete(archive);
        Files.writeString(archive, "This is not an archive");
        assertThat(run(script)).isEqualTo(TABLE);
        assertThat(archive).hasContent("This is not an archive");
    }

    /** As the build leaves it, as far as the script looks. */
    private static Path distribution() throws IOException {
        Path home = folder.resolve("home");
        Path lib = Files.createDirectories(home.resolve("standalone/target/crossrun/lib"));
        for (String source : List.of("standalone/src/main", "examples/iam")) {
            Files.createDirectories(home.resolve(source));
        }
        for (String pom : List.of("pom.xml", "standalone/pom.xml")) {
            Files.createFile(home.resolve(pom));
        }
        Files.copy(Path.of("../crossrun"), home.resolve("crossrun"));
        home.resolve("crossrun").toFile().setExecutable(true);
        for (String entry : libraries()) {
            Path library = Path.of(entry);
            if (Files.isRegularFile(library)) {
                Files.copy(library, lib.resolve(library.getFileName()));
            } else {
                ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(System.out, System.err, "cf", lib + "/crossrun-standalone-1.jar", "-C", entry, ".");
            }
        }
        return home;
    }

    /** What a program prints, on standard error as well. */
    private static String run(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "CROSSRUN_API",
                        "http://127.0.0.1:" + api.getAddress().getPort(),
                        "CROSSRUN_TOKEN",
                        "token",
                        "JAVA_HOME",
                        System.getProperty("java.home")));
        try {
            Process process = builder.start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.onExit().join().exitValue()).as(printed).isZero();
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Of this JVM's class path, what the script has for the commands that call the API. */
    private static List<String> libraries() {
        Pattern client =
                Pattern.compile("standalone/target/classes/?$|(picocli|jackson-(annotations|core|databind))-[^/]*jar$");
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> client.matcher(entry).find())
                .toList();
    }
}
