package dev.crossrun.simulator;

import static dev.crossrun.simulator.world.ContactCenter.CONNECT_ACCOUNT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crossrun.simulator.world.Trail;
import java.io.IOException;
import java.util.List;

/** What people's sign-ins left in the Connect account's CloudTrail. */
record SignInEvents(Simulator simulator) {

    /** A person's events in a region, oldest first. */
    List<JsonNode> of(String region, String user) {
        return simulator.world().trail().recorded(CONNECT_ACCOUNT).stream()
                .filter(event -> event.region().equals(region))
                .filter(event -> event.entry().username().equals(user))
                .map(SignInEvents::json)
                .toList();
    }

    private static JsonNode json(Trail.Event event) {
        try {
            return new ObjectMapper().readTree(event.json());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
