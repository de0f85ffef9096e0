package dev.crossrun.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.run.plan.Finding;
import dev.crossrun.run.plan.Finding.Severity;
import dev.crossrun.run.plan.Plan;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How the findings of a plan read in its task. */
class PlanTasksTest {
    @Test
    void whatBlocksComesFirstAndACommonRemedyIsSaidOnce() {
        Plan plan = new Plan(
                "sha256:0f",
                List.of(
                        finding(Severity.WARNING, "agents", "Admin edits users."),
                        finding(Severity.BLOCKING, "role", "It exists."),
                        finding(Severity.WARNING, "agents", "Admin edits queues."),
                        finding(Severity.WARNING, "agents", "Admin edits users.")),
                List.of());
        assertThat(plan.findings()).first().extracting(Finding::step).isEqualTo("role");
        assertThat(PlanTasks.findings(plan)).matches("""
                        - BLOCKING `role\\.\\w{8}`: It exists\\. What to do: Do it\\.
                        - WARNING (`agents\\.\\w{8}`, ){2}`agents\\.\\w{8}`: Admin edits users\\. Admin edits queues\\.\
                         What to do: Do it\\.""");
    }

    private static Finding finding(Severity severity, String step, String detail) {
        return Finding.of(severity, step, Optional.empty(), detail, "Do it.");
    }
}
