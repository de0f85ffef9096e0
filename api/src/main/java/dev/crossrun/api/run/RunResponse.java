package dev.crossrun.api.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.crossrun.run.RunView;
import java.util.List;
import java.util.Optional;

/**
 * A run as the API shows it; which calls a run has open is between it and the API.
 *
 * @param actions what the caller may do with it
 */
public record RunResponse(
        String id,
        @JsonUnwrapped @JsonIgnoreProperties("calls") RunView run,
        List<AllowedAction> actions,
        TemporalLink temporal) {
    /**
     * Where the run's history lies.
     *
     * @param uiUrl its page in the Temporal UI, if {@code api.yml} says where that is
     */
    public record TemporalLink(String namespace, String workflowId, String runId, Optional<String> uiUrl) {}
}
