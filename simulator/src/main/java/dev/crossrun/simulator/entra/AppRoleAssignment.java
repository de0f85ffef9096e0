package dev.crossrun.simulator.entra;

import java.time.Instant;

/** A user or group assigned to a service principal. {@code principalType}: User or Group. */
public record AppRoleAssignment(
        String id,
        String servicePrincipalId,
        String principalId,
        String principalType,
        String appRoleId,
        Instant createdAt) {}
