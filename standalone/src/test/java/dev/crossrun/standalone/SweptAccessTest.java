package dev.crossrun.standalone;

import static dev.crossrun.standalone.AccessRun.ACCOUNT;
import static dev.crossrun.standalone.AccessRun.ADA;
import static dev.crossrun.standalone.AccessRun.SET;
import static dev.crossrun.standalone.AccessRun.SUPPORT;
import static dev.crossrun.standalone.AccessRun.action;
import static dev.crossrun.standalone.AccessRun.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.Place;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;
import dev.crossrun.lease.LeaseSweep;
import dev.crossrun.lease.LeaseSweep.Report;
import dev.crossrun.lease.LeaseSweep.Scope;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.simulator.CallLog;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.worker.SweepSchedule;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a sweep says of a company and of its keepers, by the product's own activities. */
@Timeout(240)
class SweptAccessTest {
    private static final String GRACE = "grace@example.com";

    @Test
    void aSweepReportsWhatWasGivenByHandAndWhatATerminatedKeeperLeft() {
        try (AccessRun run = new AccessRun(request()).approved().given()) {
            assertThat(sweep(run)).isEqualTo(new Report(List.of(), 0, List.of(), true));

            AccessDay.assign(run.simulator().world().identityCenter().orElseThrow(), GRACE);
            run.simulator().calls().clear();
            assertThat(found(run)).containsExactly("NOT_HELD " + GRACE + " " + ACCOUNT);
            assertThat(run.simulator().calls().all())
                    .extracting(CallLog.Call::operation)
                    .filteredOn(operation -> !operation.matches("\\w+:(List|Describe|Assume).*"))
                    .as("a sweep only reads")
                    .isEmpty();

            run.site.temporal().newUntypedWorkflowStub(run.keeper()).terminate("by mistake");
            assertThat(found(run))
                    .containsExactlyInAnyOrder(
                            "NOT_HELD " + GRACE + " " + ACCOUNT,
                            "NOT_HELD " + ADA + " " + ACCOUNT,
                            "NOT_HELD " + ADA + " " + SUPPORT);

            run.answer(run.kim, "window.offer.1", action("end").put("reason", "solved"));
            run.passUntil(() -> run.isDone("revoke"));
            assertThat(run.step("revoke").path("detail").asText())
                    .as("the run that took these leases says so, too")
                    .contains("2 kept");
            assertThat(run.kim.get(run.path + "/events").toString()).contains("No keeper knows this lease any more");
        }
    }

    private static List<String> found(AccessRun run) {
        return sweep(run).differences().stream()
                .map(each -> each.kind() + " " + each.user() + " " + each.account())
                .toList();
    }

    private static Report sweep(AccessRun run) {
        CompletableFuture<Report> report = begin(run);
        run.passUntil(report::isDone);
        return report.join();
    }

    /** Starts a sweep of the set. */
    static CompletableFuture<Report> begin(AccessRun run) {
        LeaseSweep sweep = run.site
                .temporal()
                .newWorkflowStub(
                        LeaseSweep.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(SweepSchedule.ID)
                                .setTaskQueue(RunAttributes.TASK_QUEUE)
                                .build());
        return WorkflowClient.execute(
                sweep::sweep,
                new Scope(
                        new Place(
                                new AccountId(ContactCenter.MANAGEMENT_ACCOUNT),
                                new Region(ContactCenter.IDENTITY_CENTER_REGION)),
                        List.of(SET)));
    }
}
