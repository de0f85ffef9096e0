package dev.crossrun.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InevitableTest {
    @Test
    void isTheLongestPathThroughTheDelaysOfTheSteps() throws IOException {
        JsonNode steps = new ObjectMapper().readTree("""
                [{"id": "connect-instance", "dependsOn": []},
                 {"id": "identity-source", "dependsOn": []},
                 {"id": "connect-application", "dependsOn": ["connect-instance", "identity-source"]},
                 {"id": "sign-in", "dependsOn": ["connect-application"]},
                 {"id": "outcome", "dependsOn": ["sign-in"]}]""");
        Inevitable delays = new Inevitable(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(10));
        assertThat(delays.of(steps)).isEqualTo(Duration.ofSeconds(16));
        assertThat(new Inevitable(Duration.ZERO, Duration.ofSeconds(20), Duration.ofSeconds(10)).of(steps))
                .isEqualTo(Duration.ofSeconds(40));
    }
}
