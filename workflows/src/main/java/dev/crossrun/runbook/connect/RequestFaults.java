package dev.crossrun.runbook.connect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.domain.Fault;
import dev.crossrun.domain.Region;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.runbook.connect.ConnectFederationRequest.Entra;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * What a JSON Schema cannot say about a request: how its parts fit together. Reads a
 * document that may be wrong in every other way, so that all faults of a request are reported at once.
 */
final class RequestFaults {
    private static final int MOST_AGENTS = 2_000;

    /**
     * Each is looked for, made and, by an undo, looked at and undone by calls of its own, with up to 36 events of the 51,200 that
     * Temporal lets a run have ("Temporal Platform limits").
     */
    private static final int MOST_GRANTS = 800;

    /** Lists find a run by its accounts: a search attribute of Temporal holds 2 KiB. */
    private static final int MOST_ACCOUNTS = 100;

    private static final int MOST_SECURITY_PROFILES = 10;

    private final JsonNode request;
    private final List<Fault> faults = new ArrayList<>();

    private RequestFaults(JsonNode request) {
        this.request = request;
    }

    static List<Fault> of(JsonNode request) {
        RequestFaults check = new RequestFaults(request);
        check.regions();
        check.variant();
        check.certificate();
        check.instance();
        check.agents();
        check.grants();
        check.adoptions();
        return List.copyOf(check.faults);
    }

    private void regions() {
        for (String pointer : List.of("/identityCenter/region", "/connect/region")) {
            Region.unusable(request.at(pointer).asText()).ifPresent(why -> add(pointer, why));
        }
    }

    private void variant() {
        boolean already = "already-entra"
                .equals(request.at("/identityCenter/identitySource").asText());
        boolean switches =
                "switch".equals(request.at("/identityCenter/identitySource").asText());
        boolean named = request.at("/entra").hasNonNull("applicationId");
        if (already && !named) {
            add(
                    "/entra/applicationId",
                    "is needed with identitySource already-entra: the id of the application in use");
        }
        if (switches && named) {
            add("/entra/applicationId", "leave it out with identitySource switch: the run makes an application");
        }
        boolean assigns = !request.at("/entra/assign/groups").isEmpty()
                || !request.at("/entra/assign/users").isEmpty();
        if (switches && !assigns) {
            add("/entra/assign", "is needed with identitySource switch: the groups or users who may sign in");
        }
    }

    private void certificate() {
        JsonNode days = request.at("/entra/certificateDays");
        if (days.isNumber()
                && (days.doubleValue() < Entra.LEAST_CERTIFICATE_DAYS
                        || days.doubleValue() > Entra.MOST_CERTIFICATE_DAYS)) {
            add(
                    "/entra/certificateDays",
                    "must be " + Entra.LEAST_CERTIFICATE_DAYS + " to " + Entra.MOST_CERTIFICATE_DAYS + " days, not "
                            + days.asText());
        }
    }

    private void instance() {
        boolean id = request.at("/connect").hasNonNull("instanceId");
        boolean alias = request.at("/connect").hasNonNull("instanceAlias");
        if (id && alias) {
            add("/connect/instanceAlias", "leave it out: instanceId names an existing instance");
        } else if (!id && !alias && request.at("/connect").isObject()) {
            add(
                    "/connect/instanceId",
                    "is missing: the id of an existing SAML instance, or instanceAlias for a new one");
        }
    }

    /** An agent who may have to be made needs a name and profiles, all of it or nothing. */
    private void profiles(String pointer, JsonNode agent) {
        boolean isNew = request.at("/connect").hasNonNull("instanceAlias");
        boolean any = isNew
                || agent.hasNonNull("routingProfile")
                || !agent.path("securityProfiles").isEmpty();
        if (!any || !agent.isObject()) {
            return;
        }
        for (String field : List.of("firstName", "lastName", "routingProfile")) {
            if (!agent.hasNonNull(field)) {
                add(pointer + "/" + field, "is needed to make the agent in Connect");
            }
        }
        int count = agent.path("securityProfiles").size();
        if (count < 1 || count > MOST_SECURITY_PROFILES) {
            add(
                    pointer + "/securityProfiles",
                    "must be 1 to " + MOST_SECURITY_PROFILES + " profiles to make the agent in Connect, not " + count);
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
            profiles("/agents/" + i, agents.get(i));
            Integer earlier = username.isEmpty() ? null : first.putIfAbsent(username, i);
            if (earlier != null) {
                add("/agents/" + i + "/username", "is the same as that of agent " + earlier + ": " + username);
            }
        }
    }

    /** The grants that the run makes one by one; a group is one grant. */
    private void grants() {
        List<String> accounts = StreamSupport.stream(
                        request.at("/accountAccess").spliterator(), false)
                .flatMap(
                        access -> StreamSupport.stream(access.path("accountIds").spliterator(), false))
                .map(JsonNode::asText)
                .toList();
        int different = Set.copyOf(accounts).size();
        if (different > MOST_ACCOUNTS) {
            add(
                    "/accountAccess",
                    "names " + different + " accounts, of which there may be " + MOST_ACCOUNTS
                            + ": name fewer in each of several runs");
        }
        int toApplication = request.hasNonNull("applicationAccess")
                ? members("/applicationAccess")
                : request.at("/agents").size();
        Map<String, Integer> counts = new TreeMap<>(Map.of(
                "/applicationAccess",
                toApplication,
                "/entra/assign",
                members("/entra/assign"),
                "/accountAccess",
                accounts.size()));
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        if (all > MOST_GRANTS) {
            String most = Collections.max(counts.entrySet(), Map.Entry.comparingByValue())
                    .getKey();
            add(
                    most,
                    "asks for " + counts.get(most) + " of " + all
                            + " grants that are made one by one, of which there may be " + MOST_GRANTS
                            + ": name a group in place of its members, or fewer accounts in each of several runs");
        }
    }

    private int members(String pointer) {
        return request.at(pointer).path("groups").size()
                + request.at(pointer).path("users").size();
    }

    private void adoptions() {
        List<String> adoptable = ConnectFederation.RUNBOOK.steps().stream()
                .filter(StepDefinition::adoptable)
                .map(StepDefinition::id)
                .toList();
        JsonNode adopt = request.at("/adopt");
        for (int i = 0; i < adopt.size(); i++) {
            if (!adoptable.contains(adopt.get(i).asText())) {
                add("/adopt/" + i, "names no step whose thing can be adopted: one of " + String.join(", ", adoptable));
            }
        }
    }

    private void add(String pointer, String detail) {
        faults.add(new Fault(pointer, detail));
    }
}
