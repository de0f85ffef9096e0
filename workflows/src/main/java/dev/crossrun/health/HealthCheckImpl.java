package dev.crossrun.health;

import dev.crossrun.activity.HealthActivities;
import dev.crossrun.run.health.Credential;
import dev.crossrun.run.health.HealthCheck;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;

/** {@link HealthCheck} with one attempt: another check is another workflow. */
public final class HealthCheckImpl implements HealthCheck {
    @Override
    public List<Credential> credentials(Duration limit) {
        return Workflow.newActivityStub(
                        HealthActivities.class,
                        ActivityOptions.newBuilder()
                                .setStartToCloseTimeout(limit)
                                .setRetryOptions(RetryOptions.newBuilder()
                                        .setMaximumAttempts(1)
                                        .build())
                                .build())
                .credentials();
    }
}
