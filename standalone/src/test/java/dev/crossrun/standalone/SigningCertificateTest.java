package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.EntraActivities;
import dev.crossrun.simulator.entra.EntraApplication;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.entra.ServicePrincipal;
import dev.crossrun.simulator.entra.ServicePrincipal.TokenSigningKey;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.saml.SigningKey;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.NewCompany;
import dev.crossrun.simulator.world.Seed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long the certificate is valid with which Entra signs. */
@Timeout(120)
class SigningCertificateTest {
    private static final String STEP = "entra-signing-certificate";
    private static final String STUCK = STEP + ".decision.1";

    @Test
    void isValidForAsManyDaysAsTheCorrectedRequestSaysWhereThePolicyOfTheTenantRefusesThreeYears() {
        try (WholeRun whole = refusedByPolicy()) {
            assertThat(whole.run.task(STUCK).path("instructions").asText())
                    .contains("app management policy", "`certificateDays`");
            JsonNode refused = whole.refused(() -> whole.run.answer(whole.run.sam, STUCK, corrected(30)));
            assertThat(refused.at("/errors/0/pointer").asText()).isEqualTo("/input/certificateDays");
            assertThat(refused.at("/errors/0/detail").asText()).isEqualTo("must be 31 to 1095 days, not 30");

            whole.run.answer(whole.run.sam, STUCK, corrected(365));

            String approval = STEP + ".approval.1";
            assertThat(whole.run.task(approval).path("instructions").asText())
                    .contains("validUntil: `1095 days after the step begins` → `365 days after the step begins`");
            whole.run.approve(approval);
            whole.run.later(EntraActivities.LISTED);
            whole.run.awaitStep(STEP, "DONE");
            assertThat(keys(whole))
                    .singleElement()
                    .satisfies(key -> assertThat(Duration.between(start(key), end(key)))
                            .isBetween(Duration.ofDays(364), Duration.ofDays(365)));
        }
    }

    @Test
    void oneThatWasAddedByHandIsUsedWithItsOwnEnd() {
        try (WholeRun whole = refusedByPolicy()) {
            whole.run.task(STUCK);
            ServicePrincipal principal = principal(whole);
            EntraTenant tenant = whole.entra();
            Instant end = tenant.now().plus(Duration.ofDays(45));
            tenant.servicePrincipals().put(principal.id(), principal.withKey(key(tenant, end)));

            whole.run.answer(whole.run.sam, STUCK, FederationRun.object("retry"));
            whole.run.later(EntraActivities.LISTED);

            whole.run.awaitStep(STEP, "DONE");
            assertThat(keys(whole)).hasSize(1);
            assertThat(FederationRun.step(whole.run.kim.get(whole.run.path), STEP)
                            .path("detail")
                            .asText())
                    .contains("valid until " + end(keys(whole).get(0)), "expires in less than 60 days");
        }
    }

    @Test
    void thePlanSaysUntilWhenOneThatIsKeptIsValidAndWarnsIfItExpiresSoon() {
        Seed seed = world -> {
            new NewCompany().plant(world);
            EntraTenant tenant = world.entra().orElseThrow();
            EntraApplication application =
                    tenant.create(EntraTenant.IDENTITY_CENTER_TEMPLATE, "Sign-in", List.of(ContactCenter.CLIENT_ID));
            TokenSigningKey key = key(tenant, tenant.now().plus(Duration.ofDays(45)));
            ServicePrincipal principal = tenant.principalOf(application)
                    .orElseThrow()
                    .withKey(key)
                    .withActiveThumbprint(Optional.of(key.thumbprint()));
            tenant.servicePrincipals().put(principal.id(), principal);
        };
        try (WholeRun whole = new WholeRun(seed, request -> {
            request.putArray("adopt").add("entra-application");
            ((ObjectNode) request.get("entra")).put("applicationName", "Sign-in");
        })) {
            whole.run.task("approve-plan.approval.1");
            String end = end(keys(whole).get(0)).toString();
            JsonNode plan = whole.run.kim.get(whole.run.path + "/plan");
            assertThat(plan.path("findings").findValuesAsText("detail"))
                    .contains("The signing certificate of Sign-in expires on " + end + ", in less than 60 days.");
            JsonNode line = StreamSupport.stream(plan.path("steps").spliterator(), false)
                    .filter(step -> step.path("step").asText().equals(STEP))
                    .findFirst()
                    .orElseThrow();
            assertThat(line.path("action").asText()).isEqualTo("KEEP");
            assertThat(line.at("/changes/0/after/validUntil").asText()).isEqualTo(end);
        }
    }

    private static WholeRun refusedByPolicy() {
        WholeRun whole = new WholeRun(request -> {});
        whole.stack
                .simulator()
                .faults()
                .add(InjectedFault.answering(
                        "graph:addTokenSigningCertificate",
                        400,
                        "CredentialInvalidLifetimeAsPerAppPolicy",
                        "Credential lifetime exceeds the max value allowed as per assigned policy"));
        whole.run.approve();
        return whole;
    }

    private static ObjectNode corrected(int days) {
        ObjectNode answer = FederationRun.object("retry");
        answer.putObject("input").put("certificateDays", days);
        return answer;
    }

    private static TokenSigningKey key(EntraTenant tenant, Instant end) {
        SigningKey key = tenant.keys().create("CN=By hand", end);
        return new TokenSigningKey(tenant.ids().uuid(), tenant.ids().uuid(), key);
    }

    private static ServicePrincipal principal(WholeRun whole) {
        return whole.entra().servicePrincipals().all().get(0);
    }

    private static List<TokenSigningKey> keys(WholeRun whole) {
        return principal(whole).keys();
    }

    private static Instant start(TokenSigningKey key) {
        return key.key().certificate().getNotBefore().toInstant();
    }

    private static Instant end(TokenSigningKey key) {
        return key.key().certificate().getNotAfter().toInstant();
    }
}
