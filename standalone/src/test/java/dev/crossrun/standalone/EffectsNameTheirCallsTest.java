package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.world.ContactCenter;
import java.io.UncheckedIOException;
import java.time.Duration;
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
            whole.upToSource();
            whole.run.askForUndo();
            assertThat(whole.run.undo().path("status").asText()).isEqualTo("UNDONE");
            List<JsonNode> effects = effects(whole.run.kim, whole.run.path);
            assertThat(effects)
                    .hasSizeGreaterThanOrEqualTo(10)
                    .allSatisfy(effect -> assertThat(effect.path("changes")).isNotEmpty());
            assertThat(operations(effects, "policy/AmazonConnectFederation"))
                    .containsExactly("iam:CreatePolicy", "iam:DeletePolicy");
            Map<String, String> trail = trail(whole.run.simulator);
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

    @Test
    void theKeeperOfALeaseSaysWhichCallsGaveAndRemovedIt() {
        try (AccessRun run = new AccessRun(AccessRun.request()).approved().given()) {
            run.answer(run.kim, "window.offer.1", AccessRun.action("end").put("reason", "solved"));
            run.awaitStepAfter("revoke", Duration.ofMinutes(1));
            List<JsonNode> effects = effects(run.kim, run.path);
            assertThat(effects)
                    .hasSize(2)
                    .allSatisfy(effect -> assertThat(effect.path("changes").findValuesAsText("operation"))
                            .containsExactly("sso:CreateAccountAssignment", "sso:DeleteAccountAssignment"));
            assertThat(trail(run.simulator()))
                    .containsKeys(calls(effects)
                            .map(call -> call.path("requestId").asText())
                            .toArray(String[]::new));
        }
    }

    private static List<JsonNode> effects(ApiClient api, String run) {
        return api.get(run + "/record").findValues("effects").stream()
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
    private static Map<String, String> trail(Simulator simulator) {
        return Stream.of(ContactCenter.CONNECT_ACCOUNT, ContactCenter.MANAGEMENT_ACCOUNT)
                .flatMap(account -> simulator.world().trail().recorded(account).stream())
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
