package dev.crossrun.activity;

import io.temporal.activity.ActivityInterface;

/** AWS Security Token Service. */
@ActivityInterface(namePrefix = "Sts_")
public interface StsActivities {
    /**
     * Who the worker is in this account, asked at the regional endpoint (GetCallerIdentity, which needs no permission).
     * Reads only. Fails with NOT_AUTHORIZED if the worker has no credentials for the account.
     */
    CallerIdentity callerIdentity(Place place);

    /** An ARN and the account that it is of, 12 digits. */
    record CallerIdentity(String account, String arn) {}
}
