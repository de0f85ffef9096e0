package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.standalone.temporal.InMemoryTemporal;
import dev.crossrun.temporal.PayloadKeys;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A whole run and its undo where payloads are encrypted. */
@Timeout(240)
class EncryptedRunTest {
    /** What docs/security.md lists as readable, as well as the ids of steps. */
    private static final Set<String> READABLE = Set.of(
            "connect-federation", "contact-center-prod", "kim@example.com", "111111111111", "222222222222", "crossrun");

    @Test
    void nothingThatPeopleReadIsInTheClearInTemporal() throws Exception {
        PayloadKeys keys = PayloadKeys.generate();
        try (InMemoryTemporal temporal = new InMemoryTemporal(keys)) {
            Set<String> texts = new TreeSet<>();
            texts(JsonMapper.builder().build().readTree(FederationRun.example()), texts);
            Set<String> steps = new TreeSet<>();
            List<String> runs;
            try (Site site = site(temporal);
                    FederationRun run = site.run(FederationRun.example())) {
                run.simulator
                        .faults()
                        .add(InjectedFault.answering("iam:CreateRole", 400, "AccessDenied", "ada may not do it"));
                run.simulator.faults().add(InjectedFault.of("iam:CreatePolicy", Kind.THROTTLED));
                run.approve();
                run.submit(WholeRun.APPLICATION, run.addApplication(WholeRun.APPLICATION));
                String decision = "federation-role.decision.1";
                texts(run.task(decision), texts);
                assertThat(texts.toString()).contains("ada may not do it");
                run.answer(run.sam, decision, FederationRun.object("retry").put("comment", "allowed it for Ada"));
                run.mapAgain("application-settings.human-step.1");
                run.signIn(FederationRun.ADA);
                run.confirmSignIn("sign-in.human-step.1", FederationRun.ADA);
                assertThat(run.ended().path("status").asText()).isEqualTo("SUCCEEDED");
                FederationRun undo = run.startUndo();
                assertThat(undo.undo().path("status").asText()).isEqualTo("UNDONE");
                runs = List.of(workflowId(run), workflowId(undo));
                steps.add("preflight");
                run.view()
                        .path("steps")
                        .forEach(step -> steps.add(step.path("id").asText()));
                texts(run.kim.get(run.path + "/record"), texts);
                texts(run.kim.get(undo.path + "/record"), texts);
            }

            InTemporal everything = new InTemporal(temporal.client());

            assertThat(everything.size()).isGreaterThan(200);
            assertThat(texts.toString()).doesNotContain("FROM_ELSEWHERE");
            assertThat(texts).hasSizeGreaterThan(100).contains(FederationRun.ADA, "allowed it for Ada");
            texts.removeAll(steps);
            assertThat(everything.readable(texts)).containsExactlyInAnyOrderElementsOf(READABLE);

            for (String id : runs) {
                Replay.of(temporal.client().fetchHistory(id), temporal.client().getOptions());
            }
        }
    }

    private static String workflowId(FederationRun run) {
        return run.view().at("/temporal/workflowId").asText();
    }

    private static Site site(InMemoryTemporal temporal) {
        ServiceTime time = ServiceTime.of(temporal);
        SimulatorSettings settings = SimulatorSettings.defaults().withClock(temporal.clock());
        return Site.of(Stack.on(temporal.client(), settings, new SkippedPace(time)), time);
    }

    /** Names, sentences, addresses and ids; not the words of enumerations, and no times. */
    private static void texts(JsonNode node, Set<String> found) {
        if (node.isTextual() && node.asText().length() >= 8 && !node.asText().matches("[A-Z_]+|[0-9]{4}-[0-9:.TZ-]+")) {
            found.add(node.asText());
        }
        node.forEach(child -> texts(child, found));
    }
}
