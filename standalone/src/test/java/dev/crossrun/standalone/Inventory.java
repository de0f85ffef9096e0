package dev.crossrun.standalone;

import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.World;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Everything that there is in a world, by what names it for good: what is gone between two of them was deleted. */
final class Inventory {
    private final Set<String> things = new HashSet<>();

    private Inventory() {}

    static Set<String> of(World world) {
        Inventory inventory = new Inventory();
        List.of(ContactCenter.MANAGEMENT_ACCOUNT, ContactCenter.CONNECT_ACCOUNT)
                .forEach(id -> inventory.add(world.requireAccount(id)));
        inventory.add(world.identityCenter().orElseThrow());
        world.entra().ifPresent(inventory::add);
        return inventory.things;
    }

    private void add(Account account) {
        account.iam().roles().all().forEach(role -> things.add(role.arn() + " " + role.id()));
        account.iam().policies().all().forEach(policy -> things.add(policy.arn() + " " + policy.id()));
        account.iam().samlProviders().all().forEach(provider -> things.add(provider.arn()));
        account.connectInstances().forEach(instance -> {
            things.add("instance " + instance.id());
            instance.users().all().forEach(user -> things.add("agent " + user.id()));
        });
    }

    private void add(IdentityCenter center) {
        center.users().all().forEach(user -> things.add("store user " + user.id()));
        center.groups().all().forEach(group -> things.add("store group " + group.id()));
        center.memberships().forEach(membership -> things.add("membership " + membership));
        center.permissionSets().all().forEach(set -> things.add(set.arn()));
        center.accountAssignments().forEach(assignment -> things.add("access " + assignment));
        center.applications().all().forEach(application -> things.add(application.arn()));
    }

    private void add(EntraTenant entra) {
        entra.users().forEach(user -> things.add("user " + user.id()));
        entra.groups().forEach(group -> things.add("group " + group.id()));
        entra.applications().all().forEach(application -> things.add("application " + application.id()));
        entra.servicePrincipals().all().forEach(principal -> things.add("service principal " + principal.id()));
        entra.assignments().all().forEach(assignment -> things.add("assignment " + assignment.id()));
        entra.jobs().all().forEach(job -> things.add("job " + job.id()));
    }
}
