package dev.crossrun.simulator.world;

/** A user's membership in a group. */
public record GroupMembership(String id, String groupId, String userId) {}
