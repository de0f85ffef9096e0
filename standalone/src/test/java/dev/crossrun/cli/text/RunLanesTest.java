package dev.crossrun.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunLanesTest {
    static final Instant NOW = Instant.parse("2026-11-24T10:00:10Z");

    @Test
    void putsEachSystemsStepsInAColumnBetweenWhatAllShareAndSaysBelowWhatTheBusyOnesDo() throws Exception {
        JsonNode run = new ObjectMapper().readTree("""
                        {"steps": [
                          {"id": "plan", "system": "ALL", "status": "DONE"},
                          {"id": "idp", "system": "ENTRA", "status": "RUNNING", "startedAt": "2026-11-24T10:00:08Z",
                           "detail": "Waits for the directory"},
                          {"id": "users", "system": "ENTRA", "status": "PENDING"},
                          {"id": "instance", "system": "CONNECT_ACCOUNT", "status": "STUCK"},
                          {"id": "outcome", "system": "ALL", "status": "PENDING"}]}""");
        RunLanes lanes = new RunLanes(run, new RunText(run, NOW));
        List<String> lines = lanes.lines();
        assertThat(lines)
                .map(line -> line.replaceAll(" +", " ").strip())
                .containsExactly(
                        "✓ plan",
                        "ENTRA CONNECT_ACCOUNT",
                        "▸ idp 2.0 s ! instance",
                        "· users",
                        "· outcome",
                        "",
                        "▸ idp RUNNING 2.0 s Waits for the directory",
                        "! instance STUCK");
        assertThat(lines.get(1).indexOf("CONNECT_ACCOUNT"))
                .isEqualTo(lines.get(2).indexOf("! instance"));
        assertThat(lines.subList(0, 5)).allMatch(line -> line.length() <= lanes.width());
    }

    @Test
    void tellsWhatIsBeingTakenBackFromWhatIsYetToCome() throws Exception {
        JsonNode run = new ObjectMapper().readTree("""
                        {"steps": [
                          {"id": "role", "system": "CONNECT_ACCOUNT", "status": "UNDOING", "detail": "Deletes the role"},
                          {"id": "policy", "system": "CONNECT_ACCOUNT", "status": "UNDONE"},
                          {"id": "source", "system": "CONNECT_ACCOUNT", "status": "KEPT"},
                          {"id": "outcome", "system": "ALL", "status": "PENDING"}]}""");
        assertThat(new RunLanes(run, new RunText(run, NOW)).lines())
                .map(line -> line.replaceAll(" +", " ").strip())
                .containsExactly(
                        "CONNECT_ACCOUNT",
                        "◂ role",
                        "↺ policy",
                        "= source",
                        "· outcome",
                        "",
                        "◂ role UNDOING Deletes the role");
    }
}
