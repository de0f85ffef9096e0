package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.crossrun.cli.TokensFile;
import dev.crossrun.standalone.temporal.LoopbackPort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code ./crossrun up}: its tokens, its end, and what it writes into the terminal. */
@Timeout(180)
class UpTest {
    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void tokensOfAnEarlierStartAreReplacedBeforeTheApiListensAndTheEndSaysWhatIsLost() throws IOException {
        int port = LoopbackPort.free();
        Path tokens = written(port);
        try (Processes processes = new Processes(folder, Map.of())) {
            processes.crossrun(
                    "up",
                    "up",
                    "--port",
                    "" + port,
                    "--simulator-port",
                    "0",
                    "--in-memory",
                    "--folder",
                    folder.toString());
            Awaitility.await().atMost(Duration.ofSeconds(150)).until(() -> {
                int code = crossrun("runs", "--tokens", tokens.toString(), "--as", "kim");
                assertThat(code).as(err.toString()).isIn(0, 3);
                return code == 0;
            });
            processes.stop("up");
        }
        assertThat(Files.readString(folder.resolve("up.log")))
                .contains(
                        "Temporal  in this process: runs end with it.",
                        "Ctrl-C stops everything.",
                        "Stopped. The runs are lost",
                        "docs/operating/install.md")
                .doesNotContain("\tat ");
    }

    @Test
    void aPortInUseIsNamedAndTheTokensOfWhoeverUsesItStay() throws IOException {
        Path tokens = written(1);
        String before = Files.readString(tokens);
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = "" + used.getLocalPort();
            assertThat(crossrun("up", "--in-memory", "--port", port, "--folder", folder.toString()))
                    .isEqualTo(2);
            assertThat(err.toString()).contains("Port " + port + " is in use", "--port");
            assertThat(crossrun(
                            "up",
                            "--in-memory",
                            "--port",
                            "0",
                            "--simulator-port",
                            port,
                            "--folder",
                            folder.toString()))
                    .isEqualTo(2);
            assertThat(err.toString()).contains("--simulator-port");
        }
        assertThat(Files.readString(tokens)).isEqualTo(before);
    }

    @Test
    void itWorksOnOneTemporal() {
        assertThat(crossrun("up", "--in-memory", "--temporal", "--folder", folder.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("mutually exclusive");
    }

    @Test
    void aWarningIsOneLineWithTheExceptionsMessage() throws JoranException {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(UpTest.class.getResource("/logback-terminal.xml"));
        Exception failure = new IllegalStateException("Throttled.\nTry later.", new IOException("closed"));
        ILoggingEvent event = new LoggingEvent(
                "", context.getLogger("io.temporal"), Level.WARN, "Activity failure. attempt=2", failure, null);
        ConsoleAppender<ILoggingEvent> terminal =
                (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("err");
        assertThat(new String(terminal.getEncoder().encode(event), StandardCharsets.UTF_8))
                .endsWith(" WARN  Activity failure. attempt=2 java.lang.IllegalStateException: Throttled.\n")
                .containsOnlyOnce("\n");
    }

    /** As an earlier start left it. */
    private Path written(int port) {
        Path tokens = folder.resolve("tokens.json");
        new TokensFile(
                        URI.create("http://127.0.0.1:" + port),
                        List.of(new TokensFile.Principal("kim@example.com", List.of("REQUESTER"), "stale")))
                .write(tokens);
        return tokens;
    }

    private int crossrun(String... arguments) {
        CommandLine commands = Crossrun.commands(arguments);
        commands.setOut(new PrintWriter(new StringWriter()));
        commands.setErr(new PrintWriter(err));
        return commands.execute(arguments);
    }
}
