package dev.crossrun.simulator.world;

/** A permission set that a user or group has on an account. */
public record AccountAssignment(
        String accountId, String permissionSetArn, PrincipalType principalType, String principalId) {}
