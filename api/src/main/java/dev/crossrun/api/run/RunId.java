package dev.crossrun.api.run;

import dev.crossrun.api.problem.ApiException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A run as a path names it: {@code <workflow id>:<first execution run id>}, or the workflow id alone for the latest run of
 * that name. The workflow id is {@code <runbook>.<name>}; of a run that undoes an ended one, {@code undo.<runbook>.<name>.<run
 * id>}.
 */
public record RunId(String workflowId, Optional<String> runId) {
    private static final String EXECUTION = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final String RUN = "([a-z][a-z0-9-]{0,63})\\.[a-z0-9][a-z0-9-]{0,63}";

    /** What every id matches. */
    public static final String PATTERN = "^(" + RUN + "|undo\\." + RUN + "\\." + EXECUTION + ")(:" + EXECUTION + ")?$";

    private static final Pattern FORM = Pattern.compile("(" + RUN + ")(?::(" + EXECUTION + "))?");
    private static final Pattern UNDO_FORM =
            Pattern.compile("(undo\\." + RUN + "\\." + EXECUTION + ")(?::(" + EXECUTION + "))?");

    /**
     * Reads a path's segment.
     *
     * @throws ApiException 404 if it can name no run of these runbooks
     */
    public static RunId parse(String text, OfferedRunbooks offered) {
        return Stream.of(FORM, UNDO_FORM)
                .map(form -> form.matcher(text))
                .filter(matcher -> matcher.matches() && offered.contains(matcher.group(2)))
                .findFirst()
                .map(matcher -> new RunId(matcher.group(1), Optional.ofNullable(matcher.group(3))))
                .orElseThrow(() -> ApiException.notFound("There is no run " + text
                        + ": an id is a runbook, a dot and the run's name, with or without a colon and a run id"));
    }

    @Override
    public String toString() {
        return workflowId + runId.map(id -> ":" + id).orElse("");
    }
}
