package dev.crossrun.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IamActivities.Ownership;
import io.temporal.failure.ApplicationFailure;
import org.junit.jupiter.api.Test;

class RequestRemediesTest {
    private static final String TAKEN = "the role Agents" + Ownership.NOT_OURS_SAYING + "belongs to another run";

    @Test
    void addsWhatTheRequestCanDoToWhatTheSystemSays() {
        ApplicationFailure failure = FailureType.CONFLICT.failure(TAKEN, "Remove or rename it, then try again.");

        assertThat(RequestRemedies.remedy(FederationStep.FEDERATION_ROLE, failure))
                .contains(
                        "Remove or rename it, then try again. Or abort, and start a run whose request has another name"
                                + " or names the step under `adopt`.");
        assertThat(RequestRemedies.remedy(FederationStep.APPLICATION_ACCESS, failure))
                .contains("Remove or rename it, then try again.");
    }

    @Test
    void leavesAFailureThatIsRetriedAsItIs() {
        ApplicationFailure failure = FailureType.NOT_READY.failure(TAKEN);

        assertThat(RequestRemedies.remedy(FederationStep.FEDERATION_ROLE, failure))
                .isEmpty();
        assertThat(RequestRemedies.extended(FederationStep.FEDERATION_ROLE, failure))
                .isSameAs(failure);
    }

    @Test
    void aStepFailsAsBeforeWithTheLongerRemedy() {
        ApplicationFailure failure = FailureType.CONFLICT.failure(TAKEN, "Remove or rename it, then try again.");

        ApplicationFailure thrown =
                (ApplicationFailure) RequestRemedies.extended(FederationStep.FEDERATION_ROLE, failure);

        assertThat(thrown.getType()).isEqualTo("CONFLICT");
        assertThat(thrown.isNonRetryable()).isTrue();
        assertThat(thrown.getOriginalMessage()).isEqualTo(TAKEN);
        assertThat(FailureType.error(thrown).remedy().orElseThrow()).contains("under `adopt`");
    }
}
