package dev.crossrun.simulator.world;

import java.util.List;
import java.util.Optional;

/**
 * The same company before anything was federated: Identity Center has its own directory as the source and an administrator
 * in it, Entra has the people and no application, and there is no Connect instance.
 */
public final class NewCompany implements Seed {
    /** Who uses Identity Center today. */
    public static final String ADMINISTRATOR = "root.admin@example.com";

    @Override
    public void plant(World world) {
        ContactCenter.plantAccounts(world);
        IdentityCenter center = ContactCenter.plantEmptyIdentityCenter(world);
        DirectoryUser administrator = center.plantUser(ADMINISTRATOR, ADMINISTRATOR, "Robin", "Root");
        PermissionSet access = center.plantPermissionSet(
                "AdministratorAccess",
                "PT1H",
                new PermissionSet.Policies(
                        Optional.empty(), List.of("arn:aws:iam::aws:policy/AdministratorAccess"), List.of()));
        center.assignAccount(new AccountAssignment(
                ContactCenter.MANAGEMENT_ACCOUNT, access.arn(), PrincipalType.USER, administrator.id()));
        ContactCenter.plantTenant(world);
    }
}
