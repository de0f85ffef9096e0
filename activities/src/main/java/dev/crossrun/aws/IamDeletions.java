package dev.crossrun.aws;

import dev.crossrun.activity.FailureType;
import dev.crossrun.failure.ErrorCodes.Taken;
import dev.crossrun.run.effect.Removal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Deletes what seemed unused a moment ago. */
final class IamDeletions {
    private IamDeletions() {}

    /**
     * Deletes a resource, which may be gone. IAM refuses while something uses it, also if it was detached a moment ago or
     * for what was attached meanwhile: NOT_READY, so that another attempt looks again.
     */
    static Removal delete(String thing, Runnable call) {
        String doing = "deleting " + thing;
        return AwsFailures.removing(doing, () -> {
            try {
                call.run();
            } catch (AwsServiceException e) {
                if (!AwsFailures.taken(e, Taken.IN_USE)) {
                    throw e;
                }
                throw FailureType.NOT_READY.failure(AwsFailures.message(doing, e), AwsFailures.error(e));
            }
        });
    }
}
