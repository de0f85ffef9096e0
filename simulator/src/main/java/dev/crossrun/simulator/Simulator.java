package dev.crossrun.simulator;

import dev.crossrun.simulator.console.ConsoleSurface;
import dev.crossrun.simulator.service.Services;
import dev.crossrun.simulator.wire.ApiSurface;
import dev.crossrun.simulator.wire.HttpServer;
import dev.crossrun.simulator.wire.Surface;
import dev.crossrun.simulator.world.World;
import java.net.URI;
import java.util.List;

/** A running simulated cloud: one world, reached through one address by all of its services' clients. */
public final class Simulator implements AutoCloseable {
    private final World world;
    private final Faults faults = new Faults();
    private final Calls calls = new Calls();
    private final HttpServer server;
    private final String host;

    private Simulator(SimulatorSettings settings) {
        this.world = new World(
                settings.clock(), settings.consistencyDelay(), settings.trailDelay(), settings.instanceCreation());
        settings.seed().plant(world);
        this.host = settings.bindAddress();
        List<Surface> surfaces = List.of(
                new ConsoleSurface(world),
                new ApiSurface(world, faults, calls, Services.of(world, settings.refusesSamlAssignments())));
        this.server = new HttpServer(settings.bindAddress(), settings.port(), settings.latency(), surfaces);
    }

    public static Simulator start(SimulatorSettings settings) {
        Simulator simulator = new Simulator(settings);
        simulator.server.start();
        return simulator;
    }

    /** Where clients of every service, and of the consoles, send their requests. */
    public URI endpoint() {
        return URI.create("http://" + host + ":" + server.port());
    }

    public World world() {
        return world;
    }

    public Faults faults() {
        return faults;
    }

    public Calls calls() {
        return calls;
    }

    @Override
    public void close() {
        server.close();
    }
}
