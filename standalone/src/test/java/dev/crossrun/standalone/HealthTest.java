package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.api.health.Health;
import dev.crossrun.api.health.WorkerCheck;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.NewCompany;
import dev.crossrun.standalone.temporal.InMemoryTemporal;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an administrator sees of the parts that runs need. */
@Timeout(60)
class HealthTest {
    private static Site site;

    @BeforeAll
    static void start() {
        site = Site.of(TestStack.start(SimulatorSettings.defaults().withSeed(new NewCompany())));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void namesWhoTheWorkerIsInEachAccountAndItsTenants() {
        JsonNode health = site.sam().get("/v1/health");
        assertThat(health.path("ok").asBoolean()).as(health.toString()).isTrue();
        assertThat(health.at("/worker/ok").asBoolean()).isTrue();
        assertThat(health.path("credentials").findValuesAsText("provider")).contains("AWS", "Entra");
        assertThat(health.path("credentials").findValuesAsText("identity"))
                .contains("arn:aws:sts::222222222222:assumed-role/crossrun/health-check");
    }

    @Test
    void saysWhichCredentialsCannotBeUsedAndWhatWouldFixIt() {
        site.simulator().faults().add(InjectedFault.of("sts:GetCallerIdentity", Kind.ACCESS_DENIED));
        JsonNode health = site.sam().get("/v1/health");
        assertThat(health.path("ok").asBoolean()).isFalse();
        assertThat(health.at("/worker/ok").asBoolean()).isTrue();
        assertThat(health.at("/credentials/0/failure/code").asText()).isEqualTo("AccessDenied");
        assertThat(health.at("/credentials/1/failure").isNull()).isTrue();
    }

    @Test
    void isForAdministratorsOfEveryRun() {
        assertThatThrownBy(() -> site.kim().get("/v1/health")).hasMessageContaining("takes the role ADMINISTRATOR");
    }

    @Test
    void saysThatNoWorkerAnswers() {
        try (InMemoryTemporal idle = new InMemoryTemporal()) {
            Health health = new WorkerCheck(idle.client(), Duration.ofSeconds(1)).now();
            assertThat(health.ok()).isFalse();
            assertThat(health.temporal().ok()).isTrue();
            assertThat(health.worker().problem())
                    .hasValueSatisfying(problem -> assertThat(problem).startsWith("No worker answered within 1 s"));
        }
    }

    @Test
    void saysThatTemporalDoesNotAnswer() {
        InMemoryTemporal gone = new InMemoryTemporal();
        gone.close();
        Health health = new WorkerCheck(gone.client(), Duration.ofSeconds(1)).now();
        assertThat(health.temporal().problem()).contains("Temporal cannot be reached");
    }
}
