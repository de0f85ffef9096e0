package dev.crossrun.runbook.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.ConnectActivities.Profiles;
import dev.crossrun.activity.ConnectActivities.User;
import dev.crossrun.activity.ConnectActivities.Users;
import dev.crossrun.engine.Preflight;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.Finding.Severity;
import dev.crossrun.runbook.connect.ConnectFederationRequest.Agent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the agents of a request would be as users of the instance, and what their security profiles permit. */
final class AgentChanges {
    /**
     * Who may change users or security profiles can take every other right (Amazon Connect Administrator Guide, "List of
     * security profile permissions").
     */
    private static final List<String> ADMINISTRATION = List.of(
            "Users.Create", "Users.Edit", "Users.EditPermission", "SecurityProfiles.Create", "SecurityProfiles.Edit");

    private final Optional<Profiles> profiles;
    private final Optional<Users> users;
    private final Map<String, User> there = new HashMap<>();
    private final Map<String, String> routingNames = new HashMap<>();
    private final Map<String, String> securityNames = new HashMap<>();

    /** What the plan read of the instance; empty if the instance is not there yet. */
    AgentChanges(Optional<Profiles> profiles, Optional<Users> users) {
        this.profiles = profiles;
        this.users = users;
        users.ifPresent(all -> all.found().forEach(user -> there.put(user.username(), user)));
        profiles.ifPresent(all -> {
            all.routing().forEach((name, id) -> routingNames.put(id, name));
            all.security().forEach((name, id) -> securityNames.put(id, name));
        });
    }

    /** How many of them are users already. */
    long there(List<Agent> agents) {
        return agents.stream()
                .filter(agent -> there.containsKey(agent.username().value()))
                .count();
    }

    /** Each security profile once, then each agent. Who is there already stays as it is. */
    List<Change> of(List<Agent> agents) {
        return Stream.concat(
                        assigned(agents).keySet().stream().map(this::profile),
                        agents.stream().map(this::user))
                .toList();
    }

    private Change user(Agent agent) {
        String resource = "Connect user " + agent.username();
        User user = there.get(agent.username().value());
        return user == null
                ? Change.create(
                        resource,
                        shown(
                                agent.firstName().orElse(""),
                                agent.lastName().orElse(""),
                                agent.routingProfile().orElse(""),
                                agent.securityProfiles()))
                : Change.keep(
                        resource,
                        shown(
                                user.firstName(),
                                user.lastName(),
                                name(routingNames, user.routingProfileId()),
                                user.securityProfileIds().stream()
                                        .map(id -> name(securityNames, id))
                                        .toList()));
    }

    /** The ids are shown where the names were not read. */
    private static String name(Map<String, String> names, String id) {
        return names.getOrDefault(id, id);
    }

    private static JsonNode shown(String first, String last, String routing, List<String> security) {
        ObjectNode shown = JsonNodeFactory.instance
                .objectNode()
                .put("firstName", first)
                .put("lastName", last)
                .put("routingProfile", routing);
        shown.set("securityProfiles", Change.texts(security));
        return shown;
    }

    private Change profile(String name) {
        String resource = "Security profile " + name;
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        return permissions(name)
                .map(all -> Change.keep(resource, shown.set("permissions", Change.texts(all))))
                .orElseGet(() ->
                        Change.create(resource, shown.put("permissions", Change.knownAfter(ConnectInstanceStep.ID))));
    }

    private Optional<List<String>> permissions(String profile) {
        return profiles.flatMap(all -> Optional.ofNullable(all.permissions().get(profile)));
    }

    /** Who would be given each security profile, in the order of the request. */
    private Map<String, List<String>> assigned(List<Agent> agents) {
        Map<String, List<String>> assigned = new LinkedHashMap<>();
        agents.stream()
                .filter(agent -> !there.containsKey(agent.username().value()))
                .forEach(agent -> agent.securityProfiles()
                        .forEach(name -> assigned.computeIfAbsent(name, any -> new ArrayList<>())
                                .add(agent.username().value())));
        return assigned;
    }

    /** Marks security profiles by what they permit, and says where that cannot be read. */
    void findings(Preflight preflight, ConnectAgentsStep step, List<Agent> wanted) {
        Map<String, List<String>> assigned = assigned(wanted);
        if (profiles.isEmpty() && !assigned.isEmpty()) {
            preflight.find(
                    Severity.WARNING,
                    step,
                    "/agents",
                    "The instance does not exist yet, so Crossrun cannot read what its security profiles permit. The request"
                            + " gives: " + Names.some(assigned.keySet()) + ".",
                    "Look at the security profile of each agent in this plan. A new instance has the profile Admin, which"
                            + " permits everything.");
        }
        assigned.forEach((profile, agents) -> permissions(profile)
                .map(all -> all.stream().filter(ADMINISTRATION::contains).toList())
                .filter(rights -> !rights.isEmpty())
                .ifPresent(rights -> preflight.find(
                        Severity.WARNING,
                        step,
                        "/agents",
                        "The security profile " + profile + " has administrator rights: it permits "
                                + String.join(", ", rights) + ". The request gives it to " + Names.some(agents) + ".",
                        "Approve only if " + (agents.size() == 1 ? "this person is" : "these people are")
                                + " to administer the contact center.")));
        Map<String, List<String>> different = new LinkedHashMap<>();
        wanted.forEach(agent -> differs(agent)
                .ifPresent(what -> different
                        .computeIfAbsent(what, any -> new ArrayList<>())
                        .add(agent.username().value())));
        different.forEach((what, agents) -> preflight.find(
                Severity.WARNING,
                step,
                "/agents",
                "There already with " + what + ", other than the request says: " + Names.some(agents)
                        + ". Crossrun leaves these Connect users as they are.",
                "Change them in Amazon Connect, or correct the request."));
    }

    /** What a user who is there has instead of what the request says. */
    private Optional<String> differs(Agent agent) {
        if (users.isEmpty() || profiles.isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(there.get(agent.username().value())).flatMap(user -> {
            List<String> security = user.securityProfileIds().stream()
                    .map(id -> name(securityNames, id))
                    .sorted()
                    .toList();
            String routing = name(routingNames, user.routingProfileId());
            List<String> differences = new ArrayList<>();
            if (!security.equals(agent.securityProfiles().stream().sorted().toList())) {
                differences.add("the security profiles " + String.join(", ", security));
            }
            if (!agent.routingProfile().equals(Optional.of(routing))) {
                differences.add("the routing profile " + routing);
            }
            return differences.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", differences));
        });
    }
}
