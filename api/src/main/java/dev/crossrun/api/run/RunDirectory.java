package dev.crossrun.api.run;

import dev.crossrun.api.problem.ApiException;
import java.util.Optional;

/** Lists runs, newest first, without waking their workflows. */
public interface RunDirectory {
    /**
     * A page of runs.
     *
     * @param cursor what the page before gave as {@code next}; absent for the first
     * @throws ApiException 404 if the cursor is not one that this directory returned
     */
    Page<Execution> list(RunFilter filter, int limit, Optional<String> cursor);
}
