package dev.crossrun.simulator.world;

import java.util.List;

/** A group of the identity store. */
public record DirectoryGroup(
        String id,
        String displayName,
        String description,
        List<DirectoryUser.ExternalId> externalIds,
        DirectoryUser.Times times) {
    public DirectoryGroup {
        externalIds = List.copyOf(externalIds);
    }
}
