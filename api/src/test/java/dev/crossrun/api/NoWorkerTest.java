package dev.crossrun.api;

import static dev.crossrun.api.ApiFixture.input;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.api.ApiFixture.Reply;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NoWorkerTest {
    @Test
    void startsARunThatNoWorkerTakesYetAndSaysThatTheRequestIsSafeToSendAgain() {
        try (ApiFixture crossrun = new ApiFixture(false)) {
            CompletableFuture<Reply> starting = CompletableFuture.supplyAsync(
                    () -> crossrun.post("kim", ApiTest.START, input("early"), "Idempotency-Key", "k"));
            ApiFixture.await(() -> !crossrun.get("ann", "/v1/runs").at("/items").isEmpty());
            Reply again = crossrun.post("kim", "/v1/runs/errand.early/abort", "{\"effects\": \"LEAVE\"}");
            Reply started = starting.join();
            assertThat(started.status()).isEqualTo(503);
            assertThat(started.at("/detail").asText()).contains("No worker", "safe to send again");
            assertThat(again.status()).isEqualTo(503);
            Reply listed = crossrun.get("ann", "/v1/runs");
            assertThat(listed.at("/items/0/name").asText()).isEqualTo("early");
            assertThat(listed.at("/items/0/status").asText()).isEqualTo("PLANNING");
            assertThat(listed.at("/items/0/requestedBy/name").asText()).isEqualTo("kim");
        }
    }
}
