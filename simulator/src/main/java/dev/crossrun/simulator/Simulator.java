package dev.crossrun.simulator;

import dev.crossrun.simulator.console.ConsoleSurface;
import dev.crossrun.simulator.entra.EntraSurface;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.entra.ProvisioningService;
import dev.crossrun.simulator.entra.Registrations;
import dev.crossrun.simulator.entra.SignInApplication;
import dev.crossrun.simulator.fault.ControlSurface;
import dev.crossrun.simulator.fault.Faults;
import dev.crossrun.simulator.page.IndexPage;
import dev.crossrun.simulator.page.PageRoute;
import dev.crossrun.simulator.page.PageSurface;
import dev.crossrun.simulator.page.Stylesheet;
import dev.crossrun.simulator.page.center.CenterPages;
import dev.crossrun.simulator.page.entra.EntraPages;
import dev.crossrun.simulator.page.portal.PortalPages;
import dev.crossrun.simulator.page.portal.SamlPage;
import dev.crossrun.simulator.portal.PortalSurface;
import dev.crossrun.simulator.scim.ScimSurface;
import dev.crossrun.simulator.service.Services;
import dev.crossrun.simulator.store.KeptWorld;
import dev.crossrun.simulator.wire.ApiSurface;
import dev.crossrun.simulator.wire.HttpServer;
import dev.crossrun.simulator.wire.Surface;
import dev.crossrun.simulator.world.World;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A running simulated cloud: one world, reached through one address by all of its services' clients. A world that is kept goes on
 * in the next simulator with the same folder; faults, the log of calls and who is signed in to a console do not.
 */
public final class Simulator implements AutoCloseable {
    private final World world;
    private final Faults faults;
    private final CallLog calls = new CallLog();
    private final ControlSurface control;
    private final Optional<KeptWorld> kept;
    private final HttpServer server;
    private final String host;

    private Simulator(SimulatorSettings settings) {
        this.world = new World(
                settings.clock(),
                settings.consistencyDelay(),
                settings.trailDelay(),
                settings.instanceCreation(),
                settings.rateLimits());
        this.kept = settings.folder().map(folder -> KeptWorld.open(folder, world, settings.seed()));
        if (kept.isEmpty()) {
            settings.seed().plant(world);
        }
        this.faults = new Faults(world);
        world.trail().deliverBy(faults);
        this.host = settings.bindAddress();
        ApiSurface aws = new ApiSurface(world, faults, calls, Services.of(world, settings.refusesSamlAssignments()));
        ScimSurface scim = new ScimSurface(world, faults, calls);
        Optional<EntraSurface> entra = world.entra()
                .map(tenant -> new EntraSurface(world, tenant, new ProvisioningService(scim), faults, calls));
        this.control = new ControlSurface(
                faults,
                name -> aws.has(name)
                        || ScimSurface.has(name)
                        || PortalSurface.has(name)
                        || entra.filter(tenant -> tenant.has(name)).isPresent(),
                event -> aws.records(event) || ConsoleSurface.records(event));
        List<Surface> surfaces = new ArrayList<>(List.of(
                control,
                new Stylesheet(),
                new SamlPage(world),
                new ConsoleSurface(world),
                new PortalSurface(world, faults, calls),
                aws,
                scim));
        entra.ifPresent(surfaces::add);
        surfaces.add(new PageSurface(world, routes(world)));
        this.server = new HttpServer(
                settings.bindAddress(), settings.port(), settings.latency(), surfaces, settings.folder(), this::keep);
    }

    private static List<PageRoute> routes(World world) {
        return Stream.of(
                        new IndexPage(world).routes(),
                        CenterPages.routes(world),
                        PortalPages.routes(world),
                        EntraPages.routes(world))
                .flatMap(List::stream)
                .toList();
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

    /** Who may do what in which account, now; and people who open accounts. */
    public AccessNow access() {
        return new AccessNow(world);
    }

    /**
     * Registers an application in the tenant, so that people can sign in to it by OpenID Connect. The issuer is
     * {@code endpoint()/TENANT/v2.0}, its discovery document below that.
     *
     * @throws IllegalStateException if the world has no tenant
     */
    public void registerSignIn(SignInApplication application) {
        EntraTenant tenant =
                world.entra().orElseThrow(() -> new IllegalStateException("This world has no Entra tenant"));
        world.locked(() -> {
            Registrations.add(tenant, application);
            return application;
        });
        keep();
    }

    private void keep() {
        kept.ifPresent(KeptWorld::keep);
    }

    /**
     * Schedules faults given as JSON: one object or an array.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    public void addFaults(String json) {
        control.addAll(json);
    }

    public CallLog calls() {
        return calls;
    }

    @Override
    public void close() {
        server.close();
        keep();
        kept.ifPresent(KeptWorld::close);
    }
}
