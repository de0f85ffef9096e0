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

    @Test
    void anUndoSaysOnceWhyItKeepsSeveralResourcesAndUndoesInItsOrder() throws JsonProcessingException {
        JsonNode undo = json("""
                {"items": [
                  {"step": "agents", "action": "UNDO", "state": "CREATED", "effect": "grace", "warning": "Settings are lost."},
                  {"step": "agents", "action": "UNDO", "state": "CREATED", "effect": "ada", "warning": "Settings are lost."},
                  {"step": "job", "action": "KEEP", "state": "CREATED", "effect": "Provisioning job", "reason": "It is in use."},
                  {"step": "role", "action": "UNDO", "state": "CREATED", "effect": "Role"},
                  {"step": "source", "action": "KEEP", "effect": "Identity source", "reason": "No API does it."},
                  {"step": "group", "action": "KEEP", "state": "CREATED", "effect": "Group", "reason": "It is in use."}]}
                """);
        StringWriter out = new StringWriter();
        new UndoText(undo).print(new PrintWriter(out, true));
        assertThat(out.toString()).isEqualTo("""
                ACTION  STEP    STATE    EFFECT
                UNDO    agents  CREATED  grace
                UNDO    agents  CREATED  ada
                      Settings are lost.
                UNDO    role    CREATED  Role
                KEEP    job     CREATED  Provisioning job
                KEEP    group   CREATED  Group
                      It is in use.
                KEEP    source           Identity source
                      No API does it.
                """);
    }

    @Test
    void aLineThatIsCutSaysSo() throws JsonProcessingException {
        JsonNode run = json("""
                {"status": "RUNNING", "summary": "One.\\nTwo.",
                 "steps": [{"id": "role", "status": "DONE", "detail": "The role\\nand more"}]}""");
        RunText text = new RunText(run, Instant.EPOCH);
        assertThat(text.steps()).singleElement().asString().endsWith("The role …");
        assertThat(text.status()).isEqualTo("RUNNING: One. …");
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JsonMapper.builder().build().readTree(text);
    }
}
