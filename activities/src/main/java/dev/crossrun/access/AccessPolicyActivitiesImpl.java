package dev.crossrun.access;

import dev.crossrun.activity.AccessPolicyActivities;
import java.time.Duration;
import java.util.List;

/** The company's policy as the worker's settings have it. */
public final class AccessPolicyActivitiesImpl implements AccessPolicyActivities {
    private final AccessSettings settings;

    public AccessPolicyActivitiesImpl(AccessSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<Duration> longest(List<String> permissionSets) {
        return permissionSets.stream().map(settings::longest).toList();
    }
}
