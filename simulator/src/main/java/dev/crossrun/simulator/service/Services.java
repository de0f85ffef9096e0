package dev.crossrun.simulator.service;

import dev.crossrun.simulator.world.World;
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
        return List.of(
                new Sts(),
                new Iam(),
                new OrganizationsService(),
                new SsoAdminService(world, refusesSamlAssignments),
                new IdentityStoreService(),
                new CloudTrailService(world),
                new ServiceQuotasService(),
                new ConnectService(world));
    }
}
