package dev.crossrun.run.step;

import dev.crossrun.run.effect.EffectView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A step as people see it.
 *
 * @param round 1, and one more each time the step is redone after it had begun
 * @param detail one sentence: what it did, what it waits for or why it is stuck
 * @param retry set while one of its activities is being retried; a workflow cannot see that, so the API puts it here
 */
public record StepView(
        String id,
        String title,
        String system,
        StepKind kind,
        Reversibility reversibility,
        List<String> dependsOn,
        StepStatus status,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        int round,
        Optional<String> detail,
        Optional<RetryView> retry,
        List<Evidence> evidence,
        List<EffectView> effects) {
    public StepView {
        dependsOn = List.copyOf(dependsOn);
        evidence = List.copyOf(evidence);
        effects = List.copyOf(effects);
    }

    public StepView retrying(RetryView next) {
        return new StepView(
                id,
                title,
                system,
                kind,
                reversibility,
                dependsOn,
                status,
                startedAt,
                finishedAt,
                round,
                detail,
                Optional.of(next),
                evidence,
                effects);
    }
}
