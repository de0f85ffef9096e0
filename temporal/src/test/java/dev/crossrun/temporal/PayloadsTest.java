package dev.crossrun.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.domain.AccountId;
import dev.crossrun.run.Patience;
import dev.crossrun.run.Problem;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.actor.Actor;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PayloadsTest {
    @Test
    void writesValuesAsTextsDurationsAsIso8601AndAbsenceAsNull() throws Exception {
        Patience patience =
                new Patience(Optional.of(Duration.ofDays(1)), Optional.empty(), Optional.empty(), Optional.empty());
        JsonNode tree = Payloads.MAPPER.valueToTree(patience);
        assertThat(tree.path("remind").asText()).isEqualTo("PT24H");
        assertThat(tree.path("escalate").isNull()).isTrue();
        assertThat(Payloads.MAPPER.writeValueAsString(new AccountId("111111111111")))
                .isEqualTo("\"111111111111\"");
        assertThat(Payloads.MAPPER.treeToValue(tree, Patience.class)).isEqualTo(patience);
    }

    @Test
    void readsARecordOfALaterVersion() throws Exception {
        String later = "{\"detail\": \"why\", \"by\": {\"name\": \"kim\", \"issuer\": \"x\", \"shoeSize\": 42}}";
        assertThat(Payloads.MAPPER.readValue(later, Problem.class))
                .isEqualTo(new Problem("why", Optional.of(Actor.listed("kim", "x"))));
    }

    @Test
    void registersSearchAttributesOnceAndForAll() {
        try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance()) {
            SearchAttributes.register(temporal.getWorkflowClient());
            SearchAttributes.register(temporal.getWorkflowClient());
            assertThat(RunAttributes.ALL).hasSize(6);
        }
    }
}
