package dev.crossrun.runbook.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.run.task.Reason;
import java.io.File;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CorrectionsTest {
    private static final JsonMapper JSON =
            JsonMapper.builder().findAndAddModules().build();

    @Test
    void tellsOfAnAgentWhatItLacksWhereTheInputHasIt() throws IOException {
        ConnectFederationRequest request =
                JSON.readValue(new File("../examples/existing-instance.json"), ConnectFederationRequest.class);
        Checked<Runnable> checked = new Corrections(RunInput.of(request))
                .checkAgents(
                        JSON.readTree(
                                "{\"agents\": [{\"username\": \"grace@example.com\", \"routingProfile\": \"Basic Routing Profile\"}]}"));
        assertThat(checked.reasons())
                .extracting(Reason::pointer)
                .containsExactly(
                        "/input/agents/0/firstName", "/input/agents/0/lastName", "/input/agents/0/securityProfiles");
    }
}
