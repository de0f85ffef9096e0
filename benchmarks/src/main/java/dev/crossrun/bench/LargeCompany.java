package dev.crossrun.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PermissionSet;
import dev.crossrun.simulator.world.Seed;
import dev.crossrun.simulator.world.World;
import dev.crossrun.standalone.Scenario;
import java.util.List;
import java.util.Optional;

/**
 * The company of the example request with more people.
 *
 * @param agents of the contact center; the first two have Connect users already
 * @param grants the most assignments of permission sets to groups: the example's one, and others on two accounts each
 */
record LargeCompany(int agents, int grants) implements Seed {
    private static final int SETS = 20;
    private static final String USERS_QUOTA = ContactCenter.QUOTA_CODES.get(1);

    @Override
    public void plant(World world) {
        new ContactCenter().plant(world);
        world.requireAccount(ContactCenter.CONNECT_ACCOUNT)
                .applyQuota(ContactCenter.CONNECT_REGION, USERS_QUOTA, 2 * agents + 500);
        IdentityCenter center = world.identityCenter().orElseThrow();
        for (int i = 2; i < agents; i++) {
            center.plantUser(username(i), username(i), "Agent", "Number " + i);
        }
        PermissionSet.Policies policies = new PermissionSet.Policies(
                Optional.empty(), List.of("arn:aws:iam::aws:policy/AmazonConnect_FullAccess"), List.of());
        for (int i = 0; i < Math.min(SETS, pairs()); i++) {
            center.plantPermissionSet(set(i), "PT1H", policies);
        }
        for (int i = 0; i * SETS < pairs(); i++) {
            center.plantGroup(group(i));
        }
    }

    ObjectNode request() {
        ObjectNode request = Federations.example(Scenario.EXISTING_INSTANCE);
        ArrayNode people = request.withArray("/agents");
        for (int i = 2; i < agents; i++) {
            people.addObject()
                    .put("username", username(i))
                    .put("firstName", "Agent")
                    .put("lastName", "Number " + i)
                    .put("routingProfile", "Basic Routing Profile")
                    .putArray("securityProfiles")
                    .add("Agent");
        }
        for (int i = 0; i < pairs(); i++) {
            request.withArray("/accountAccess")
                    .addObject()
                    .put("group", group(i / SETS))
                    .put("permissionSet", set(i % SETS))
                    .putArray("accountIds")
                    .add(ContactCenter.CONNECT_ACCOUNT)
                    .add(ContactCenter.SUPPORT_ACCOUNT);
        }
        return request;
    }

    /** Of a group and a permission set. */
    private int pairs() {
        return (grants - 1) / 2;
    }

    private static String username(int i) {
        return "agent" + i + "@example.com";
    }

    private static String set(int i) {
        return "Set" + i;
    }

    private static String group(int i) {
        return "Group " + i;
    }
}
