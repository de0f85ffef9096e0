package dev.crossrun.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the terminal says of a step that is tried again, and of an undo. */
class RunTextTest {
    @Test
    void tellsOfARetryItsAttemptWhenTheNextOneIsAndWhatWouldMendIt() throws JsonProcessingException {
        JsonNode run = json("""
                {"steps": [{"id": "federation-role", "status": "RUNNING", "round": 1, "detail": null, "evidence": [],
                  "retry": {"attempt": 3, "nextAt": "2026-02-03T12:00:05.250Z",
                    "lastFailure": {"message": "creating the role failed", "remedy": "See the network."}}}]}
                """);
        assertThat(new RunText(run, Instant.parse("2026-02-03T12:00:00Z")).steps())
                .singleElement()
                .asString()
                .endsWith(
                        "attempt 3, next at 12:00:05 UTC: creating the role failed; what would fix it: See the network.");
    }

    @Test
    void tellsOfAnUndoWhyAndWhatToBeWareOf() throws JsonProcessingException {
        JsonNode undo = json("""
                {"items": [{"step": "connect-instance", "action": "UNDO", "state": "CREATED", "effect": "Connect instance acme",
                  "reason": "Not looked at yet", "warning": "A deleted instance cannot be restored"}]}
                """);
        StringWriter out = new StringWriter();
        new UndoText(undo).print(new PrintWriter(out, true));
        assertThat(out.toString()).contains("Not looked at yet; A deleted instance cannot be restored");
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JsonMapper.builder().build().readTree(text);
    }
}
