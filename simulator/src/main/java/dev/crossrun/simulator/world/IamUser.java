package dev.crossrun.simulator.world;

import java.util.Map;

/** An IAM user with its inline policies. */
public record IamUser(String name, String id, String arn, Map<String, String> inlinePolicies) {
    public IamUser {
        inlinePolicies = Map.copyOf(inlinePolicies);
    }
}
