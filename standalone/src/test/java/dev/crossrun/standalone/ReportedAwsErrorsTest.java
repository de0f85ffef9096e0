package dev.crossrun.standalone;

import static dev.crossrun.standalone.ActivityBench.CONNECT;
import static dev.crossrun.standalone.ActivityBench.MARK;
import static dev.crossrun.standalone.ActivityBench.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crossrun.activity.ConnectActivities.Alias;
import dev.crossrun.activity.ConnectActivities.NewInstance;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IamActivities.Ownership;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.TrailEntry;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors of AWS as public reports quote them, and what Crossrun makes of each. */
class ReportedAwsErrorsTest {
    private final ActivityBench bench = new ActivityBench();

    @AfterEach
    void stop() {
        bench.close();
    }

    /** hashicorp/terraform-provider-aws, issue 38115. */
    @Test
    void anAliasThatConnectHasNotFreedSinceTheRunDeletedItsInstanceIsWaitedFor() {
        aliasIsUsed();

        ApplicationFailure refused = failure(() -> bench.connect.putInstance(wanted(true)));

        assertThat(refused.getType()).isEqualTo("NOT_READY");
        assertThat(refused.isNonRetryable()).isFalse();
    }

    @Test
    void anAliasThatTheRunNeverHadIsTakenPerhapsByAnotherCompany() {
        aliasIsUsed();

        ApplicationFailure refused = failure(() -> bench.connect.putInstance(wanted(false)));

        assertThat(refused.getType()).isEqualTo("CONFLICT");
        assertThat(FailureType.error(refused).remedy().orElseThrow())
                .startsWith("The alias is taken, perhaps by another company");
    }

    @ParameterizedTest
    @CsvSource({
        "connect-federation.contact-center-prod, NOT_READY",
        "undo.connect-federation.contact-center-prod.0198c7f2-5d3a-7c41-b0aa-3, NOT_READY",
        "connect-federation.contact-center-test, CONFLICT",
        "kim, CONFLICT"
    })
    void anAliasIsWaitedForIfAnEarlierRunOfThisNameOrItsUndoDeletedAnInstance(String session, String type) {
        bench.simulator
                .world()
                .trail()
                .record(
                        ContactCenter.CONNECT_ACCOUNT,
                        ContactCenter.CONNECT_REGION,
                        TrailEntry.of(
                                "connect.amazonaws.com",
                                "DeleteInstance",
                                session,
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("type", "AssumedRole")
                                        .put("principalId", "AROAXAMPLE:" + session)));
        bench.later(Duration.ofMinutes(15));
        aliasIsUsed();

        assertThat(failure(() -> bench.connect.putInstance(wanted(false))).getType())
                .isEqualTo(type);
    }

    private void aliasIsUsed() {
        bench.simulator
                .faults()
                .add(InjectedFault.answering(
                        "connect:CreateInstance",
                        400,
                        "InvalidRequestException",
                        "Invalid Input. Instance alias is already used."));
    }

    private static NewInstance wanted(boolean deletedBefore) {
        return new NewInstance(
                new Alias(CONNECT, "acme-another", MARK),
                true,
                true,
                "token-1",
                new Ownership(MARK, false),
                deletedBefore);
    }
}
