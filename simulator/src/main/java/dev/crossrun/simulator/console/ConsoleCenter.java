package dev.crossrun.simulator.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.SamlApplication;
import dev.crossrun.simulator.world.TrailEntry;
import dev.crossrun.simulator.world.World;

/**
 * Identity Center as its console sees and changes it: always the latest state, and every change in CloudTrail under
 * the name of the console's internal action (Identity Center user guide, "IAM Identity Center information in
 * CloudTrail").
 */
final class ConsoleCenter {

    private final World world;

    ConsoleCenter(World world) {
        this.world = world;
    }

    IdentityCenter center() {
        return world.identityCenter()
                .orElseThrow(() -> new ConsoleException(409, "IAM Identity Center is not enabled"));
    }

    SamlApplication application(ConsoleRequest request) {
        String id = request.parameter("application");
        return center().applications().all().stream()
                .filter(each -> each.instanceId().equals(id) || each.arn().endsWith("/" + id))
                .findFirst()
                .orElseThrow(() -> ConsoleException.notFound("Application " + id));
    }

    void save(SamlApplication application) {
        center().applications().put(application.arn(), application);
    }

    void record(ConsoleRequest request, String eventName, ObjectNode parameters) {
        record(entry(request, eventName, parameters));
    }

    void record(ConsoleRequest request, String eventName, ObjectNode parameters, ObjectNode response) {
        record(entry(request, eventName, parameters).withResponse(response));
    }

    /** An action on the directory, which has an event source of its own. */
    void recordDirectory(ConsoleRequest request, String eventName, ObjectNode parameters) {
        record(TrailEntry.of("sso-directory.amazonaws.com", eventName, Administrator.of(center(), request.user()))
                .withRequest(parameters));
    }

    private TrailEntry entry(ConsoleRequest request, String eventName, ObjectNode parameters) {
        return TrailEntry.of("sso.amazonaws.com", eventName, Administrator.of(center(), request.user()))
                .withRequest(parameters);
    }

    private void record(TrailEntry entry) {
        world.trail().record(center().ownerAccountId(), center().region(), entry);
    }
}
