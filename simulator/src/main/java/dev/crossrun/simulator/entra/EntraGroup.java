package dev.crossrun.simulator.entra;

import java.util.List;

/** A security group and its direct members' ids; a group within a group is a member like any other. */
public record EntraGroup(String id, String displayName, List<String> memberIds) {
    public EntraGroup {
        memberIds = List.copyOf(memberIds);
    }
}
