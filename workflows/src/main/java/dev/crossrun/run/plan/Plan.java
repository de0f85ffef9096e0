package dev.crossrun.run.plan;

import java.util.List;

/**
 * What this run would do, from reads alone.
 *
 * @param hash {@code sha256:} and the digest of the request and the steps as canonical JSON (RFC 8785); an approval
 *     names it
 */
public record Plan(String hash, List<Finding> findings, List<PlannedStep> steps) {
    public Plan {
        findings = List.copyOf(findings);
        steps = List.copyOf(steps);
    }

    /** What an approver acknowledges. */
    public List<Finding> warnings() {
        return findings.stream()
                .filter(finding -> finding.severity() == Finding.Severity.WARNING)
                .toList();
    }

    /** Whether something stands in the way of an approval. */
    public boolean blocked() {
        return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.BLOCKING);
    }
}
