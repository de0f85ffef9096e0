package dev.crossrun.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crossrun.domain.Fault;
import java.io.File;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RequestFaultsTest {
    final ObjectMapper mapper = new ObjectMapper();

    @Test
    void findsNothingInTheExample() throws IOException {
        JsonNode example = mapper.readTree(new File("../examples/existing-instance.json"));
        assertThat(RequestFaults.of(example)).isEmpty();
    }

    @Test
    void tellsAllThatDoesNotFitTogetherAtOnce() throws IOException {
        JsonNode request = mapper.readTree("""
                {"entra": {"provisioning": "scim", "assign": {"groups": ["x"]}},
                 "identityCenter": {"identitySource": "already-entra"},
                 "connect": {"instanceAlias": "acme"},
                 "agents": [{"username": "ada@example.com"}, {"username": "ada@example.com"}],
                 "accountAccess": [{}],
                 "adopt": ["sign-in"]}
                """);
        assertThat(RequestFaults.of(request))
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder(
                        "/entra/applicationId",
                        "/entra/provisioning",
                        "/entra/assign",
                        "/accountAccess",
                        "/connect/instanceAlias",
                        "/agents/1/username",
                        "/adopt/0");
    }

    @Test
    void wantsAtLeastOneAgentAndAtMostTwoThousand() throws IOException {
        assertThat(RequestFaults.of(mapper.readTree("{\"agents\": []}")))
                .extracting(Fault::detail)
                .contains("must be 1 to 2000 agents, not 0");
        String many = "{\"agents\": [" + "{},".repeat(2_000) + "{}]}";
        assertThat(RequestFaults.of(mapper.readTree(many)))
                .extracting(Fault::detail)
                .contains("must be 1 to 2000 agents, not 2001");
    }

    @Test
    void survivesADocumentThatIsNoRequest() throws IOException {
        assertThat(RequestFaults.of(mapper.readTree("[1, 2]"))).isEmpty();
    }
}
