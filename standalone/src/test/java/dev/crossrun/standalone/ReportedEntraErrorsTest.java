package dev.crossrun.standalone;

import static dev.crossrun.standalone.ActivityBench.MARK;
import static dev.crossrun.standalone.ActivityBench.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.ActiveCertificate;
import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.Assignment;
import dev.crossrun.activity.EntraActivities.NamedApplication;
import dev.crossrun.activity.EntraActivities.Principal;
import dev.crossrun.activity.EntraActivities.SamlMode;
import dev.crossrun.activity.EntraActivities.SigningCertificate;
import dev.crossrun.activity.EntraActivities.WantedJob;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.run.effect.Presence;
import dev.crossrun.simulator.entra.EntraGroup;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.ContactCenter;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors of Microsoft Graph as public reports quote them, and what Crossrun makes of each. */
class ReportedEntraErrorsTest {
    private static final NamedApplication NAMED =
            new NamedApplication(ContactCenter.TENANT_ID, "Contact center", MARK, false);

    private final ActivityBench bench = new ActivityBench();
    private Assignment agents;

    @BeforeEach
    void anApplicationToAssign() {
        Application application = bench.entra.putApplication(NAMED, Optional.empty());
        EntraGroup group = tenant().groups().get(0);
        agents = new Assignment(application, new Principal("Group", group.id(), group.displayName()));
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    /** microsoftgraph/msgraph-bicep-types, issue 161. */
    @Test
    void whoIsAssignedAlreadyThoughTheListDoesNotShowItYetIsDone() {
        bench.simulator
                .faults()
                .add(answering(
                        "graph:assign",
                        400,
                        "Request_MultipleObjectsWithSameKeyValue",
                        "EntitlementGrant entry already exists."));

        assertThat(bench.entra.assign(List.of(agents))).containsExactly(ItemResult.done());
    }

    /** microsoftgraph/microsoft-graph-docs, issue 20133. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Not a valid reference update.",
                "Permission being assigned was not found on application '5a1c6c1e-0d5b-4a8f-9d0c-3f1f5c7a9b11'",
                "Resource '5a1c6c1e' does not exist or one of its queried reference-property objects are not present."
            })
    void anAssignmentToWhatWasMadeAMomentAgoIsTriedAgain(String message) {
        bench.simulator.faults().add(answering("graph:assign", 400, "Request_BadRequest", message));

        ApplicationFailure refused = failure(() -> bench.entra.assign(List.of(agents)));

        assertThat(refused.getType()).isEqualTo("NOT_READY");
        assertThat(refused.isNonRetryable()).isFalse();
        assertThat(FailureType.error(refused).remedy().orElseThrow())
                .startsWith("Graph does not show everywhere yet what was created a moment ago.");
        assertThat(bench.entra.assign(List.of(agents))).containsExactly(ItemResult.done());
    }

    /** awslabs/aws-iam-identity-center-sync-script, issue 6. */
    @ParameterizedTest
    @ValueSource(strings = {"Unauthorized", "UnknownError", ""})
    void aRefusalOfProvisioningWithATokenThatWorksElsewhereNamesTheMissingPermission(String code) {
        bench.simulator.faults().add(answering("graph:listJobs", 401, code, ""));

        ApplicationFailure refused =
                failure(() -> bench.entra.putJob(new WantedJob(agents.application(), Optional.empty())));

        assertThat(refused.getType()).isEqualTo("NOT_AUTHORIZED");
        assertThat(FailureType.error(refused).remedy().orElseThrow())
                .contains("`Synchronization.ReadWrite.All`")
                .doesNotContain("secret");
    }

    @Test
    void aTokenThatGraphCannotUseIsStillAMatterOfTheSecret() {
        bench.simulator.faults().add(InjectedFault.of("graph:listJobs", Kind.CLOCK_SKEW));

        ApplicationFailure refused =
                failure(() -> bench.entra.putJob(new WantedJob(agents.application(), Optional.empty())));

        assertThat(FailureType.error(refused).remedy().orElseThrow()).contains("client secret or certificate");
    }

    /** hashicorp/terraform-provider-azuread, issue 581. */
    @Test
    void anApplicationThatGraphDeniesToItsMakerAtFirstStaysKnownAndIsMarkedLater() {
        NamedApplication other = new NamedApplication(NAMED.tenantId(), "Another", MARK, false);
        bench.simulator
                .faults()
                .add(InjectedFault.of("graph:updateApplication", Kind.ACCESS_DENIED)
                        .withTimes(2));

        Application made = bench.entra.putApplication(other, Optional.empty());

        ApplicationFailure denied = failure(() -> bench.entra.awaitApplication(made, Optional.of(MARK)));
        assertThat(denied.getType()).isEqualTo("NOT_READY");
        assertThat(FailureType.error(denied).remedy().orElseThrow()).contains("`Application.ReadWrite.OwnedBy`");
        assertThat(bench.entra.putApplication(other, Optional.of(made))).isEqualTo(made);
        bench.entra.awaitApplication(made, Optional.of(MARK));
        assertThat(bench.entra.findApplication(other).presence()).isEqualTo(Presence.OURS);
    }

    @Test
    void aDenialThatLastsAfterTheApplicationIsKnownEverywhereNamesThePermission() {
        bench.simulator
                .faults()
                .add(InjectedFault.of("graph:updateServicePrincipal", Kind.ACCESS_DENIED)
                        .forEver());
        SamlMode mode = new SamlMode(agents.application(), List.of("ops@example.com"));
        assertThat(failure(() -> bench.entra.setSamlMode(mode)).getType()).isEqualTo("NOT_READY");
        bench.later(EntraActivities.PERMITTED);

        ApplicationFailure denied = failure(() -> bench.entra.setSamlMode(mode));

        assertThat(denied.getType()).isEqualTo("NOT_AUTHORIZED");
        assertThat(FailureType.error(denied).remedy().orElseThrow()).contains("`Application.ReadWrite.OwnedBy`");
    }

    /** CISA's baseline for Entra allows certificates of 365 days. */
    @Test
    void aCertificateMadeByHandWithinTheTenantsPolicyIsUsedAfterThePolicyRefusedThreeYears() {
        bench.simulator
                .faults()
                .add(answering(
                        "graph:addTokenSigningCertificate",
                        400,
                        "CredentialInvalidLifetimeAsPerAppPolicy",
                        "Credential lifetime exceeds the max value allowed as per assigned policy"));
        SigningCertificate threeYears =
                new SigningCertificate(agents.application(), bench.now().plus(Duration.ofDays(3 * 365)));
        ApplicationFailure refused = failure(() -> bench.entra.putSigningCertificate(threeYears));
        assertThat(refused.getType()).isEqualTo("INVALID_REQUEST");
        assertThat(FailureType.error(refused).remedy().orElseThrow()).contains("app management policy", "by hand");

        ActiveCertificate byHand = bench.entra.putSigningCertificate(
                new SigningCertificate(agents.application(), bench.now().plus(Duration.ofDays(364))));

        assertThat(bench.entra.putSigningCertificate(threeYears)).isEqualTo(byHand);
    }

    private static InjectedFault answering(String operation, int status, String code, String message) {
        return InjectedFault.answering(operation, status, code, message);
    }

    private EntraTenant tenant() {
        return bench.simulator.world().entra().orElseThrow();
    }
}
