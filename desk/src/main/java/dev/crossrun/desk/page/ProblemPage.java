package dev.crossrun.desk.page;

import dev.crossrun.api.problem.ProblemDetails;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why something was not done.
 *
 * @param status of HTTP
 * @param heading in a few words
 * @param items what was wrong, part by part
 * @param typed what somebody had typed, which must not be lost, by the name of its field
 * @param back where to go on, with its label
 */
public record ProblemPage(
        Frame frame,
        int status,
        String heading,
        String detail,
        List<ProblemDetails.Item> items,
        Map<String, String> typed,
        Optional<Way> back)
        implements FullPage {
    /** A link. */
    public record Way(String href, String label) {}
}
