package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.entra.EntraApplication;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.entra.ServicePrincipal;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.NewCompany;
import dev.crossrun.simulator.world.Seed;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a run sets on an application of Entra that it adopts, and what an undo makes of that. */
@Timeout(120)
class AdoptedSignOnTest {
    private static final String STEP = "entra-saml-mode";
    private static final List<String> OLD = List.of("old-admin@example.com", "ops@example.com");

    @Test
    void anUndoRestoresTheModeAndTheEmailsThatWereThereBefore() {
        try (WholeRun whole = adopting(Optional.of("password"), OLD)) {
            assertThat(principal(whole).singleSignOnMode()).contains("saml");
            assertThat(principal(whole).notificationEmails()).containsExactly("sso-admins@example.com");
            whole.run.askForUndo();
            assertThat(whole.run.undoItem(STEP).path("action").asText()).isEqualTo("UNDO");
            JsonNode view = whole.run.undo();
            assertThat(view.path("status").asText()).isEqualTo("UNDONE");
            assertThat(principal(whole).singleSignOnMode()).contains("password");
            assertThat(principal(whole).notificationEmails()).containsExactlyInAnyOrderElementsOf(OLD);
            assertThat(FederationRun.step(view, STEP).path("status").asText()).isEqualTo("UNDONE");
        }
    }

    @Test
    void anUndoTakesAwayAModeThatWasNotSetBefore() {
        try (WholeRun whole = adopting(Optional.empty(), List.of())) {
            whole.run.askForUndo();
            whole.run.undo();
            assertThat(principal(whole).singleSignOnMode()).isEmpty();
            assertThat(principal(whole).notificationEmails()).isEmpty();
        }
    }

    @Test
    void anUndoKeepsWhatSomebodyHasChangedSince() {
        try (WholeRun whole = adopting(Optional.of("password"), OLD)) {
            ServicePrincipal changed = principal(whole).withNotificationEmails(List.of("new-admin@example.com"));
            whole.entra().servicePrincipals().put(changed.id(), changed);
            whole.run.askForUndo();
            assertThat(whole.run.undoItem(STEP).path("action").asText()).isEqualTo("KEEP");
            assertThat(whole.run.undoItem(STEP).path("reason").asText())
                    .contains("was changed by somebody else since: its mode or its notification e-mail addresses");
            JsonNode view = whole.run.undo();
            assertThat(principal(whole).singleSignOnMode()).contains("saml");
            assertThat(principal(whole).notificationEmails()).containsExactly("new-admin@example.com");
            assertThat(FederationRun.step(view, STEP).path("status").asText()).isEqualTo("KEPT");
        }
    }

    @Test
    void anUndoLeavesASignOnThatWasAsWantedBefore() {
        try (WholeRun whole = adopting(Optional.of("saml"), List.of("sso-admins@example.com"))) {
            whole.run.askForUndo();
            assertThat(whole.run.undoItem(STEP).path("action").asText()).isEqualTo("KEEP");
            assertThat(whole.run.undoItem(STEP).path("state").asText()).isEqualTo("ADOPTED");
            whole.run.undo();
            assertThat(principal(whole).singleSignOnMode()).contains("saml");
            assertThat(principal(whole).notificationEmails()).containsExactly("sso-admins@example.com");
        }
    }

    /** A run of the example that adopts an application which somebody set up like this, as far as it goes by itself. */
    private static WholeRun adopting(Optional<String> mode, List<String> emails) {
        Seed seed = world -> {
            new NewCompany().plant(world);
            EntraTenant tenant = world.entra().orElseThrow();
            EntraApplication application =
                    tenant.create(EntraTenant.IDENTITY_CENTER_TEMPLATE, "Sign-in", List.of(ContactCenter.CLIENT_ID));
            ServicePrincipal principal = tenant.principalOf(application)
                    .orElseThrow()
                    .withSingleSignOnMode(mode)
                    .withNotificationEmails(emails);
            tenant.servicePrincipals().put(principal.id(), principal);
        };
        WholeRun whole = new WholeRun(seed, request -> {
            request.putArray("adopt").add("entra-application");
            ((ObjectNode) request.get("entra")).put("applicationName", "Sign-in");
        });
        whole.run.approve();
        whole.run.task(WholeRun.METADATA);
        for (String step : List.of(STEP, "entra-assignments", "entra-metadata", "connect-agents")) {
            whole.run.awaitStep(step, "DONE");
        }
        return whole;
    }

    private static ServicePrincipal principal(WholeRun whole) {
        return whole.entra().servicePrincipals().all().get(0);
    }
}
