package dev.crossrun.run.task;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of a task, for the record of its run.
 *
 * @param closedAt absent while it is open
 * @param answers all that it received, in their order: the refused ones, of which the first 50 are kept, and the accepted one
 */
public record TaskHistory(
        String id,
        TaskKind kind,
        String step,
        String title,
        Instant openedAt,
        Optional<Instant> closedAt,
        boolean escalated,
        List<GivenAnswer> answers) {
    public TaskHistory {
        answers = List.copyOf(answers);
    }
}
