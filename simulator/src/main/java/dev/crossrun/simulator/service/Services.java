package dev.crossrun.simulator.service;

import dev.crossrun.simulator.wire.RateLimit;
import dev.crossrun.simulator.world.World;
import java.time.Duration;
import java.util.List;

/** All services of a simulated cloud. */
public final class Services {
    private Services() {}

    /**
     * The services, new.
     *
     * @param refusesSamlAssignments whether CreateApplicationAssignment refuses SAML applications
     */
    public static List<Service> of(World world, boolean refusesSamlAssignments) {
        RateLimit identityCenter = new RateLimit(world, 20, Duration.ofSeconds(1), 20);
        return List.of(
                new Sts(),
                new IamService(),
                new OrganizationsService(),
                new SsoAdminService(identityCenter, refusesSamlAssignments),
                new IdentityStoreService(identityCenter),
                new CloudTrailService(world),
                new ServiceQuotasService(),
                new ConnectService(world));
    }
}
