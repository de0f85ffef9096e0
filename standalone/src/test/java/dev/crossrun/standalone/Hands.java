package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.standalone.Schedule.Slip;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The administrator's hands on a bad day: they work each console once, slip as drawn, and hand in again what was not taken. */
final class Hands {
    private final BadDay day;
    private final Set<String> mistaken = new HashSet<>();
    private Optional<JsonNode> provisioning = Optional.empty();
    private boolean added;
    private String relayState = "";
    private int signIns;
    private boolean assigned;

    Hands(BadDay day) {
        this.day = day;
    }

    /** Whether they assigned somebody where the API would not. */
    boolean assigned() {
        return assigned;
    }

    /** What Identity Center showed once as the SCIM token, if it did. */
    Optional<String> token() {
        return provisioning.map(enabled -> enabled.path("accessToken").asText());
    }

    /** Does what a task wants; says whether it was taken. */
    boolean work(JsonNode task, String id) {
        return switch (task.path("step").asText()) {
            case "identity-center-metadata" ->
                upload(id, "/_console/identity-source/metadata", "/_console/documents/aws-sign-in");
            case "identity-source" -> changeSource(id);
            case "scim-token" -> enableProvisioning(id);
            case "connect-application" -> addApplication(task, id);
            case "application-settings" -> map(id);
            case "sign-in" -> signIn(id);
            default -> assignByHand(id);
        };
    }

    private boolean upload(String id, String right, String wrong) {
        boolean mistake = slips(Slip.WRONG_DOCUMENT, id);
        byte[] document = day.run.console.download(mistake ? wrong : right);
        return BadDay.tolerant(() -> day.run.sam.upload(
                day.run.path + "/tasks/" + id + "/answer",
                FederationRun.object("submit"),
                "metadata.xml",
                document,
                Optional.empty()));
    }

    private boolean changeSource(String id) {
        if (mistaken.add("source")) {
            byte[] metadata = day.run
                    .sam
                    .download(day.run.path + "/artifacts/entra-federation-metadata.xml")
                    .content();
            day.run.console.send(
                    "PUT",
                    "/_console/identity-source",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("metadata", new String(metadata, StandardCharsets.UTF_8))
                            .put("confirmation", "ACCEPT"));
        }
        boolean taken = day.answer(day.run.sam, id, FederationRun.object("confirm"));
        if (!taken) {
            // Such as a change from before Entra knew the reply URLs: it is done again.
            mistaken.remove("source");
        }
        return taken;
    }

    private boolean enableProvisioning(String id) {
        JsonNode enabled = provisioning.orElseGet(
                () -> day.run.console.send("POST", "/_console/provisioning", JsonNodeFactory.instance.objectNode()));
        provisioning = Optional.of(enabled);
        LeakingLogs.watch(enabled.path("accessToken").asText());
        return day.answer(
                day.run.sam,
                id,
                FederationRun.object("submit")
                        .put("endpoint", enabled.path("scimEndpoint").asText())
                        .put("token", enabled.path("accessToken").asText()));
    }

    private boolean addApplication(JsonNode task, String id) {
        if (!added) {
            added = true;
            day.run.addApplication(task);
            relayState = FederationRun.value(task, "Relay state");
            if (slips(Slip.RELAY_STATE_OF_ANOTHER_REGION, "relay state")) {
                day.run.configure("relayState", relayState.replace("eu-central-1", "us-west-2"));
            }
        }
        return upload(id, day.run.application + "/metadata", "/_console/documents/entra-application");
    }

    private boolean map(String id) {
        if (slips(Slip.MAPPING_LEFT_OUT, "mappings")) {
            day.run.map("", FederationRun.ROLE_ARN + "," + FederationRun.PROVIDER_ARN);
        } else {
            day.run.mapRight();
        }
        return day.answer(day.run.sam, id, FederationRun.object("confirm"));
    }

    private boolean slips(Slip slip, String where) {
        return day.schedule.slips().contains(slip) && mistaken.add(where);
    }

    /** Whoever cannot sign in corrects what was set in the console, and in the end gives up. */
    private boolean signIn(String id) {
        if (++signIns > 4) {
            day.abort(day.schedule.givesUp());
            return true;
        }
        JsonNode page = day.run.signIn(FederationRun.ADA);
        ObjectNode answer = page.path("outcome").asText().equals("CONNECT")
                ? FederationRun.object("confirm").put("username", FederationRun.ADA)
                : FederationRun.object("submit").put("error", page.path("page").asText());
        if (!day.answer(day.run.sam, id, answer)) {
            day.run.mapRight();
            day.run.configure("relayState", relayState);
        }
        return true;
    }

    private boolean assignByHand(String id) {
        day.fix();
        assigned = true;
        if (id.startsWith("entra-assignments")) {
            var entra = day.run.world().entra().orElseThrow();
            entra.servicePrincipals()
                    .all()
                    .forEach(principal -> entra.groups().forEach(group -> entra.assign(principal, group)));
        } else {
            day.run.console.send(
                    "POST",
                    day.run.application + "/assignments",
                    JsonNodeFactory.instance.objectNode().put("type", "GROUP").put("name", "Contact Center Agents"));
        }
        return day.answer(day.run.sam, id, FederationRun.object("confirm"));
    }
}
