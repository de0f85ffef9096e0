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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is asked at the terminal before an undo is confirmed, against an API with one task. */
class AnswerCommandTest {
    private static final String TASK = """
            {"id": "run.undo.1", "kind": "UNDO", "answers": [
              {"action": "undo", "form": {"type": "object", "properties": {}}},
              {"action": "abort", "form": {"type": "object", "properties": {}}}]}""";
    private static final String UNDO = """
            {"items": [{"step": "role", "action": "UNDO", "state": "CREATED", "effect": "arn:aws:iam::222222222222:role/R"},
                       {"step": "identity-source", "action": "KEEP", "effect": "Change the identity source",
                        "reason": "Nobody can take it back"}]}""";

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
    void showsWhatWouldBeTakenBackAndSendsTheAnswerOfWhoSaysYes() {
        assertThat(answer(AnswerDialogTest.typing(asked, "yes"), "undo")).isZero();
        assertThat(out.toString()).contains("arn:aws:iam::222222222222:role/R", "Nobody can take it back");
        assertThat(asked).containsExactly("Undo this? (yes/no)");
        assertThat(answers).containsExactly("{\"action\":\"undo\"}");
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
        Surroundings surroundings = new Surroundings(
                Map.of("CROSSRUN_API", "http://127.0.0.1:" + api.getAddress().getPort(), "CROSSRUN_TOKEN", "token"),
                Path.of(""),
                prompt,
                new ByteArrayOutputStream(),
                0,
                Duration.ZERO);
        CommandLine commands = CrossrunCommand.create(surroundings, List.of("answer"));
        commands.setOut(new PrintWriter(out));
        commands.setErr(new PrintWriter(err));
        List<String> arguments = new ArrayList<>(List.of("answer", "run.undo.1", "--run", "acme"));
        arguments.addAll(List.of(rest));
        return commands.execute(arguments.toArray(String[]::new));
    }

    private HttpServer api() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v1/runs/acme/undo", exchange -> reply(exchange, UNDO));
            server.createContext("/v1/runs/acme/tasks/run.undo.1", exchange -> reply(exchange, TASK));
            server.createContext("/v1/runs/acme/tasks/run.undo.1/answer", exchange -> {
                answers.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                reply(exchange, TASK);
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void reply(HttpExchange exchange, String json) throws IOException {
        try (exchange) {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
