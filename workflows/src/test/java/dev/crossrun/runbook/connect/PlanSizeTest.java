package dev.crossrun.runbook.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.domain.Username;
import dev.crossrun.engine.CanonicalJson;
import dev.crossrun.run.plan.Change;
import dev.crossrun.runbook.connect.ConnectFederationRequest.Agent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A plan is never written to history. It travels as the answer of a query, which Temporal limits to 2 MiB. */
class PlanSizeTest {
    private static final int LIMIT = 2 * 1024 * 1024;

    @Test
    void thePlanOfTheLargestRequestFitsIntoTheAnswerOfAQuery() {
        List<Agent> agents = IntStream.range(0, 2_000)
                .mapToObj(i -> new Agent(
                        new Username(String.format("agent-%04d-%s@example.com", i, "x".repeat(40))),
                        Optional.of("F".repeat(40)),
                        Optional.of("L".repeat(40)),
                        Optional.of("R".repeat(60)),
                        List.of("S".repeat(60))))
                .toList();
        List<Change> changes = new ArrayList<>(new AgentChanges(Optional.empty(), Optional.empty()).of(agents));
        agents.forEach(agent -> changes.add(Change.create(
                "User " + agent.username(), "assigned to the application Amazon Connect of IAM Identity Center")));
        IntStream.range(0, 800)
                .forEach(i -> changes.add(Change.create(
                        "Permission set " + "P".repeat(32) + " on 222222222222 for the group " + "G".repeat(60) + i,
                        "assigned")));
        assertThat(changes).hasSize(2_000 + 1 + 2_000 + 800);
        assertThat(CanonicalJson.tree(changes).toString().length()).isLessThan(LIMIT * 3 / 4);
    }
}
