package dev.crossrun.activity;

import dev.crossrun.run.health.Credential;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** What a worker may use. */
@ActivityInterface(namePrefix = "Health_")
public interface HealthActivities {
    /**
     * Tries the credentials of every AWS account (STS, GetCallerIdentity, which needs no permission) and of every Entra tenant (a
     * token for Graph) in the worker's settings, one after the other. Reads only.
     */
    List<Credential> credentials();
}
