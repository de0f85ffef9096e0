package dev.crossrun.simulator;

import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.Seed;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a simulator behaves. The defaults are a world without delays on a free port of the loopback interface.
 *
 * @param port 0 takes any free port
 * @param clock the time of the world; by the real one go the skew of signatures, the certificate of the TLS port and {@code latency}
 * @param consistencyDelay how long a write of IAM, Identity Center, Connect, Entra or account access stays unseen by reads
 * @param trailDelay how long CloudTrail takes to deliver an event
 * @param latency how long every call takes at least
 * @param instanceCreation how long Connect takes to create an instance
 * @param rateLimits whether services refuse calls above their rates; only what measures Crossrun alone goes without
 * @param refusesSamlAssignments whether CreateApplicationAssignment refuses SAML applications of the catalog
 * @param folder where the world is kept, so that the next simulator with this folder goes on with it; absent: it ends with the
 *     simulator
 */
public record SimulatorSettings(
        int port,
        String bindAddress,
        Clock clock,
        Duration consistencyDelay,
        Duration trailDelay,
        Duration latency,
        Duration instanceCreation,
        boolean rateLimits,
        Seed seed,
        boolean refusesSamlAssignments,
        Optional<Path> folder) {

    public static SimulatorSettings defaults() {
        return new SimulatorSettings(
                0,
                "127.0.0.1",
                Clock.systemUTC(),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                true,
                new ContactCenter(),
                false,
                Optional.empty());
    }

    public SimulatorSettings withAddress(String newBindAddress, int newPort) {
        return with(draft -> {
            draft.bindAddress = newBindAddress;
            draft.port = newPort;
        });
    }

    public SimulatorSettings withClock(Clock newClock) {
        return with(draft -> draft.clock = newClock);
    }

    public SimulatorSettings withDelays(Duration consistency, Duration trail) {
        return with(draft -> {
            draft.consistencyDelay = consistency;
            draft.trailDelay = trail;
        });
    }

    public SimulatorSettings withLatency(Duration newLatency) {
        return with(draft -> draft.latency = newLatency);
    }

    public SimulatorSettings withInstanceCreation(Duration newInstanceCreation) {
        return with(draft -> draft.instanceCreation = newInstanceCreation);
    }

    public SimulatorSettings withoutRateLimits() {
        return with(draft -> draft.rateLimits = false);
    }

    public SimulatorSettings withSeed(Seed newSeed) {
        return with(draft -> draft.seed = newSeed);
    }

    public SimulatorSettings refusingSamlAssignments() {
        return with(draft -> draft.refusesSamlAssignments = true);
    }

    public SimulatorSettings withFolder(Path newFolder) {
        return with(draft -> draft.folder = Optional.of(newFolder));
    }

    private SimulatorSettings with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** Settings that are being changed. */
    private static final class Draft {
        private int port;
        private String bindAddress;
        private Clock clock;
        private Duration consistencyDelay;
        private Duration trailDelay;
        private Duration latency;
        private Duration instanceCreation;
        private boolean rateLimits;
        private Seed seed;
        private boolean refusesSamlAssignments;
        private Optional<Path> folder;

        Draft(SimulatorSettings now) {
            port = now.port;
            bindAddress = now.bindAddress;
            clock = now.clock;
            consistencyDelay = now.consistencyDelay;
            trailDelay = now.trailDelay;
            latency = now.latency;
            instanceCreation = now.instanceCreation;
            rateLimits = now.rateLimits;
            seed = now.seed;
            refusesSamlAssignments = now.refusesSamlAssignments;
            folder = now.folder;
        }

        SimulatorSettings settings() {
            return new SimulatorSettings(
                    port,
                    bindAddress,
                    clock,
                    consistencyDelay,
                    trailDelay,
                    latency,
                    instanceCreation,
                    rateLimits,
                    seed,
                    refusesSamlAssignments,
                    folder);
        }
    }
}
