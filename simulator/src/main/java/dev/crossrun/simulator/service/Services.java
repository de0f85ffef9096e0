package dev.crossrun.simulator.service;

import dev.crossrun.simulator.world.World;
import java.util.List;

/** All services of a simulated cloud. */
public final class Services {
    private Services() {}

    public static List<Service> of(World world) {
        return List.of(
                new Sts(),
                new Iam(),
                new OrganizationsService(),
                new CloudTrailService(world),
                new ServiceQuotasService(),
                new ConnectService(world));
    }
}
