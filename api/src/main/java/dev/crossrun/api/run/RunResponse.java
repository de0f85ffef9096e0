package dev.crossrun.api.run;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.crossrun.run.RunView;
import java.util.Optional;

/** A run as the API shows it. */
public record RunResponse(String id, @JsonUnwrapped RunView run, TemporalLink temporal) {
    /**
     * Where the run's history lies.
     *
     * @param uiUrl its page in the Temporal UI, if {@code api.yml} says where that is
     */
    record TemporalLink(String namespace, String workflowId, String runId, Optional<String> uiUrl) {}
}
