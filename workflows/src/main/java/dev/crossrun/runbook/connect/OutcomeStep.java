package dev.crossrun.runbook.connect;

import dev.crossrun.activity.IamActivities.Role;
import dev.crossrun.activity.SamlActivities.Reading;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.runbook.connect.ConnectFederationOutcome.CertificateUsed;
import dev.crossrun.runbook.connect.ConnectFederationOutcome.DocumentUsed;
import dev.crossrun.runbook.connect.ConnectFederationOutcome.SignIn;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Writes the result, for the people who operate the federation from now on. */
final class OutcomeStep extends FederationStep<ConnectFederationOutcome> {
    private final FederationPreflight seen;
    private final Supplier<Optional<EntraMetadataStep.Metadata>> entraMetadata;
    private final Supplier<Optional<IdentityCenterMetadataStep.Handed>> centerMetadata;
    private final Supplier<Optional<IdentityCenterMetadataStep.Handed>> source;
    private final Supplier<Optional<ConnectInstanceStep.Made>> instance;
    private final Supplier<ConnectApplicationStep.Added> application;
    private final Supplier<String> provider;
    private final Supplier<String> policy;
    private final Supplier<Role> role;
    private final Supplier<SignIn> signIn;

    /** The steps whose values the outcome contains. */
    record Sources(
            EntraMetadataStep entraMetadata,
            IdentityCenterMetadataStep centerMetadata,
            IdentitySourceStep source,
            ConnectInstanceStep instance,
            ConnectApplicationStep application,
            SamlProviderStep provider,
            FederationPolicyStep policy,
            FederationRoleStep role) {}

    OutcomeStep(
            RunInput<ConnectFederationRequest> input,
            FederationPreflight seen,
            Sources sources,
            SignInStep signIn,
            AccountAccessStep accountAccess) {
        super(StepDefinition.check("outcome", "Write the outcome", "ALL").notRedoable(), input);
        this.seen = seen;
        this.entraMetadata = valueIfAsked(sources.entraMetadata());
        this.centerMetadata = valueIfAsked(sources.centerMetadata());
        this.source = valueIfAsked(sources.source());
        this.instance = valueIfAsked(sources.instance());
        this.application = valueOf(sources.application());
        this.provider = valueOf(sources.provider());
        this.policy = valueOf(sources.policy());
        this.role = valueOf(sources.role());
        this.signIn = valueOf(signIn);
        after(accountAccess);
    }

    @Override
    protected ConnectFederationOutcome run(StepContext step) {
        String portal = Names.portal(seen.center().identityStoreId());
        Names names = new Names(request(), instance.get());
        ConnectFederationOutcome reached = new ConnectFederationOutcome(
                portal,
                names.instanceArn(),
                provider.get(),
                role.get().arn(),
                policy.get(),
                names.relayState(),
                Optional.of(application.get().arn()),
                documents(),
                certificates(),
                List.of(signIn.get()));
        step.outcome(reached);
        step.detail("Agents sign in at " + portal);
        return reached;
    }

    private List<DocumentUsed> documents() {
        return Stream.of(
                        entraMetadata.get().map(EntraMetadataStep.Metadata::document),
                        source.get().or(centerMetadata).map(IdentityCenterMetadataStep.Handed::document),
                        Optional.of(application.get().document()))
                .flatMap(Optional::stream)
                .map(document -> new DocumentUsed(document.name(), document.sha256()))
                .toList();
    }

    private List<CertificateUsed> certificates() {
        Stream<CertificateUsed> entras = entraMetadata.get().stream()
                .flatMap(metadata -> certificates(EntraMetadataStep.NAME, metadata.reading()));
        return Stream.concat(
                        entras,
                        certificates(
                                ConnectApplicationStep.METADATA,
                                application.get().reading()))
                .toList();
    }

    private static Stream<CertificateUsed> certificates(String document, Reading reading) {
        return reading.certificates().stream()
                .map(certificate -> new CertificateUsed(document, certificate.subject(), certificate.notAfter()));
    }
}
