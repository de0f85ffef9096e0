package dev.crossrun.runbook.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.engine.CanonicalJson;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.run.task.Reason;
import dev.crossrun.runbook.connect.ConnectFederationRequest.Agent;
import dev.crossrun.runbook.connect.ConnectFederationRequest.Connect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of a request that can be corrected while a step is stuck: names and routing profiles of agents, who is notified,
 * how long the signing certificate is valid, and the alias of an instance that the run creates. Other names of resources,
 * accounts and grants cannot be corrected.
 */
final class Corrections {
    private static final List<String> OF_AN_AGENT = List.of("firstName", "lastName", "routingProfile");

    private final RunInput<ConnectFederationRequest> request;

    Corrections(RunInput<ConnectFederationRequest> request) {
        this.request = request;
    }

    /** Names and routing profiles of agents, by user name. */
    Offer agents() {
        ObjectNode agent = object("username", text());
        OF_AN_AGENT.forEach(name -> agent.withObject("/properties").set(name, text()));
        return Offer.retryWith(object("agents", list(agent)), this::checkAgents);
    }

    Checked<Runnable> checkAgents(JsonNode input) {
        ConnectFederationRequest now = request.get();
        ObjectNode tree = CanonicalJson.tree(now).deepCopy();
        Map<String, Integer> places = new HashMap<>();
        now.agents().forEach(agent -> places.put(agent.username().value(), places.size()));
        List<Agent> agents = new ArrayList<>(now.agents());
        List<Reason> reasons = new ArrayList<>();
        Map<String, String> pointers = new HashMap<>();
        for (int i = 0; i < input.path("agents").size(); i++) {
            JsonNode given = input.path("agents").get(i);
            Integer place = places.get(given.path("username").asText());
            if (place == null) {
                reasons.add(new Reason(
                        "/input/agents/" + i + "/username",
                        "UNKNOWN_AGENT",
                        "is no agent of this run: to add one, start another run"));
            } else {
                pointers.put("/agents/" + place, "/input/agents/" + i);
                agents.set(place, merged(agents.get(place), given));
                OF_AN_AGENT.stream()
                        .filter(given::hasNonNull)
                        .forEach(name -> ((ObjectNode) tree.path("agents").get(place)).set(name, given.get(name)));
            }
        }
        RequestFaults.of(tree).stream()
                .filter(fault -> fault.pointer().startsWith("/agents"))
                .forEach(fault ->
                        reasons.add(new Reason(inInput(fault.pointer(), pointers), "INVALID", fault.detail())));
        return reasons.isEmpty()
                ? Checked.accepted(() -> request.correct(request.get().withAgents(agents)), Map.of())
                : Checked.refused(reasons, Map.of());
    }

    /** The agents of the input are some of the request's, in an order of their own. */
    private static String inInput(String pointer, Map<String, String> places) {
        int field = pointer.lastIndexOf('/');
        return Optional.ofNullable(places.get(pointer.substring(0, field)))
                .map(place -> place + pointer.substring(field))
                .orElse("/input");
    }

    private static Agent merged(Agent agent, JsonNode given) {
        return new Agent(
                agent.username(),
                text(given, "firstName").or(agent::firstName),
                text(given, "lastName").or(agent::lastName),
                text(given, "routingProfile").or(agent::routingProfile),
                agent.securityProfiles());
    }

    /** Who is notified before Entra's certificate expires. */
    Offer notificationEmails() {
        return Offer.retryWith(object("notificationEmails", list(text())), input -> {
            List<String> emails = new ArrayList<>();
            input.path("notificationEmails").forEach(email -> emails.add(email.asText()));
            return Checked.accepted(() -> request.correct(request.get().withNotificationEmails(emails)), Map.of());
        });
    }

    /** How long the signing certificate is valid. */
    Offer certificateDays() {
        ObjectNode days = JsonNodeFactory.instance.objectNode().put("type", "integer");
        return Offer.retryWith(object("certificateDays", days), this::checkCertificateDays);
    }

    private Checked<Runnable> checkCertificateDays(JsonNode input) {
        ObjectNode tree = CanonicalJson.tree(request.get()).deepCopy();
        tree.withObject("/entra").set("certificateDays", input.path("certificateDays"));
        List<Reason> reasons = RequestFaults.of(tree).stream()
                .filter(fault -> fault.pointer().equals("/entra/certificateDays"))
                .map(fault -> new Reason("/input/certificateDays", "INVALID", fault.detail()))
                .toList();
        int days = input.path("certificateDays").asInt();
        return reasons.isEmpty()
                ? Checked.accepted(() -> request.correct(request.get().withCertificateDays(days)), Map.of())
                : Checked.refused(reasons, Map.of());
    }

    /** The alias of the Connect instance, which is unique over all AWS accounts. */
    Offer instanceAlias() {
        ObjectNode alias = text().put("pattern", "^(" + Connect.ALIAS + ")$").put("description", Connect.ALIAS_SAYS);
        return Offer.retryWith(
                object("instanceAlias", alias),
                input -> Checked.accepted(
                        () -> request.correct(request.get()
                                .withInstanceAlias(input.path("instanceAlias").asText())),
                        Map.of()));
    }

    private static Optional<String> text(JsonNode given, String name) {
        return given.hasNonNull(name) ? Optional.of(given.get(name).asText()) : Optional.empty();
    }

    private static ObjectNode object(String required, ObjectNode property) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.putArray("required").add(required);
        schema.putObject("properties").set(required, property);
        return schema.put("additionalProperties", false);
    }

    private static ObjectNode list(ObjectNode item) {
        ObjectNode schema =
                JsonNodeFactory.instance.objectNode().put("type", "array").put("minItems", 1);
        schema.set("items", item);
        return schema;
    }

    private static ObjectNode text() {
        return JsonNodeFactory.instance.objectNode().put("type", "string").put("minLength", 1);
    }
}
