package dev.crossrun.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.api.run.RequesterAttribute;
import dev.crossrun.api.run.RunClient;
import dev.crossrun.api.run.RunId;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.temporal.PayloadKeys;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HashedRequesterTest {
    @Test
    void temporalGetsAHashOfTheRequestersNameWhereItIsConfigured() throws IOException {
        PayloadKeys keys = PayloadKeys.generate();
        try (ApiFixture crossrun = new ApiFixture(false)) {
            WorkflowClient temporal = crossrun.temporal.getWorkflowClient();
            assertThat(requester(temporal, RequesterAttribute.name(), "plain")).isEqualTo("kim");
            assertThat(requester(temporal, RequesterAttribute.hashed(keys), "hashed"))
                    .matches("[0-9a-f]{64}")
                    .isEqualTo(keys.hashes("kim").get(0));
        }
    }

    /** The search attribute of a run that kim starts. */
    private static String requester(WorkflowClient temporal, RequesterAttribute attribute, String name)
            throws IOException {
        RunId run = new RunClient(temporal, attribute, Clock.systemUTC())
                .start(
                        Errand.RUNBOOK,
                        ApiFixture.JSON.readTree(ApiFixture.input(name)),
                        RunStart.of("errand", name, Actor.listed("kim", "api.yml"), false),
                        Optional.empty());
        return temporal.newUntypedWorkflowStub(run.workflowId())
                .describe()
                .getTypedSearchAttributes()
                .get(RunAttributes.REQUESTER);
    }
}
