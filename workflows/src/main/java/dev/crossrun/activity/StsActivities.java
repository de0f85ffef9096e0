package dev.crossrun.activity;

import dev.crossrun.run.failure.FailureView;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.Optional;

/** AWS Security Token Service. */
@ActivityInterface(namePrefix = "Sts_")
public interface StsActivities {
    /**
     * Who the worker is in each of these accounts, asked at the regional endpoint (GetCallerIdentity, which needs no permission).
     * Reads only. Of an account for which the worker has no credentials the result is a failure, NOT_AUTHORIZED.
     */
    List<Identified> callerIdentities(List<Place> places);

    /** An ARN and the account that it is of, 12 digits. */
    record CallerIdentity(String account, String arn) {}

    /** Who the worker is in one account, or why that could not be read. */
    record Identified(Optional<CallerIdentity> identity, Optional<FailureView> failure) {}
}
