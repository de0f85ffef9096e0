package dev.crossrun.runbook.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.crossrun.engine.Procedure;
import dev.crossrun.run.step.Reversibility;
import dev.crossrun.run.step.StepDefinition;
import java.io.File;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectFederationTest {
    @Test
    void everyStepDependsOnStepsBeforeItAlone() {
        Set<String> before = new HashSet<>();
        for (StepDefinition step : ConnectFederation.RUNBOOK.steps()) {
            assertThat(before).containsAll(step.dependsOn());
            before.add(step.id());
        }
    }

    @Test
    void aRunHasTheStepsThatItsRequestAsksFor() throws IOException {
        assertThat(Procedure.catalogue(
                        request("../examples/existing-instance.json"),
                        ConnectFederation.REVISION,
                        ConnectFederation::steps))
                .extracting(StepDefinition::id, StepDefinition::dependsOn)
                .containsExactly(
                        tuple("preflight", List.of()),
                        tuple("approve-plan", List.of("preflight")),
                        tuple("connect-application", List.of("approve-plan")),
                        tuple("saml-provider", List.of("connect-application")),
                        tuple("federation-policy", List.of("approve-plan")),
                        tuple("federation-role", List.of("saml-provider", "federation-policy")),
                        tuple("access-simulation", List.of("federation-role")),
                        tuple("application-settings", List.of("connect-application", "federation-role")),
                        tuple("application-access", List.of("connect-application")),
                        tuple("sign-in", List.of("access-simulation", "application-settings", "application-access")),
                        tuple("outcome", List.of("sign-in")));
        assertThat(Procedure.catalogue(
                        request("../examples/contact-center.json"),
                        ConnectFederation.REVISION,
                        ConnectFederation::steps))
                .as("examples/contact-center.json asks for every step: add the fields that ask for a new one")
                .extracting(StepDefinition::id)
                .containsExactlyElementsOf(ConnectFederation.RUNBOOK.steps().stream()
                        .map(StepDefinition::id)
                        .toList());
    }

    private static ConnectFederationRequest request(String file) throws IOException {
        return JsonMapper.builder()
                .findAndAddModules()
                .build()
                .readValue(new File(file), ConnectFederationRequest.class);
    }

    @Test
    void sayOfEachStepHowItIsUndoneOrWhyNot() {
        assertThat(ConnectFederation.RUNBOOK.steps())
                .allSatisfy(step -> assertThat(step.undo().startsWith("Not undone: "))
                        .as(step.id() + ": " + step.undo())
                        .isEqualTo(step.reversibility() != Reversibility.REVERSIBLE));
    }
}
