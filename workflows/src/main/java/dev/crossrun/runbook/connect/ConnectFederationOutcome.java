package dev.crossrun.runbook.connect;

import dev.crossrun.domain.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a run of {@code connect-federation} reached.
 *
 * @param portalUrl where agents sign in
 * @param applicationArn of the Identity Center application
 */
public record ConnectFederationOutcome(
        String portalUrl,
        String instanceArn,
        String providerArn,
        String roleArn,
        String policyArn,
        String relayState,
        Optional<String> applicationArn,
        List<DocumentUsed> documents,
        List<CertificateUsed> certificates,
        List<SignIn> signIns) {
    public ConnectFederationOutcome {
        documents = List.copyOf(documents);
        certificates = List.copyOf(certificates);
        signIns = List.copyOf(signIns);
    }

    /** A metadata document, by its name among the run's artifacts. */
    public record DocumentUsed(String name, Sha256 sha256) {}

    /** A certificate, and when it must have been replaced. */
    public record CertificateUsed(String document, String subject, Instant notAfter) {}

    /** A proven sign-in: the CloudTrail events that show it. Without events somebody only said so. */
    public record SignIn(String username, Instant at, List<String> eventIds) {
        public SignIn {
            eventIds = List.copyOf(eventIds);
        }
    }
}
