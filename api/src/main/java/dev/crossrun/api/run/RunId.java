package dev.crossrun.api.run;

import dev.crossrun.api.problem.ApiException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run as a path names it: {@code <workflow id>:<first execution run id>}, or the workflow id alone for the latest run of
 * that name.
 */
public record RunId(String workflowId, Optional<String> runId) {
    private static final Pattern FORM = Pattern.compile(
            "([a-z][a-z0-9-]{0,63}\\.[a-z0-9][a-z0-9-]{0,63})(?::([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))?");

    /**
     * Reads a path's segment.
     *
     * @throws ApiException 404 if it can name no run of these runbooks
     */
    public static RunId parse(String text, Offers offers) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || !offers.contains(text.substring(0, text.indexOf('.')))) {
            throw ApiException.notFound("There is no run " + text
                    + ": an id is like connect-federation.contact-center-prod, with or without a colon and a run id");
        }
        return new RunId(matcher.group(1), Optional.ofNullable(matcher.group(2)));
    }

    @Override
    public String toString() {
        return workflowId + runId.map(id -> ":" + id).orElse("");
    }
}
