package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.cli.ApiRefusal;
import dev.crossrun.cli.ApiUnreachable;
import dev.crossrun.cli.TokensFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code ./crossrun up} with a Temporal that keeps runs: the CLI that TEMPORAL_CLI names, or a service. */
@EnabledIfEnvironmentVariable(named = "TEMPORAL_CLI", matches = ".+")
@Tag("kills")
@Timeout(600)
class DurableUpTest {
    private static final String AGENT = "ada@example.com";

    @TempDir
    Path folder;

    private final int port = twoFreePorts();
    private final int simulatorPort = twoFreePorts();
    private final URI api = URI.create("http://127.0.0.1:" + port);
    private final ScriptedAdministrator administrator =
            new ScriptedAdministrator(URI.create("http://127.0.0.1:" + simulatorPort), AGENT);
    private String run = "";
    private Processes processes = new Processes(Path.of(""), Map.of());

    @AfterEach
    void stop() {
        processes.close();
        awaitServersEnd();
    }

    /** The dev server does not outlive the process that started it. */
    private void awaitServersEnd() {
        Waiting.until(() -> !Files.exists(kept("temporal.pid"))
                || ProcessHandle.of(Long.parseLong(Files.readString(kept("temporal.pid"))))
                        .flatMap(server -> server.info().commandLine())
                        .isEmpty());
    }

    @Test
    void aFederationEndsThoughUpWasKilledInItsMiddleAndStoppedOnceMore() throws IOException, InterruptedException {
        processes = new Processes(folder, Map.of());
        up();
        JsonNode tokens = written();
        start("");
        answered("lee", "approve-plan", new ScriptedApprover());
        await("identity-center-metadata");
        processes.kill("up");
        awaitServersEnd();
        up();
        assertThat(written()).as("the tokens that people have").isEqualTo(tokens);
        answered("sam", "identity-center-metadata", administrator);
        answered("sam", "identity-source", administrator);
        // From here on the run has a secret that only the keys of before decrypt.
        answered("sam", "scim-token", administrator);
        processes.stop("up");
        up();
        answered("sam", "connect-application", administrator);
        answered("sam", "application-settings", administrator);
        answered("sam", "sign-in", administrator);
        Waiting.until(() -> !status().equals("RUNNING"));
        assertThat(status()).isEqualTo("SUCCEEDED");
        Waiting.until(() -> as("kim").all("/v1/records").size() == 1);
        assertThat(verified("contact-center")).contains("Head 1:", "Nothing was altered");
        assertThat(Files.readString(folder.resolve("up.log")))
                .contains(
                        "a dev server of " + System.getenv("TEMPORAL_CLI"),
                        "Its UI: http://127.0.0.1:",
                        "Stopped. Runs and simulated cloud are kept in " + folder.resolve("contact-center"))
                .doesNotContain("lost", "\tat ");
    }

    private Path kept(String name) {
        return folder.resolve("contact-center").resolve(name);
    }

    private JsonNode written() throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve("tokens.json").toFile())
                .path("principals");
    }

    @Test
    void onAServiceItHasANamespaceOfItsOwnWhereItsRunsStay() throws IOException {
        try (RealService service = new RealService(folder)) {
            processes = new Processes(folder, Map.of("TEMPORAL_ADDRESS", service.address()));
            up("--temporal");
            start("?planOnly=true");
            Waiting.until(() -> status().equals("PLANNED"));
            processes.kill("up");
            up("--temporal");
            assertThat(status()).isEqualTo("PLANNED");
            Waiting.until(() -> as("kim").all("/v1/records").size() == 1);
            assertThat(verified("contact-center-temporal")).contains("Head 1:", "Nothing was altered");
            String namespace = Files.readString(folder.resolve("contact-center-temporal/namespace"));
            assertThat(namespace).matches("crossrun-up-[0-9a-f]{8}");
            assertThat(Files.readString(folder.resolve("up.log"))).contains("in the namespace " + namespace);
            assertThat(OwnNamespaceTest.runs(service.client(), "default")).isZero();
            assertThat(OwnNamespaceTest.runs(service.client(), namespace)).isPositive();
        }
    }

    @Test
    void aWorldThatCannotBeReadIsNamedWithWhatToDo() throws IOException {
        Files.createDirectories(folder.resolve("contact-center"));
        Files.writeString(kept("world.json"), "{}");
        StringWriter err = new StringWriter();
        String[] arguments = {"up", "--folder", folder.toString(), "--port", "0", "--simulator-port", "0"};
        CommandLine commands = Crossrun.commands(arguments);
        commands.setErr(new PrintWriter(err));
        assertThat(commands.execute(arguments)).isEqualTo(2);
        assertThat(err.toString())
                .contains(kept("world.json") + " cannot be read: ", "./crossrun up --fresh starts over");
    }

    /** Two in a row, that no outgoing connection gets while the program is not running. */
    private static int twoFreePorts() {
        return IntStream.range(0, 1000)
                .map(unused -> ThreadLocalRandom.current().nextInt(20_000, 30_000))
                .filter(first -> !Processes.listens(first) && !Processes.listens(first + 1))
                .findFirst()
                .orElseThrow();
    }

    private void up(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("up", "--port", "" + port, "--simulator-port", "" + simulatorPort));
        arguments.addAll(List.of("--consistency", "PT0S", "--trail-delay", "PT0S", "--folder", folder.toString()));
        arguments.addAll(List.of(more));
        processes.crossrun("up", arguments.toArray(String[]::new));
        Waiting.until(() -> Files.exists(folder.resolve("tokens.json")) && answers());
    }

    private void start(String query) throws IOException {
        byte[] request = Files.readAllBytes(Path.of("../examples/contact-center.json"));
        String path = "/v1/runbooks/connect-federation/runs" + query;
        run = "/v1/runs/"
                + as("kim").post(path, request, Optional.empty()).path("id").asText();
    }

    private boolean answers() {
        try {
            as("kim").get(run.isEmpty() ? "/v1/runs" : run);
            return true;
        } catch (ApiUnreachable | ApiRefusal notYet) {
            return false;
        }
    }

    private ApiClient as(String name) {
        return new ApiClient(
                api,
                TokensFile.read(folder.resolve("tokens.json")).principals().stream()
                        .filter(principal -> principal.name().startsWith(name))
                        .findFirst()
                        .orElseThrow()
                        .token());
    }

    /** What the command says of the archive that is kept in a folder. */
    private String verified(String kept) {
        Path archive = folder.resolve(kept);
        String[] arguments = {
            "record", "verify", "--folder", archive + "/records", "--keys", archive + "/records.jwks.json"
        };
        StringWriter out = new StringWriter();
        CommandLine commands = Crossrun.commands(arguments);
        commands.setOut(new PrintWriter(out));
        assertThat(commands.execute(arguments)).isZero();
        return out.toString();
    }

    /** Waits for an open task of a step, and gives its path. */
    private String await(String step) {
        Waiting.until(() -> task(step).isPresent());
        return run + "/tasks/" + task(step).orElseThrow();
    }

    private void answered(String name, String step, ScriptedPerson.Script script) throws InterruptedException {
        String path = await(step);
        script.answer(as(name), as(name).get(path), path);
    }

    private Optional<String> task(String step) {
        return as("kim").get(run).path("waitingFor").findValuesAsText("task").stream()
                .filter(id -> id.startsWith(step + "."))
                .findFirst();
    }

    private String status() {
        return as("kim").get(run).path("status").asText();
    }
}
