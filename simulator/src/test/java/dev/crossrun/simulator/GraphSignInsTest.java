package dev.crossrun.simulator;

import static dev.crossrun.simulator.world.ContactCenter.CLIENT_ID;
import static dev.crossrun.simulator.world.ContactCenter.CLIENT_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.simulator.GraphCaller.Answer;
import dev.crossrun.simulator.entra.EntraSamlSignIn;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.world.IdentityCenter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sign-in log of Graph. */
class GraphSignInsTest {
    private static final String LOG = "/auditLogs/signIns";
    private static final Duration DELAY = Duration.ofMinutes(2);

    private final MovableClock clock = new MovableClock();
    private Simulator simulator;
    private GraphCaller graph;

    @BeforeEach
    void start() {
        simulator =
                Simulator.start(SimulatorSettings.defaults().withClock(clock).withDelays(Duration.ZERO, DELAY));
        graph = new GraphCaller(simulator).signIn(CLIENT_ID, CLIENT_SECRET);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void showsASignInSomeMinutesLaterTheLatestFirst() {
        signIn("ada@example.com");
        assertThat(graph.get(LOG).body().path("value")).isEmpty();
        clock.move(DELAY);
        signIn("grace@example.com");
        clock.move(DELAY);

        JsonNode found = graph.get(LOG).body().path("value");

        assertThat(found.findValuesAsText("userPrincipalName")).containsExactly("grace@example.com", "ada@example.com");
        assertThat(found.at("/0/status/errorCode").asInt(-1)).isZero();
        assertThat(found.at("/0/appDisplayName").asText()).isEqualTo("AWS IAM Identity Center");
    }

    @Test
    void filtersByUserApplicationOutcomeAndTimeAndPages() {
        Instant start = clock.instant();
        signIn("ada@example.com");
        clock.move(DELAY);
        signIn("ada@example.com");
        clock.move(DELAY);

        assertThat(filtered("userPrincipalName eq 'ada@example.com' and status/errorCode eq 0"))
                .hasSize(2);
        assertThat(filtered("createdDateTime ge " + start.plusSeconds(1))).hasSize(1);
        assertThat(filtered("createdDateTime le " + start.plusSeconds(1))).hasSize(1);
        assertThat(filtered("appId eq 'other'")).isEmpty();
        JsonNode page = graph.get(LOG + "?$top=1").body();
        assertThat(page.path("value")).hasSize(1);
        assertThat(page.path("@odata.nextLink").asText()).contains("$skiptoken=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$filter=ipAddress eq '::1'",
                "$filter=createdDateTime ge '2026-01-01'",
                "$filter=createdDateTime gt 2026-01-01T00:00:00Z",
                "$filter=createdDateTime ge 2026-13-01T00:00:00Z",
                "$filter=isInteractive eq true",
                "$select=id",
                "$search=\"displayName:ada\"",
                "$count=true",
                "$top=1001"
            })
    void refusesOtherQueryOptions(String option) {
        String name = option.substring(0, option.indexOf('='));
        String value = URLEncoder.encode(option.substring(name.length() + 1), StandardCharsets.UTF_8);
        assertThat(graph.get(LOG + "?" + name + "=" + value).status()).isEqualTo(400);
    }

    @Test
    void refusesAnApplicationWithoutThePermissionAndATenantWithoutALicense() {
        tenant().premium(false);
        Answer unlicensed = graph.get(LOG);
        assertThat(unlicensed.status()).isEqualTo(403);
        assertThat(unlicensed.code()).isEqualTo("Authentication_RequestFromNonPremiumTenantOrB2CTenant");

        tenant().revoke("AuditLog.Read.All");
        Answer unpermitted =
                new GraphCaller(simulator).signIn(CLIENT_ID, CLIENT_SECRET).get(LOG);
        assertThat(unpermitted.status()).isEqualTo(403);
        assertThat(unpermitted.code()).isEqualTo("Authentication_MSGraphPermissionMissing");
        assertThat(unpermitted.message()).contains("AuditLog.Read.All");
    }

    private JsonNode filtered(String filter) {
        return graph.get(LOG + "?$filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8))
                .body()
                .path("value");
    }

    private void signIn(String user) {
        IdentityCenter center = simulator.world().identityCenter().orElseThrow();
        new EntraSamlSignIn(tenant()).respond(center.entityId(), center.acsUrl(), user);
    }

    private EntraTenant tenant() {
        return simulator.world().entra().orElseThrow();
    }
}
