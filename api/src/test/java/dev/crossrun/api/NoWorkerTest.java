package dev.crossrun.api;

import static dev.crossrun.api.ApiFixture.input;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.api.ApiFixture.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NoWorkerTest {
    private static ApiFixture crossrun;

    @BeforeAll
    static void open() {
        crossrun = new ApiFixture(false);
    }

    @AfterAll
    static void close() {
        crossrun.close();
    }

    @Test
    void startsARunThatNoWorkerTakesYetAndSaysThatTheRequestIsSafeToSendAgain() {
        Reply started = crossrun.post("kim", ApiTest.START, input("early"), "Idempotency-Key", "k");
        assertThat(started.status()).isEqualTo(201);
        assertThat(started.header("Location"))
                .endsWith("/v1/runs/" + started.at("/id").asText());
        assertThat(started.at("/status").asText()).isEqualTo("PLANNING");
        Reply refused = crossrun.post("kim", "/v1/runs/errand.early/abort", "{\"effects\": \"LEAVE\"}");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.at("/code").asText()).isEqualTo("NO_WORKER");
        assertThat(refused.at("/detail").asText()).contains("No worker", "safe to send again");
        Reply listed = crossrun.get("ann", "/v1/runs?name=early");
        assertThat(listed.at("/items/0/name").asText()).isEqualTo("early");
        assertThat(listed.at("/items/0/status").asText()).isEqualTo("PLANNING");
        assertThat(listed.at("/items/0/requestedBy/name").asText()).isEqualTo("kim");
    }

    @Test
    void givesTheRunOfTheSameRequestThatNoWorkerHasTakenYet() {
        Reply started = crossrun.post("kim", ApiTest.START, input("again"), "Idempotency-Key", "same");
        Reply again = crossrun.post("kim", ApiTest.START, input("again"), "Idempotency-Key", "same");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.at("/id").asText()).isEqualTo(started.at("/id").asText());
        assertThat(again.at("/status").asText()).isEqualTo("PLANNING");
    }

    @Test
    void showsTheLastKnownStateOfATerminatedRunThatAnswersNoQuery() {
        String run = crossrun.start("terminated");
        crossrun.temporal
                .getWorkflowClient()
                .newUntypedWorkflowStub("errand.terminated")
                .terminate("enough");
        Reply shown = crossrun.get("ann", run);
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.at("/status").asText()).isEqualTo("ABORTED");
        assertThat(shown.at("/problem/detail").asText()).isEqualTo("Ended in Temporal: TERMINATED");
        assertThat(shown.at("/requestedBy/name").asText()).isEqualTo("kim");
        assertThat(shown.at("/closedAt").isNull()).isFalse();
        for (String part : List.of("/plan", "/tasks/some")) {
            Reply refused = crossrun.get("ann", run + part);
            assertThat(refused.status()).as(part).isEqualTo(503);
            assertThat(refused.at("/detail").asText())
                    .as(part)
                    .startsWith("The run was ended in Temporal, and its workflow answers no more.");
        }
    }
}
