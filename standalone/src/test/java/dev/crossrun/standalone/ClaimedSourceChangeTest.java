package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes on while CloudTrail does not show yet that the identity source was changed. */
@Timeout(120)
class ClaimedSourceChangeTest {
    private static final String UNSEEN = "identity-source.decision.1";

    @Test
    void theTokenAndTheApplicationAreAskedForBeforeTheEvidenceIsThere() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            changedUnseen(whole);
            whole.run.task(WholeRun.TOKEN);
            whole.run.task(WholeRun.APPLICATION);
            assertThat(whole.run.step("identity-source").path("status").asText())
                    .isEqualTo("VERIFYING");
            assertThat(whole.run.step("account-access").path("status").asText()).isEqualTo("PENDING");
        }
    }

    @Test
    void theRunSucceedsOnlyWhenSomebodyGoesOnWithoutTheEvidence() {
        try (WholeRun whole =
                new WholeRun(request -> request.putObject("patience").put("evidence", "PT3S"))) {
            changedUnseen(whole);
            whole.handInToken();
            byte[] metadata = whole.run.addApplication(WholeRun.APPLICATION);
            whole.run.insist("NO_SUCH_APPLICATION", () -> whole.run.submit(WholeRun.APPLICATION, metadata));
            whole.run.task(WholeRun.SETTINGS);
            whole.run.awaitStep("entra-provisioning", "DONE");
            whole.run.task(UNSEEN);
            assertThat(whole.run.view().path("status").asText()).isEqualTo("RUNNING");
            assertThat(whole.run.step("account-access").path("status").asText()).isEqualTo("PENDING");
            whole.run.answer(whole.run.sam, UNSEEN, FederationRun.object("skip").put("reason", "seen in the console"));
            whole.run.awaitStep("account-access", "DONE");
            whole.run.mapRight();
            whole.run.confirm(WholeRun.SETTINGS);
            whole.run.task(WholeRun.SIGN_IN);
            whole.run.signIn(FederationRun.ADA);
            whole.run.confirmSignIn(WholeRun.SIGN_IN, FederationRun.ADA);
            JsonNode view = whole.run.ended();
            assertThat(view.path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(FederationRun.step(view, "identity-source")
                            .at("/evidence/0/state")
                            .asText())
                    .isEqualTo("CLAIMED");
        }
    }

    @Test
    void whoAuthenticatedAnAgentStaysAClaimWhereCloudTrailDoesNotShowItAndTheRunSucceeds() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run
                    .simulator
                    .faults()
                    .add(InjectedFault.of("event:UserAuthentication", Kind.EVENT_MISSING)
                            .forEver());
            JsonNode view = whole.succeed();
            assertThat(view.path("status").asText()).isEqualTo("SUCCEEDED");
            JsonNode signIn = FederationRun.step(view, "sign-in");
            assertThat(signIn.path("detail").asText()).contains("Not proven");
            assertThat(signIn.path("evidence"))
                    .filteredOn(evidence -> evidence.path("state").asText().equals("CLAIMED"))
                    .singleElement()
                    .satisfies(evidence -> assertThat(evidence.path("what").asText())
                            .startsWith(
                                    "Not proven: that an external identity provider authenticated ada@example.com. "));
        }
    }

    @Test
    void entrasSignInLogShowsThatTheAgentSignedInToTheApplicationOfThisRun() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            JsonNode view = whole.succeed();
            assertThat(FederationRun.step(view, "sign-in").path("evidence"))
                    .filteredOn(evidence -> evidence.path("source").asText().equals("ENTRA"))
                    .singleElement()
                    .satisfies(evidence -> {
                        assertThat(evidence.path("state").asText()).isEqualTo("VERIFIED");
                        assertThat(evidence.path("what").asText())
                                .startsWith("Entra signed in ada@example.com to the application ")
                                .contains(whole.entra()
                                        .applications()
                                        .all()
                                        .get(0)
                                        .appId());
                    });
        }
    }

    @Test
    void aSignInLogThatTheWorkerMayNotReadLeavesAClaimThatNamesThePermission() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.entra().revoke("AuditLog.Read.All");
            JsonNode signIn = FederationRun.step(whole.succeed(), "sign-in");
            assertThat(signIn.path("evidence"))
                    .filteredOn(evidence -> evidence.path("state").asText().equals("CLAIMED"))
                    .singleElement()
                    .satisfies(evidence -> assertThat(evidence.path("what").asText())
                            .startsWith("Not read: Entra's sign-in log. ")
                            .contains("`AuditLog.Read.All`"));
            assertThat(signIn.path("detail").asText()).doesNotContain("Not ");
        }
    }

    @Test
    void anAgentWhomEntrasSignInLogDoesNotShowIsNotProven() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.changeToEntra();
            byte[] metadata = whole.run.addApplication(WholeRun.APPLICATION);
            whole.run.insist("NO_SUCH_APPLICATION", () -> whole.run.submit(WholeRun.APPLICATION, metadata));
            whole.run.mapAgain(WholeRun.SETTINGS);
            whole.run.task(WholeRun.SIGN_IN);
            whole.run.signIn(FederationRun.ADA);
            whole.entra()
                    .signIns()
                    .all()
                    .forEach(entry -> whole.entra().signIns().remove(entry.id()));
            whole.run.confirmSignIn(WholeRun.SIGN_IN, FederationRun.ADA);
            JsonNode view = whole.run.ended();
            assertThat(view.path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(FederationRun.step(view, "sign-in").path("detail").asText())
                    .contains("Not proven: that Entra authenticated ada@example.com. Entra's sign-in log shows no");
        }
    }

    @Test
    void aRedoOfTheChangeResetsWhatWasBegunOnTheClaim() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run.approve();
            whole.handInMetadata();
            whole.changeSource();
            whole.run.awaitStep("identity-source", "DONE");
            whole.run.task(WholeRun.TOKEN);
            whole.run.task(WholeRun.APPLICATION);
            whole.run.redo("identity-source");
            whole.run.task("identity-source.human-step.2");
            for (String step : new String[] {"scim-token", "connect-application"}) {
                assertThat(whole.run.step(step).path("status").asText()).isEqualTo("PENDING");
                assertThat(whole.run.step(step).path("round").asInt()).isEqualTo(2);
            }
            assertThat(whole.run
                            .kim
                            .get(whole.run.path + "/tasks/" + WholeRun.TOKEN)
                            .path("state")
                            .asText())
                    .isEqualTo("CLOSED");
        }
    }

    /** Somebody changes the source and says so, and CloudTrail never delivers the event. */
    private static void changedUnseen(WholeRun whole) {
        whole.run
                .simulator
                .faults()
                .add(InjectedFault.of("event:EnableExternalIdPConfigurationForDirectory", Kind.EVENT_MISSING)
                        .forEver());
        whole.run.approve();
        whole.handInMetadata();
        whole.changeSource();
    }
}
