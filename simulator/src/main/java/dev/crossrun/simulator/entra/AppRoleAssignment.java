package dev.crossrun.simulator.entra;

/** A user or group assigned to a service principal. {@code principalType}: User or Group. */
public record AppRoleAssignment(
        String id, String servicePrincipalId, String principalId, String principalType, String appRoleId) {}
