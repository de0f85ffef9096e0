package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.KnownApplication;
import dev.crossrun.activity.EntraActivities.WantedJob;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.ContactCenter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A request to Graph whose answer is lost is repeated by the engine alone, which looks first. */
class SentOnceTest {
    @Test
    void aLostAnswerLeavesOneJob() {
        try (ActivityBench bench = new ActivityBench()) {
            Application application = bench.entra.describeApplication(
                    new KnownApplication(ContactCenter.TENANT_ID, ContactCenter.ENTRA_APPLICATION_ID));
            bench.changes();
            bench.simulator
                    .faults()
                    .add(InjectedFault.of("graph:createJob", Kind.NO_ANSWER_AFTER)
                            .withTimes(2));
            assertThat(ActivityBench.failure(() -> bench.entra.putJob(new WantedJob(application, Optional.empty())))
                            .getType())
                    .isEqualTo("UNAVAILABLE");
            assertThat(bench.changes()).containsOnlyOnce("graph:createJob");
            assertThat(bench.simulator.world().entra().orElseThrow().jobs().all())
                    .hasSize(1);
        }
    }
}
