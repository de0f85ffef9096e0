package dev.crossrun.simulator;

import dev.crossrun.simulator.console.ConsoleSurface;
import dev.crossrun.simulator.entra.EntraSurface;
import dev.crossrun.simulator.entra.Provisioning;
import dev.crossrun.simulator.scim.ScimSurface;
import dev.crossrun.simulator.service.Services;
import dev.crossrun.simulator.wire.ApiSurface;
import dev.crossrun.simulator.wire.HttpServer;
import dev.crossrun.simulator.wire.Surface;
import dev.crossrun.simulator.world.World;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
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
        ScimSurface scim = new ScimSurface(world);
        List<Surface> surfaces = new ArrayList<>(List.of(
                new ConsoleSurface(world),
                new ApiSurface(world, faults, calls, Services.of(world, settings.refusesSamlAssignments())),
                scim));
        world.entra()
                .ifPresent(
                        tenant -> surfaces.add(new EntraSurface(world, tenant, new Provisioning(scim), faults, calls)));
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

    /** Where clients of Microsoft Graph and of the sign-in endpoints send theirs: the same, with TLS. */
    public URI secureEndpoint() {
        return URI.create("https://" + host + ":" + server.securePort());
    }

    /** What clients of the secure endpoint must trust. */
    public X509Certificate certificate() {
        return server.certificate();
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
