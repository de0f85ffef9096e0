package dev.crossrun.runbook.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crossrun.domain.Fault;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestFaultsTest {
    final ObjectMapper mapper = new ObjectMapper();

    @Test
    void findsNothingInTheExamples() throws IOException {
        for (String example : List.of("existing-instance", "contact-center")) {
            assertThat(RequestFaults.of(mapper.readTree(new File("../examples/" + example + ".json"))))
                    .isEmpty();
        }
    }

    @Test
    void tellsAllThatDoesNotFitTogetherAtOnce() throws IOException {
        JsonNode request = mapper.readTree("""
                {"entra": {"provisioning": "scim"},
                 "identityCenter": {"identitySource": "already-entra"},
                 "connect": {"instanceId": "5f0d3c4e-8d7b-4b0e-9c54-2f7c1a9e6b10", "instanceAlias": "acme"},
                 "agents": [{"username": "ada@example.com"}, {"username": "ada@example.com"}],
                 "adopt": ["sign-in"]}
                """);
        assertThat(RequestFaults.of(request))
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder(
                        "/entra/applicationId",
                        "/connect/instanceAlias",
                        "/agents/0/firstName",
                        "/agents/0/lastName",
                        "/agents/0/routingProfile",
                        "/agents/0/securityProfiles",
                        "/agents/1/firstName",
                        "/agents/1/lastName",
                        "/agents/1/routingProfile",
                        "/agents/1/securityProfiles",
                        "/agents/1/username",
                        "/adopt/0");
    }

    @Test
    void wantsToKnowWhoMaySignInWhenTheIdentitySourceChanges() throws IOException {
        JsonNode request = mapper.readTree("""
                {"entra": {"applicationId": "17cad0e7-cd2b-4e51-a75d-ba810f3e4045"},
                 "identityCenter": {"identitySource": "switch"},
                 "connect": {"instanceId": "5f0d3c4e-8d7b-4b0e-9c54-2f7c1a9e6b10"},
                 "agents": [{"username": "ada@example.com"}]}
                """);
        assertThat(RequestFaults.of(request))
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder("/entra/applicationId", "/entra/assign");
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

    @ParameterizedTest
    @ValueSource(strings = {"us-gov-west-1", "cn-north-1", "us-iso-east-1", "us-isob-east-1", "eusc-de-east-1"})
    void aRegionOfAnotherPartitionIsRefusedAtOnceWhereItStands(String region) throws IOException {
        String request =
                "{\"identityCenter\": {\"region\": \"eu-central-1\"}, \"connect\": {\"region\": \"" + region + "\"}}";
        assertThat(RequestFaults.of(mapper.readTree(request)))
                .filteredOn(fault -> fault.detail().startsWith(region + " is a Region of another partition"))
                .extracting(Fault::pointer)
                .containsExactly("/connect/region");
    }

    @Test
    void takesNoMoreGrantsThanARunsHistoryHolds() throws IOException {
        String agents = "\"agents\": [" + "{},".repeat(800) + "{}]";
        assertThat(RequestFaults.of(mapper.readTree("{" + agents + "}")))
                .contains(new Fault(
                        "/applicationAccess",
                        "asks for 801 of 801 grants that are made one by one, of which there may be 800: name a group in"
                                + " place of its members, or fewer accounts in each of several runs"));
        assertThat(RequestFaults.of(mapper.readTree("{" + agents + ", \"applicationAccess\": {\"groups\": [\"A\"]}}")))
                .extracting(Fault::pointer)
                .doesNotContain("/applicationAccess");
        String accounts = "\"accountAccess\": [{\"accountIds\": [" + "1,".repeat(800) + "1]}]";
        assertThat(RequestFaults.of(mapper.readTree("{" + accounts + "}")))
                .extracting(Fault::pointer)
                .contains("/accountAccess");
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "1096", "0", "-365", "1e400"})
    void aCertificateIsValidFor31DaysToThreeYears(String days) throws IOException {
        assertThat(RequestFaults.of(mapper.readTree("{\"entra\": {\"certificateDays\": " + days + "}}")))
                .extracting(Fault::pointer)
                .contains("/entra/certificateDays");
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 365, 1095})
    void aCertificateMayBeValidForAsLongAsAPolicyOfTheTenantAllows(int days) throws IOException {
        assertThat(RequestFaults.of(mapper.readTree("{\"entra\": {\"certificateDays\": " + days + "}}")))
                .extracting(Fault::pointer)
                .doesNotContain("/entra/certificateDays");
    }

    @Test
    void takesNoMoreAccountsThanALookForARunHolds() throws IOException {
        String accounts = IntStream.range(0, 101)
                .mapToObj(number -> "\"%012d\"".formatted(number))
                .collect(Collectors.joining(","));
        assertThat(RequestFaults.of(mapper.readTree("{\"accountAccess\": [{\"accountIds\": [" + accounts + "]}]}")))
                .contains(new Fault(
                        "/accountAccess",
                        "names 101 accounts, of which there may be 100: name fewer in each of several runs"));
    }

    @Test
    void survivesADocumentThatIsNoRequest() throws IOException {
        assertThat(RequestFaults.of(mapper.readTree("[1, 2]"))).isEmpty();
    }
}
