package dev.crossrun.standalone;

import dev.crossrun.simulator.world.Credentials.AccessKey;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;

/** What somebody does in an account with the credentials of the access portal. */
final class PortalWork {
    private PortalWork() {}

    /** Two calls that leave events: the account's Connect instances, and what administrators of Connect may not do. */
    static void lookAround(URI cloud, String region, AccessKey session) {
        StaticCredentialsProvider credentials = StaticCredentialsProvider.create(AwsSessionCredentials.create(
                session.id(), session.secret(), session.sessionToken().orElseThrow()));
        try (ConnectClient connect = ConnectClient.builder()
                        .endpointOverride(cloud)
                        .region(Region.of(region))
                        .credentialsProvider(credentials)
                        .build();
                IamClient iam = IamClient.builder()
                        .endpointOverride(cloud)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(credentials)
                        .build()) {
            connect.listInstances(request -> {});
            try {
                iam.deleteRole(request -> request.roleName("crossrun"));
            } catch (IamException denied) {
                // CloudTrail tells of it
            }
        }
    }
}
