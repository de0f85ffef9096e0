package dev.crossrun.standalone;

import static dev.crossrun.standalone.ActivityBench.failure;
import static dev.crossrun.standalone.FederationRun.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.IdentityCenterActivities.Instance;
import dev.crossrun.activity.IdentityCenterActivities.PrincipalQuery;
import dev.crossrun.activity.IdentityCenterActivities.Principals;
import dev.crossrun.activity.IdentityCenterActivities.User;
import dev.crossrun.activity.Place;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;
import dev.crossrun.domain.Username;
import dev.crossrun.simulator.CallLog;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.IdentityCenter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Finding users and groups in the identity store. */
class IdentityStoreTest {
    private static final String LATE = "late@example.com";

    private final ActivityBench bench = new ActivityBench();

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void anotherAttemptLooksForThoseAloneWhomTheLastOneDidNotFind() {
        PrincipalQuery query =
                new PrincipalQuery(instance(), List.of(new Username(ADA), new Username(LATE)), List.of(), false);
        assertThat(failure(() -> bench.identityCenter.awaitArrival(query)).getType())
                .isEqualTo("NOT_READY");
        IdentityCenter center = bench.simulator.world().identityCenter().orElseThrow();
        center.plantUser(LATE, LATE, "Late", "Comer");
        User ada = bench.identityCenter.findPrincipals(query).users().get(0);
        bench.simulator.calls().clear();
        bench.goOnFrom(Map.of("users", Map.of(ADA, ada), "groups", Map.of()));

        Principals there = bench.identityCenter.awaitArrival(query);

        assertThat(there.users()).extracting(User::username).containsExactly(ADA, LATE);
        assertThat(bench.simulator.calls().all())
                .extracting(CallLog.Call::operation)
                .filteredOn(operation -> operation.startsWith("identitystore:"))
                .containsExactly("identitystore:GetUserId", "identitystore:DescribeUser");
    }

    private Instance instance() {
        return bench.identityCenter.describeInstance(new Place(
                new AccountId(ContactCenter.MANAGEMENT_ACCOUNT), new Region(ContactCenter.IDENTITY_CENTER_REGION)));
    }
}
