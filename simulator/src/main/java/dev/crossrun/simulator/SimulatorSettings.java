package dev.crossrun.simulator;

import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.Seed;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * How a simulator behaves. The defaults are a world without delays on a free port of the loopback interface.
 *
 * @param port 0 takes any free port
 * @param clock the time of the world; by the real one go the skew of signatures, the certificate of the TLS port and {@code latency}
 * @param consistencyDelay how long a write of IAM, Identity Center, Connect, Entra or account access stays unseen by reads
 * @param trailDelay how long CloudTrail takes to deliver an event
 * @param latency how long every call takes at least
 * @param instanceCreation how long Connect takes to create an instance
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
                new ContactCenter(),
                false,
                Optional.empty());
    }

    public SimulatorSettings withAddress(String newBindAddress, int newPort) {
        return new SimulatorSettings(
                newPort,
                newBindAddress,
                clock,
                consistencyDelay,
                trailDelay,
                latency,
                instanceCreation,
                seed,
                refusesSamlAssignments,
                folder);
    }

    public SimulatorSettings withClock(Clock newClock) {
        return new SimulatorSettings(
                port,
                bindAddress,
                newClock,
                consistencyDelay,
                trailDelay,
                latency,
                instanceCreation,
                seed,
                refusesSamlAssignments,
                folder);
    }

    public SimulatorSettings withDelays(Duration consistency, Duration trail) {
        return new SimulatorSettings(
                port,
                bindAddress,
                clock,
                consistency,
                trail,
                latency,
                instanceCreation,
                seed,
                refusesSamlAssignments,
                folder);
    }

    public SimulatorSettings withLatency(Duration newLatency) {
        return new SimulatorSettings(
                port,
                bindAddress,
                clock,
                consistencyDelay,
                trailDelay,
                newLatency,
                instanceCreation,
                seed,
                refusesSamlAssignments,
                folder);
    }

    public SimulatorSettings withInstanceCreation(Duration newInstanceCreation) {
        return new SimulatorSettings(
                port,
                bindAddress,
                clock,
                consistencyDelay,
                trailDelay,
                latency,
                newInstanceCreation,
                seed,
                refusesSamlAssignments,
                folder);
    }

    public SimulatorSettings withSeed(Seed newSeed) {
        return new SimulatorSettings(
                port,
                bindAddress,
                clock,
                consistencyDelay,
                trailDelay,
                latency,
                instanceCreation,
                newSeed,
                refusesSamlAssignments,
                folder);
    }

    public SimulatorSettings refusingSamlAssignments() {
        return new SimulatorSettings(
                port, bindAddress, clock, consistencyDelay, trailDelay, latency, instanceCreation, seed, true, folder);
    }

    public SimulatorSettings withFolder(Path newFolder) {
        return new SimulatorSettings(
                port,
                bindAddress,
                clock,
                consistencyDelay,
                trailDelay,
                latency,
                instanceCreation,
                seed,
                refusesSamlAssignments,
                Optional.of(newFolder));
    }
}
