package dev.crossrun.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ConnectInstance.IdentityManagementType;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.Seed;
import dev.crossrun.simulator.world.World;
import dev.crossrun.standalone.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The company of the example request, with an instance for each of many runs: the worker may make IAM resources whose names begin
 * as those of the example do.
 */
final class Federations implements Seed {
    private final int count;
    private final AtomicInteger number = new AtomicInteger();

    /** {@code count}: the most requests that are made for it. */
    Federations(int count) {
        this.count = count;
    }

    @Override
    public void plant(World world) {
        new ContactCenter().plant(world);
        Account account = world.requireAccount(ContactCenter.CONNECT_ACCOUNT);
        for (int i = 1; i <= count; i++) {
            ConnectInstance instance = new ConnectInstance(
                    world,
                    ContactCenter.CONNECT_ACCOUNT,
                    ContactCenter.CONNECT_REGION,
                    instance(i),
                    "bench-" + i,
                    IdentityManagementType.SAML);
            instance.plantUser("ada@example.com", "Ada", "Lovelace");
            instance.plantUser("grace@example.com", "Grace", "Hopper");
            account.add(instance);
        }
        Iam iam = account.iam();
        IamRole role = iam.role(ContactCenter.ROLE_NAME).orElseThrow();
        String policy = iam.policyDocuments(role).get(0);
        iam.plantRole(
                role.name(),
                role.trustPolicy(),
                policy.replaceAll("(saml-provider/AmazonConnect|(role|policy)/AmazonConnectFederation)\"", "$1-*\"")
                        .replace("ArnEquals", "ArnLike"));
    }

    /** The example with a name, an instance, and names of IAM resources, that no other request has. */
    ObjectNode request() {
        ObjectNode request = example(Scenario.EXISTING_INSTANCE);
        int i = number.incrementAndGet();
        request.put("name", "bench-" + i);
        request.withObject("/connect")
                .put("instanceId", instance(i))
                .put("samlProviderName", "AmazonConnect-" + i)
                .put("roleName", "AmazonConnectFederation-" + i)
                .put("policyName", "AmazonConnectFederation-" + i);
        return request;
    }

    private static String instance(int i) {
        return new UUID(1, i).toString();
    }

    static ObjectNode example(Scenario scenario) {
        try {
            return (ObjectNode) new ObjectMapper()
                    .readTree(Path.of(System.getProperty("crossrun.home", "."), "examples", scenario.file())
                            .toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
