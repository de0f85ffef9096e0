package dev.crossrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is asked at the terminal before a plan is approved or an undo is confirmed, against an API with these two tasks. */
class AnswerCommandTest {
    private static final String TASK = """
            {"id": "run.undo.1", "kind": "UNDO", "answers": [
              {"action": "undo", "form": {"type": "object", "properties": {}}},
              {"action": "abort", "form": {"type": "object", "properties": {}}}]}""";
    private static final String UNDO = """
            {"items": [{"step": "role", "action": "UNDO", "state": "CREATED", "effect": "arn:aws:iam::222222222222:role/R"},
                       {"step": "identity-source", "action": "KEEP", "effect": "Change the identity source",
                        "reason": "Nobody can take it back"}]}""";

    private static final String APPROVAL = """
            {"id": "approve-plan.approval.1", "kind": "APPROVAL", "answers": [
              {"action": "approve", "form": {"type": "object", "required": ["planHash", "acknowledged"],
                "properties": {"planHash": {"type": "string"}, "acknowledged": {"type": "array"}}}}]}""";
    private static final String PLAN = """
            {"hash": "sha256:0f", "steps": [], "findings": [
              {"id": "users.1", "severity": "WARNING", "detail": "Admin has administrator rights."},
              {"id": "users.2", "severity": "WARNING", "detail": "The group Night has no members."}]}""";

    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final HttpServer api = api();

    @AfterEach
    void stop() {
        api.stop(0);
    }

    @Test
    void showsWhatWouldBeUndoneAndSendsTheAnswerOfWhoSaysYes() {
        assertThat(answer(AnswerDialogTest.typing(asked, "yes"), "undo")).isZero();
        assertThat(out.toString()).contains("arn:aws:iam::222222222222:role/R", "Nobody can take it back");
        assertThat(asked).containsExactly("Undo this? (yes/no)");
        assertThat(answers).containsExactly("{\"action\":\"undo\"}");
    }

    @Test
    void approvesWhatSomebodySaysYesToWarningByWarning() {
        assertThat(approve(AnswerDialogTest.typing(asked, "yes", "yes", "yes"))).isZero();
        assertThat(asked)
                .containsExactly(
                        "Warning: Admin has administrator rights. Have you read it? (yes/no)",
                        "Warning: The group Night has no members. Have you read it? (yes/no)",
                        "Approve this plan? (yes/no)");
        assertThat(answers)
                .containsExactly(
                        "{\"action\":\"approve\",\"planHash\":\"sha256:0f\",\"acknowledged\":[\"users.1\",\"users.2\"]}");
    }

    @Test
    void approvesNothingOnceAWarningIsNotAccepted() {
        assertThat(approve(AnswerDialogTest.typing(asked, "yes", "no"))).isEqualTo(2);
        assertThat(err.toString()).contains("Not approved");
        assertThat(answers).isEmpty();
    }

    @Test
    void whereNobodyIsAtATerminalEachWarningIsNamed() {
        assertThat(approve(new AnswerDialogTest.Nobody(), "--set", "planHash=sha256:0f"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--acknowledge users.1 --acknowledge users.2");
        assertThat(answers).isEmpty();
        assertThat(approve(
                        new AnswerDialogTest.Nobody(),
                        "--set",
                        "planHash=sha256:0f",
                        "--acknowledge",
                        "users.1",
                        "--acknowledge",
                        "users.2"))
                .isZero();
        assertThat(approve(new AnswerDialogTest.Nobody(), "--yes")).isZero();
        assertThat(answers).hasSize(2).allMatch(answer -> answer.contains("[\"users.1\",\"users.2\"]"));
    }

    @Test
    void sendsNothingForWhoSaysNo() {
        assertThat(answer(AnswerDialogTest.typing(asked, "no"), "undo")).isEqualTo(2);
        assertThat(err.toString()).contains("Not confirmed", "answer … abort");
        assertThat(answers).isEmpty();
    }

    @Test
    void wantsToBeToldYesWhereNobodyIsAtATerminal() {
        assertThat(answer(new AnswerDialogTest.Nobody(), "undo")).isEqualTo(2);
        assertThat(err.toString()).contains("see crossrun undo, then give --yes");
        assertThat(answers).isEmpty();
        assertThat(answer(new AnswerDialogTest.Nobody(), "undo", "--yes")).isZero();
        assertThat(answers).hasSize(1);
    }

    @Test
    void asksNothingBeforeEverythingIsLeftAsItIs() {
        assertThat(answer(AnswerDialogTest.typing(asked), "abort")).isZero();
        assertThat(asked).isEmpty();
        assertThat(answers).containsExactly("{\"action\":\"abort\"}");
    }

    private int answer(Prompt prompt, String... rest) {
        return answer("run.undo.1", prompt, rest);
    }

    private int approve(Prompt prompt, String... options) {
        return answer(
                "approve-plan.approval.1",
                prompt,
                Stream.concat(Stream.of("approve"), Stream.of(options)).toArray(String[]::new));
    }

    private int answer(String task, Prompt prompt, String... rest) {
        Surroundings surroundings = new Surroundings(
                Map.of("CROSSRUN_API", "http://127.0.0.1:" + api.getAddress().getPort(), "CROSSRUN_TOKEN", "token"),
                Path.of(""),
                prompt,
                new ByteArrayOutputStream(),
                0,
                Duration.ZERO);
        CommandLine commands = CrossrunCommand.create(surroundings);
        commands.setOut(new PrintWriter(out));
        commands.setErr(new PrintWriter(err));
        List<String> arguments = new ArrayList<>(List.of("answer", task, "--run", "acme"));
        arguments.addAll(List.of(rest));
        return commands.execute(arguments.toArray(String[]::new));
    }

    private HttpServer api() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v1/runs/acme/undo", exchange -> reply(exchange, UNDO));
            server.createContext("/v1/runs/acme", exchange -> reply(exchange, "{}"));
            server.createContext("/v1/runs/acme/plan", exchange -> reply(exchange, PLAN));
            task(server, "run.undo.1", TASK);
            task(server, "approve-plan.approval.1", APPROVAL);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void task(HttpServer server, String id, String task) {
        server.createContext("/v1/runs/acme/tasks/" + id, exchange -> reply(exchange, task));
        server.createContext("/v1/runs/acme/tasks/" + id + "/answer", exchange -> {
            answers.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            reply(exchange, task);
        });
    }

    private static void reply(HttpExchange exchange, String json) throws IOException {
        try (exchange) {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
