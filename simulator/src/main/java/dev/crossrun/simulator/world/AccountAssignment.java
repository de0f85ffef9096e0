package dev.crossrun.simulator.world;

/** A permission set that a user or group has on an account. */
public record AccountAssignment(
        String accountId, String permissionSetArn, PrincipalType principalType, String principalId) {

    /** Where the permission set has to be provisioned for it. */
    public PermissionSetProvisioning.Place place() {
        return new PermissionSetProvisioning.Place(accountId, permissionSetArn);
    }
}
