package dev.crossrun.api;

import java.util.Optional;

/** Lists runs, newest first, without waking their workflows. */
interface RunDirectory {
    /**
     * A page of runs.
     *
     * @param cursor what the page before gave as {@code next}; absent for the first
     * @throws ApiException 400 if the cursor is none of this directory's
     */
    Page<Execution> list(RunFilter filter, int limit, Optional<String> cursor);
}
