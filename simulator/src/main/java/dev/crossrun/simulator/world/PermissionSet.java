package dev.crossrun.simulator.world;

import java.time.Instant;

/** A permission set of Identity Center. */
public record PermissionSet(String arn, String name, String description, String sessionDuration, Instant createdDate) {}
