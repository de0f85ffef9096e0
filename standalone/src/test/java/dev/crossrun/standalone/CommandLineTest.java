package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.api.ApiConfiguration;
import dev.crossrun.api.EmbeddedApi;
import dev.crossrun.api.WebPages;
import dev.crossrun.api.archive.ArchiveSettings;
import dev.crossrun.cli.TokensFile;
import dev.crossrun.runbook.Runbooks;
import dev.crossrun.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line, against the stack that {@code up} starts. */
class CommandLineTest {
    static final String RUN = "connect-federation.contact-center-prod";

    @TempDir
    static Path folder;

    static Stack stack;
    static Path tokens;

    @BeforeAll
    static void up() {
        stack = TestStack.start(SimulatorSettings.defaults());
        tokens = folder.resolve("tokens.json");
        stack.people().tokens(stack.api()).write(tokens);
    }

    @AfterAll
    static void down() {
        stack.close();
    }

    /** What a command printed, and its exit code. */
    record Result(int code, String out, String err) {}

    static Result crossrun(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commands = Crossrun.commands(arguments);
        commands.setOut(new PrintWriter(out));
        commands.setErr(new PrintWriter(err));
        int code = commands.execute(arguments);
        assertThat(out + "" + err)
                .doesNotContain("\tat ", stack.people().approver().token());
        return new Result(code, out.toString(), err.toString());
    }

    static Result as(String name, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--tokens", tokens.toString(), "--as", name));
        return crossrun(all.toArray(String[]::new));
    }

    @Test
    void walksAPersonThroughAWholeRun() throws IOException {
        Result started = as("kim", "start", "connect-federation", "../examples/existing-instance.json");
        assertThat(started.out()).startsWith(RUN + ":").contains("--watch");
        opened("approve-plan.approval.1");
        assertThat(as("lee", "tasks", "--mine").out()).contains("approve-plan.approval.1", "Approve the plan");
        assertThat(as("lee", "plan", RUN).out())
                .contains(
                        "sha256:",
                        "requested by kim@example.com",
                        "create saml-provider",
                        "connect:GetFederationToken",
                        "THE REQUEST");
        assertThat(as("lee", "task", "approve-plan.approval.1").out())
                .contains(
                        "Requested by kim@example.com.", "connect:GetFederationToken", "answer approve --set planHash");
        Result unknown = as("lee", "answer", "approve-plan.approval.1", "approve", "--yes", "--set", "colour=red");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("/colour: is not known here");
        Result unsaid = as("lee", "answer", "approve-plan.approval.1", "reject");
        assertThat(unsaid.code()).isEqualTo(2);
        assertThat(unsaid.err()).contains("This answer needs --set");
        assertThat(as("kim", "answer", "approve-plan.approval.1", "approve", "--yes")
                        .err())
                .contains("Somebody else must answer this: kim@example.com requested it");
        assertThat(as("lee", "answer", "approve-plan.approval.1", "approve", "--yes")
                        .out())
                .contains("approve accepted");

        opened("connect-application.human-step.1");
        assertThat(as("sam", "task", "connect-application.human-step.1").out())
                .contains("Relay state: https://", "Application start URL: (blank)", "answer submit --file FILE");
        Consoles consoles = new Consoles(stack.simulator().endpoint());
        String application = "/_console/applications/"
                + consoles.send("POST", "/_console/applications", applicationForm())
                        .path("id")
                        .asText();
        Path wrong =
                Files.write(folder.resolve("entra.xml"), consoles.download("/_console/documents/entra-application"));
        Result refused = as("sam", "answer", "connect-application.human-step.1", "submit", "--file", wrong.toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("/file WRONG_DOCUMENT: this is Entra's");
        Path right = Files.write(folder.resolve("metadata.xml"), consoles.download(application + "/metadata"));
        assertThat(as("sam", "answer", "connect-application.human-step.1", "submit", "--file", right.toString())
                        .out())
                .contains("sha256: ", "submit accepted");
        Result late = as(
                "sam",
                "answer",
                "connect-application.human-step.1",
                "submit",
                "--run",
                RUN,
                "--file",
                right.toString());
        assertThat(late.err()).contains("was answered by sam@example.com");

        assertThat(as("kim", "artifact", RUN).out()).contains("identity-center-application-metadata.xml");
        Path copy = folder.resolve("copy.xml");
        String[] download = {"artifact", RUN, "identity-center-application-metadata.xml", "-o", copy.toString()};
        assertThat(as("kim", download).code()).isZero();
        assertThat(Files.readAllBytes(copy)).isEqualTo(Files.readAllBytes(right));
        assertThat(as("kim", download).err()).contains("--force");
        opened("application-settings.human-step.1");
        assertThat(as("sam", "redo", RUN, "--from", "saml-provider").out()).contains("round 2");
        assertThat(as("kim", "run", RUN).out()).contains("✓ approve-plan", "approved by lee@example.com");
        assertThat(as("kim", "abort", RUN, "--comment", "enough").out()).contains("ABORTED");
        Result watched = as("kim", "run", RUN, "--watch");
        assertThat(watched.code()).isEqualTo(1);
        assertThat(watched.out())
                .contains("answered  approve-plan.approval.1  lee@example.com: approve", "ABORTED", "enough");
        assertThat(as("kim", "events", RUN).out()).contains("TASK_ANSWERED", "RUN_CLOSED");
        assertThat(as("kim", "runs", "--status", "ABORTED", "--name", "contact").out())
                .contains(RUN, "kim@example.com");
    }

    private static void opened(String task) {
        Waiting.until(() -> as("sam", "tasks").out().contains(task));
    }

    private static ObjectNode applicationForm() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("catalog", "Amazon Connect")
                .put("acsUrl", "https://eu-central-1.signin.aws.amazon.com/saml");
    }

    @Test
    void saysAllFaultsOfARequestLineByLine() throws IOException {
        Path request = Files.writeString(folder.resolve("bad.json"), "{\"name\": \"Bad Name\", \"agents\": []}");
        Result refused = as("kim", "start", "connect-federation", request.toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err().lines())
                .contains("  /connect: is missing")
                .anyMatch(line -> line.startsWith("  /name: must be a run name"));
    }

    @Test
    void listsPrintsVerifiesAndErasesRecords() throws IOException {
        Path keys = folder.resolve("keys");
        assertThat(crossrun("keygen", "--out", keys.toString()).code()).isZero();
        ApiConfiguration configuration = ApiConfiguration.embedded(
                0, stack.people().principals(), Secrets.once().sealing());
        Path records = folder.resolve("records");
        configuration.setRecords(ArchiveSettings.inFolder(records, keys.resolve("records.jwks.json")));
        try (EmbeddedApi api =
                EmbeddedApi.start(configuration, Runbooks.ALL, WebPages.NONE, stack.temporal(), Clock.systemUTC())) {
            String address = api.address().toString();
            Path request = Files.writeString(
                    folder.resolve("request.json"),
                    Files.readString(Path.of("../examples/existing-instance.json"))
                            .replace("contact-center-prod", "contact-center-archived"));
            String run = "connect-federation.contact-center-archived";
            as("kim", "start", "connect-federation", request.toString(), "--plan-only");
            // A run that has planned is open for another moment, and has a record in the archive once it has ended.
            Waiting.until(() -> {
                assertThat(as("kim", "record", run, "--api", address).out()).startsWith("# Record of " + run);
                return as("kim", "records", "--api", address).out().contains(run);
            });
            assertThat(as("kim", "records", "--api", address).out()).contains(run, "PLANNED", "kim@example.com");
            String[] verify = {
                "record", "verify", "--folder", records.toString(), "--keys", keys.resolve("records.jwks.json") + ""
            };
            Result whole = crossrun(verify);
            assertThat(whole.code()).isZero();
            assertThat(whole.out())
                    .contains(
                            "Nothing was altered in the entries that are there. Only --head finds entries that were cut off");
            String head = whole.out().replaceFirst("(?s).*Head (\\S+).*", "$1");
            String[] withHead = Stream.concat(Arrays.stream(verify), Stream.of("--head", head))
                    .toArray(String[]::new);
            assertThat(crossrun(withHead).out()).contains("Nothing was altered\n");
            assertThat(as("kim", "record", "erase", run, "--reason", "test", "--api", address)
                            .err())
                    .contains("takes the role ADMINISTRATOR");
            assertThat(as("sam", "record", "erase", run, "--reason", "Ada asked", "--api", address)
                            .out())
                    .contains("record erased");
            assertThat(as("sam", "records", "--api", address).out()).contains("erased", "Ada asked");
            assertThat(as("sam", "record", run, "--api", address).err()).contains("was erased", "Ada asked");
            assertThat(crossrun(verify).code()).isZero();
            Files.delete(records.resolve("chain/0000000002.jws"));
            Files.delete(records.resolve("chain/0000000001.jws"));
            Result cut = crossrun(withHead);
            assertThat(cut.code()).isEqualTo(1);
            assertThat(cut.out()).contains("Entry 1 was cut off", "The archive is empty");
        }
        assertThat(crossrun("record", "verify", "--folder", records.toString(), "--head", "1")
                        .err())
                .contains("A head is a number, a colon and a SHA-256");
        assertThat(as("kim", "record").err()).contains("Missing required parameter: 'RUN'");
    }

    @Test
    void asksWhoIsActingAndKnowsPeopleByTheirShortNames() {
        String[] list = {"runs", "--tokens", tokens.toString()};
        assertThat(crossrun(list).code()).isEqualTo(2);
        assertThat(crossrun(list).err())
                .contains("--as", "kim@example.com (REQUESTER)", "sam@example.com (ADMINISTRATOR)");
        assertThat(as("nobody", "runs").err()).contains("No principal is nobody", "lee@example.com");
        assertThat(as("kim", "runs").code()).isZero();
    }

    @Test
    void writesTokensWhereOnlyTheirOwnerReadsThem() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens)))
                .isEqualTo("rw-------");
    }

    @Test
    void saysThatNoApiAnswersAndHowToStartOne() throws IOException {
        Path elsewhere = folder.resolve("elsewhere.json");
        new TokensFile(URI.create("http://127.0.0.1:1"), List.of(new TokensFile.Principal("kim", List.of(), "t")))
                .write(elsewhere);
        Result unreachable = crossrun("runs", "--tokens", elsewhere.toString());
        assertThat(unreachable.code()).isEqualTo(3);
        assertThat(unreachable.err()).contains("http://127.0.0.1:1", "crossrun up");
        Path nonsense = Files.write(folder.resolve("nonsense.json"), "no".getBytes(StandardCharsets.UTF_8));
        assertThat(crossrun("runs", "--tokens", nonsense.toString()).err()).contains("is no tokens file");
    }

    @Test
    void refusesWrongUseWithItsUsage() {
        Result wrong = as("kim", "task", "nothing.approval.1");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("No open task has the id nothing.approval.1");
        assertThat(crossrun("dance").code()).isEqualTo(2);
        assertThat(as("kim", "run", "connect-federation.none").err())
                .contains("There is no run connect-federation.none");
    }
}
