package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.api.ApiConfiguration;
import dev.crossrun.api.EmbeddedApi;
import dev.crossrun.api.WebPages;
import dev.crossrun.api.archive.ArchiveSettings;
import dev.crossrun.api.auth.TokenPrincipal;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.actor.Role;
import dev.crossrun.runbook.Runbooks;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.SealingKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Schemathesis, a fuzzer that reads the OpenAPI document, against the whole stack in this JVM. */
class SchemathesisTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path DOCUMENT = Path.of("../docs/openapi.json").toAbsolutePath();
    private static final Path CONFIGURATION =
            Path.of("src/test/resources/schemathesis.toml").toAbsolutePath();
    private static final String TOKEN = "token-of-everybody";

    @TempDir
    private Path folder;

    /** The environment variable names the program {@code schemathesis} (PyPI), which {@code .ci/run} installs. */
    @Test
    @Timeout(300)
    @EnabledIfEnvironmentVariable(named = "SCHEMATHESIS", matches = ".+")
    void findsNoFailureAndSeesEachOperationSucceed() throws Exception {
        Path report = folder.resolve("report.har");
        Path output = folder.resolve("output.txt");
        try (Fuzzed fuzzed = new Fuzzed(folder)) {
            int exit = fuzz(fuzzed.api(), report, output);
            System.out.println(Files.readString(output));
            assertThat(exit).as("what it found stands above").isZero();
        }
        assertThat(succeeded(report)).containsExactlyInAnyOrderElementsOf(operations());
    }

    private int fuzz(URI api, Path report, Path output) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        System.getenv("SCHEMATHESIS"),
                        "--no-color",
                        "--config-file",
                        CONFIGURATION.toString(),
                        "run",
                        DOCUMENT.toString(),
                        "--url",
                        api.toString(),
                        "--header",
                        "Authorization: Bearer " + TOKEN,
                        "--report",
                        "har",
                        "--report-har-path",
                        report.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
    }

    /** Method and path of each operation of the document. */
    private static Set<String> operations() throws IOException {
        Set<String> all = new TreeSet<>();
        JSON.readTree(DOCUMENT.toFile())
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> all.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return all;
    }

    /** The operations that had an answer of 2xx, of a report in HAR. */
    private static Set<String> succeeded(Path report) throws IOException {
        Set<String> operations = operations();
        Set<String> succeeded = new TreeSet<>();
        JSON.readTree(report.toFile()).at("/log/entries").forEach(entry -> {
            String call = entry.at("/request/method").asText() + " "
                    + URI.create(entry.at("/request/url").asText()).getRawPath();
            if (entry.at("/response/status").asInt() / 100 == 2) {
                operations.stream()
                        .filter(operation -> call.matches(operation.replaceAll("\\{[^}]*}", "[^/]+")))
                        .forEach(succeeded::add);
            }
        });
        return succeeded;
    }

    /** The stack with runs in the states that the document's examples speak of, and an API for one who may do everything. */
    private static final class Fuzzed implements AutoCloseable {
        private final Stack stack = TestStack.start(SimulatorSettings.defaults());
        private final EmbeddedApi everything;

        Fuzzed(Path folder) throws IOException {
            for (String name : List.of("contact-center-test", "contact-center-old")) {
                new FederationRun(stack, federation(name)).task("approve-plan.approval.1");
            }
            new FederationRun(stack, federation("contact-center-eu")).upToSignIn();
            ObjectNode access = AccessRun.request().put("name", "incident-4712-ada");
            AccessRun ended = new AccessRun(Site.of(stack), access).approved().given();
            ended.answer(ended.kim, "window.offer.1", AccessRun.action("end").put("reason", "solved"));
            ended.ended();
            AccessRun erased = ended.another(AccessRun.request());
            erased.task("approve-plan.approval.1");
            erased.abort();
            erased.until(view -> view.hasNonNull("closedAt"));
            ApiConfiguration configuration = ApiConfiguration.embedded(
                    0,
                    List.of(TokenPrincipal.of(
                            "everybody@example.com", Sha256.of(TOKEN).value(), EnumSet.allOf(Role.class))),
                    SealingKeys.generate());
            Path keys = Files.writeString(
                    folder.resolve("records.jwks.json"), PayloadKeys.generate().json());
            configuration.setRecords(ArchiveSettings.inFolder(folder.resolve("records"), keys));
            everything =
                    EmbeddedApi.start(configuration, Runbooks.ALL, WebPages.NONE, stack.temporal(), Clock.systemUTC());
            ApiClient api = new ApiClient(everything.address(), TOKEN);
            Waiting.until(() -> api.get("/v1/records").at("/items").findValuesAsText("id").stream()
                    .anyMatch(run -> run.startsWith("temporary-access.incident-4711-ada:")));
        }

        private static byte[] federation(String name) {
            return WholeRun.edited("existing-instance", request -> request.put("name", name));
        }

        URI api() {
            return everything.address();
        }

        @Override
        public void close() {
            everything.close();
            stack.close();
        }
    }
}
