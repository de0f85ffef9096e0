package dev.crossrun.standalone;

import dev.crossrun.api.ApiConfiguration;
import dev.crossrun.api.DeskSettings;
import dev.crossrun.api.auth.Grant;
import dev.crossrun.api.auth.OidcSettings;
import dev.crossrun.aws.AwsSettings;
import dev.crossrun.entra.EntraSettings;
import dev.crossrun.run.actor.Role;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.entra.SignInApplication;
import dev.crossrun.simulator.world.ContactCenter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Sign-in at the simulated Entra, for the desk and for REST: a click signs in as anybody, without a password. So it is on loopback
 * only, and only where a run can change nothing real.
 */
final class SimulatedSignIn {
    private static final String CLIENT = "2f1c8a52-2c3c-4a53-9f0c-3f2c0d5f6f11";

    private SimulatedSignIn() {}

    /**
     * Refuses where a click would sign in to something real.
     *
     * @throws IllegalStateException if other machines reach the API or the simulator, or if a provider is not the simulator
     */
    static void require(ApiConfiguration configuration, Simulator simulator, AwsSettings aws, EntraSettings entra) {
        List<URI> simulated = List.of(simulator.endpoint(), simulator.secureEndpoint());
        List<String> faults = new ArrayList<>();
        if (!configuration.listensOnLoopbackOnly()) {
            faults.add("the API listens on more than 127.0.0.1");
        }
        if (!simulator.endpoint().getHost().equals("127.0.0.1")) {
            faults.add("the simulator listens on " + simulator.endpoint().getHost());
        }
        if (!aws.endpointOverride().filter(simulated::contains).isPresent()
                || !simulated.containsAll(aws.endpointOverrides().values())) {
            faults.add("AWS is not the simulator");
        }
        if (!entra.authorityHost().filter(simulated::contains).isPresent()
                || !entra.graphEndpoint().filter(simulated::contains).isPresent()) {
            faults.add("Entra is not the simulator");
        }
        if (!faults.isEmpty()) {
            throw new IllegalStateException(
                    "Sign-in without a password is for a simulated cloud on this machine alone, but "
                            + String.join(", ", faults));
        }
    }

    /** Registers the desk at {@code port} of loopback there, and the people with their roles. */
    static void set(
            ApiConfiguration configuration, Simulator simulator, People people, Optional<Path> sessionKeys, int port) {
        DeskSettings desk = new DeskSettings(
                URI.create("http://127.0.0.1:" + port),
                CLIENT,
                UUID.randomUUID().toString(),
                sessionKeys,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new DeskSettings.Banner(
                        "A rehearsal: everything here is simulated. Whatever a task's links say, the consoles are at",
                        Optional.of(simulator.endpoint().resolve("/")))));
        simulator.registerSignIn(new SignInApplication(
                "Crossrun",
                CLIENT,
                desk.clientSecret(),
                List.of(desk.redirect().toString()),
                Arrays.stream(Role.values()).map(SimulatedSignIn::appRole).toList(),
                List.of("Crossrun.Use"),
                true,
                people.all().stream().map(SimulatedSignIn::person).toList()));
        configuration.setOidc(new OidcSettings(
                URI.create(simulator.endpoint() + "/" + ContactCenter.TENANT_ID + "/v2.0"),
                CLIENT,
                Optional.empty(),
                Optional.empty(),
                Arrays.stream(Role.values())
                        .collect(Collectors.toMap(SimulatedSignIn::appRole, role -> Grant.everywhere(Set.of(role)))),
                false));
        configuration.setDesk(desk);
    }

    private static SignInApplication.Person person(People.Person person) {
        String name = person.name().substring(0, person.name().indexOf('@'));
        return new SignInApplication.Person(
                person.name(),
                name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
                "Example",
                List.of(appRole(person.role())));
    }

    private static String appRole(Role role) {
        return "Crossrun." + role.name().charAt(0) + role.name().substring(1).toLowerCase(Locale.ROOT);
    }
}
