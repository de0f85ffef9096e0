package dev.crossrun.standalone;

import static dev.crossrun.standalone.ActivityBench.MARK;
import static dev.crossrun.standalone.ActivityBench.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.EntraActivities.NamedApplication;
import dev.crossrun.run.Found;
import dev.crossrun.simulator.fault.Fault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.ContactCenter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is made in Entra, and what of it is taken for one's own. */
class EntraActivitiesTest {
    private static final NamedApplication NAMED =
            new NamedApplication(ContactCenter.TENANT_ID, "Contact center", MARK, false);

    private final ActivityBench bench = new ActivityBench();

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void triesAgainWithAnotherTokenOnceGraphTakesTheOneItHasForExpired() {
        bench.simulator.faults().add(Fault.of("graph:listApplications", Kind.EXPIRED_CREDENTIALS));

        assertThat(failure(() -> bench.entra.findApplication(NAMED)).getType()).isEqualTo("UNAVAILABLE");

        assertThat(bench.entra.findApplication(NAMED)).isEqualTo(Found.absent());
    }
}
