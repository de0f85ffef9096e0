package dev.crossrun.standalone;

import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PermissionSet;
import dev.crossrun.simulator.world.Seed;
import dev.crossrun.simulator.world.World;
import java.util.List;
import java.util.Optional;

/** The contact center with three more accounts and two more permission sets. The worker may assign them on all five
 * accounts. */
final class FiveAccounts implements Seed {
    static final List<String> ALL =
            List.of(AccessRun.ACCOUNT, AccessRun.SUPPORT, "555555555555", "666666666666", "777777777777");
    static final String RESPONDER = "IncidentResponder";
    static final String OPERATOR = "Operator";

    @Override
    public void plant(World world) {
        new ContactCenter().plant(world);
        ALL.stream()
                .filter(account -> world.account(account).isEmpty())
                .forEach(account -> world.createAccount(account, "account-" + account));
        Iam management = world.requireAccount(ContactCenter.MANAGEMENT_ACCOUNT).iam();
        IamRole role = management.role(ContactCenter.ROLE_NAME).orElseThrow();
        management.plantRole(
                role.name(),
                role.trustPolicy(),
                management.policyDocuments(role).get(0).replace("account/" + AccessRun.SUPPORT, "account/*"));
        IdentityCenter center = world.identityCenter().orElseThrow();
        PermissionSet.Policies policies = new PermissionSet.Policies(
                Optional.empty(), List.of("arn:aws:iam::aws:policy/AmazonConnect_FullAccess"), List.of());
        List.of(RESPONDER, OPERATOR).forEach(name -> center.plantPermissionSet(name, "PT1H", policies));
    }
}
