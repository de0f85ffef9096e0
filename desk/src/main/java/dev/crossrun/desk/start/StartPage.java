package dev.crossrun.desk.start;

import dev.crossrun.api.problem.ProblemDetails;
import dev.crossrun.api.resource.RunbookItem;
import dev.crossrun.desk.form.Field;
import dev.crossrun.desk.page.Frame;
import dev.crossrun.desk.page.FullPage;
import java.util.List;
import java.util.Optional;

/**
 * The form that starts a run.
 *
 * @param json the input as JSON, where it is given so
 * @param key makes a form that is sent twice start one run
 * @param problem why it did not start
 * @param mayNot why the viewer may not start it; empty if the viewer may
 */
public record StartPage(
        Frame frame,
        RunbookItem runbook,
        boolean example,
        List<Field> fields,
        Optional<String> json,
        String key,
        Optional<Problem> problem,
        Optional<String> mayNot)
        implements FullPage {
    /** What was wrong. */
    public record Problem(String detail, List<ProblemDetails.Item> items) {}

    public String path() {
        return "/desk/runbooks/" + runbook.name() + "/start";
    }
}
