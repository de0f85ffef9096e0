package dev.crossrun.simulator.wire;

import dev.crossrun.simulator.service.CloudTrailService;
import dev.crossrun.simulator.service.ConnectService;
import dev.crossrun.simulator.service.OrganizationsService;
import dev.crossrun.simulator.service.ServiceQuotasService;
import dev.crossrun.simulator.service.StsService;
import dev.crossrun.simulator.wire.RestProtocol.Route;
import dev.crossrun.simulator.world.World;
import java.util.List;

/** Which services there are and how each is spoken to. */
final class Apis {
    private Apis() {}

    static List<Api> of(World world, boolean refusesSamlAssignments) {
        return List.of(
                Api.regional("sts", query("sts", "2011-06-15"), new StsService()),
                Api.global("organizations", new JsonProtocol("AWSOrganizationsV20161128"), new OrganizationsService()),
                Api.regional(
                        "cloudtrail",
                        new JsonProtocol("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"),
                        new CloudTrailService(world)),
                Api.regional("servicequotas", new JsonProtocol("ServiceQuotasV20190624"), new ServiceQuotasService()),
                Api.regional("connect", connect(), new ConnectService(world)));
    }

    private static QueryProtocol query(String service, String version) {
        return new QueryProtocol(version, "https://" + service + ".amazonaws.com/doc/" + version + "/");
    }

    private static RestProtocol connect() {
        return new RestProtocol(List.of(
                new Route("ListInstances", "GET", "/instance"),
                new Route("DescribeInstance", "GET", "/instance/{InstanceId}"),
                new Route("SearchUsers", "POST", "/search-users"),
                new Route("DescribeUser", "GET", "/users/{InstanceId}/{UserId}"),
                new Route("ListUsers", "GET", "/users-summary/{InstanceId}"),
                new Route("ListRoutingProfiles", "GET", "/routing-profiles-summary/{InstanceId}"),
                new Route("ListSecurityProfiles", "GET", "/security-profiles-summary/{InstanceId}")));
    }
}
