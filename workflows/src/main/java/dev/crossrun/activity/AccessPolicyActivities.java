package dev.crossrun.activity;

import io.temporal.activity.ActivityInterface;
import java.time.Duration;
import java.util.List;

/** What the company lets people ask for: {@code access} in worker.yml. */
@ActivityInterface(namePrefix = "AccessPolicy_")
public interface AccessPolicyActivities {
    /** The longest time for which each of these permission sets is given, by their names, in their order. Reads only. */
    List<Duration> longest(List<String> permissionSets);
}
