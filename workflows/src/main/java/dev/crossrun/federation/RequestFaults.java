package dev.crossrun.federation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.domain.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a JSON Schema cannot say about a request: how its parts fit together, and what this version does not do. Reads a
 * document that may be wrong in every other way, so that all faults of a request are told at once.
 */
final class RequestFaults {
    private static final int MOST_AGENTS = 2_000;

    private final JsonNode request;
    private final List<Fault> faults = new ArrayList<>();

    private RequestFaults(JsonNode request) {
        this.request = request;
    }

    static List<Fault> of(JsonNode request) {
        RequestFaults check = new RequestFaults(request);
        check.variant();
        check.instance();
        check.agents();
        check.adoptions();
        return List.copyOf(check.faults);
    }

    private void variant() {
        boolean already = "already-entra"
                .equals(request.at("/identityCenter/identitySource").asText());
        if (already && request.at("/entra/applicationId").isMissingNode()) {
            add(
                    "/entra/applicationId",
                    "is needed with identitySource already-entra: the id of the application in use");
        }
        if ("switch".equals(request.at("/identityCenter/identitySource").asText())) {
            add(
                    "/identityCenter/identitySource",
                    "this version federates where Entra is the source already: already-entra");
        }
        if ("scim".equals(request.at("/entra/provisioning").asText())) {
            add("/entra/provisioning", "this version does not set up provisioning: none");
        }
        notYet("/entra/assign", "this version does not assign people in Entra: leave it out");
        notYet("/accountAccess", "this version does not assign accounts: leave it out");
    }

    private void instance() {
        boolean id = request.at("/connect").hasNonNull("instanceId");
        boolean alias = request.at("/connect").hasNonNull("instanceAlias");
        if (id && alias) {
            add("/connect/instanceAlias", "leave it out: instanceId names an existing instance");
        } else if (alias) {
            add("/connect/instanceAlias", "this version does not make instances: name an existing one by instanceId");
        } else if (!id && request.at("/connect").isObject()) {
            add("/connect/instanceId", "is missing: the id of an existing SAML instance");
        }
    }

    private void agents() {
        JsonNode agents = request.at("/agents");
        if (agents.isArray() && (agents.isEmpty() || agents.size() > MOST_AGENTS)) {
            add("/agents", "must be 1 to " + MOST_AGENTS + " agents, not " + agents.size());
        }
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < agents.size(); i++) {
            String username = agents.get(i).path("username").asText();
            Integer earlier = username.isEmpty() ? null : first.putIfAbsent(username, i);
            if (earlier != null) {
                add("/agents/" + i + "/username", "is the same as that of agent " + earlier + ": " + username);
            }
        }
    }

    private void adoptions() {
        List<String> adoptable = FederationStep.adoptable().toList();
        JsonNode adopt = request.at("/adopt");
        for (int i = 0; i < adopt.size(); i++) {
            if (!adoptable.contains(adopt.get(i).asText())) {
                add("/adopt/" + i, "names no step whose thing can be adopted: one of " + String.join(", ", adoptable));
            }
        }
    }

    private void notYet(String pointer, String detail) {
        if (!request.at(pointer).isMissingNode() && !request.at(pointer).isEmpty()) {
            add(pointer, detail);
        }
    }

    private void add(String pointer, String detail) {
        faults.add(new Fault(pointer, detail));
    }
}
