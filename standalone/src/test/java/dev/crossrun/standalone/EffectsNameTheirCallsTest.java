package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crossrun.simulator.world.ContactCenter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The record of a run leads from each effect to the provider's own log. */
@Timeout(120)
class EffectsNameTheirCallsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void eachEffectNamesTheCallsThatMadeAndRemovedItAsTheLogsOfAwsAndGraphDo() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run.approve();
            whole.handInMetadata();
            whole.run.task(WholeRun.SOURCE);
            whole.run.awaitStep("connect-agents", "DONE");
            whole.run.awaitStep("entra-assignments", "DONE");
            whole.run.askForUndo();
            assertThat(whole.run.undo().path("status").asText()).isEqualTo("UNDONE");
            List<JsonNode> effects = effects(whole.run);
            assertThat(effects)
                    .hasSizeGreaterThanOrEqualTo(10)
                    .allSatisfy(effect -> assertThat(effect.path("changes")).isNotEmpty());
            assertThat(operations(effects, "policy/AmazonConnectFederation"))
                    .containsExactly("iam:CreatePolicy", "iam:DeletePolicy");
            Map<String, String> trail = trail(whole.run);
            assertThat(calls(effects)
                            .filter(call -> call.path("operation").asText().contains(":")))
                    .isNotEmpty()
                    .allSatisfy(call -> assertThat(call.path("operation").asText())
                            .endsWith(":" + trail.get(call.path("requestId").asText())));
            assertThat(calls(effects)
                            .filter(call -> call.path("operation").asText().contains("/")))
                    .isNotEmpty()
                    .allSatisfy(
                            call -> assertThat(call.path("requestId").asText()).isNotEmpty());
        }
    }

    private static List<JsonNode> effects(FederationRun run) {
        return run.kim.get(run.path + "/record").findValues("effects").stream()
                .flatMap(EffectsNameTheirCallsTest::each)
                .filter(effect -> effect.path("state").asText().equals("UNDONE"))
                .toList();
    }

    private static Stream<JsonNode> calls(List<JsonNode> effects) {
        return effects.stream().flatMap(effect -> each(effect.path("changes")));
    }

    private static List<String> operations(List<JsonNode> effects, String name) {
        return calls(effects.stream()
                        .filter(effect -> effect.path("what").asText().endsWith(name))
                        .toList())
                .map(call -> call.path("operation").asText())
                .toList();
    }

    /** The names of CloudTrail's events, by request id. */
    private static Map<String, String> trail(FederationRun run) {
        return Stream.of(ContactCenter.CONNECT_ACCOUNT, ContactCenter.MANAGEMENT_ACCOUNT)
                .flatMap(account -> run.simulator.world().trail().recorded(account).stream())
                .map(event -> tree(event.json()))
                .collect(Collectors.toMap(
                        event -> event.path("requestID").asText(),
                        event -> event.path("eventName").asText()));
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
