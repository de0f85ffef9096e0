package dev.crossrun.desk.run;

import dev.crossrun.api.problem.ProblemDetails;
import dev.crossrun.api.resource.RunItem;
import dev.crossrun.api.resource.RunbookItem;
import dev.crossrun.desk.page.Frame;
import dev.crossrun.desk.page.FullPage;
import dev.crossrun.desk.page.Times;
import dev.crossrun.run.RunStatus;
import java.util.List;
import java.util.Optional;

/**
 * A page of the list of runs.
 *
 * @param filter what was asked for
 * @param faults what is wrong with the filter
 * @param next the address of the next page
 */
public record RunsPage(
        Frame frame,
        Filter filter,
        List<ProblemDetails.Item> faults,
        List<RunbookItem> runbooks,
        List<RunItem> runs,
        Optional<String> next,
        Times times)
        implements FullPage {
    /** What is typed into the filter; empty texts let everything pass. */
    public record Filter(
            String runbook, String status, String account, String requestedBy, String name, boolean waiting) {}

    public List<RunStatus> statuses() {
        return List.of(RunStatus.values());
    }
}
