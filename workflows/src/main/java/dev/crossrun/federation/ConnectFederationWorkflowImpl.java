package dev.crossrun.federation;

import static dev.crossrun.federation.FederationStep.ACCESS_SIMULATION;
import static dev.crossrun.federation.FederationStep.ACCOUNT_ACCESS;
import static dev.crossrun.federation.FederationStep.APPLICATION_ACCESS;
import static dev.crossrun.federation.FederationStep.APPLICATION_SETTINGS;
import static dev.crossrun.federation.FederationStep.APPROVE_PLAN;
import static dev.crossrun.federation.FederationStep.CONNECT_AGENTS;
import static dev.crossrun.federation.FederationStep.CONNECT_APPLICATION;
import static dev.crossrun.federation.FederationStep.CONNECT_INSTANCE;
import static dev.crossrun.federation.FederationStep.ENTRA_APPLICATION;
import static dev.crossrun.federation.FederationStep.ENTRA_ASSIGNMENTS;
import static dev.crossrun.federation.FederationStep.ENTRA_METADATA;
import static dev.crossrun.federation.FederationStep.ENTRA_PROVISIONING;
import static dev.crossrun.federation.FederationStep.ENTRA_SAML_MODE;
import static dev.crossrun.federation.FederationStep.ENTRA_SIGNING_CERTIFICATE;
import static dev.crossrun.federation.FederationStep.ENTRA_SP_METADATA;
import static dev.crossrun.federation.FederationStep.FEDERATION_POLICY;
import static dev.crossrun.federation.FederationStep.FEDERATION_ROLE;
import static dev.crossrun.federation.FederationStep.IDENTITY_CENTER_METADATA;
import static dev.crossrun.federation.FederationStep.IDENTITY_SOURCE;
import static dev.crossrun.federation.FederationStep.OUTCOME;
import static dev.crossrun.federation.FederationStep.PREFLIGHT;
import static dev.crossrun.federation.FederationStep.SAML_PROVIDER;
import static dev.crossrun.federation.FederationStep.SCIM_TOKEN;
import static dev.crossrun.federation.FederationStep.SIGN_IN;

import dev.crossrun.activity.CloudTrailActivities;
import dev.crossrun.activity.CloudTrailActivities.ApplicationChanges;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.IdentityCenterActivities.Principals;
import dev.crossrun.activity.Place;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Sha256;
import dev.crossrun.engine.Checked;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.PlanDraft;
import dev.crossrun.engine.RunbookWorkflow;
import dev.crossrun.engine.StepContext;
import dev.crossrun.federation.ConnectFederationOutcome.CertificateUsed;
import dev.crossrun.federation.ConnectFederationOutcome.DocumentUsed;
import dev.crossrun.federation.ConnectFederationOutcome.SignIn;
import dev.crossrun.run.RunStart;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The runbook {@code connect-federation}: each method is a step of the procedure, in its order. */
public final class ConnectFederationWorkflowImpl extends RunbookWorkflow implements ConnectFederationWorkflow {
    private static final String BREAK_GLASS =
            "Before you approve: keep a way into both accounts that does not depend on IAM Identity Center.";

    private @Nullable ConnectFederationRequest given;
    private @Nullable EntraBranch entraBranch;
    private @Nullable IdentitySourceChange sourceChange;
    private @Nullable EntraProvisioning entraProvisioning;
    private @Nullable ConnectBranch connectBranch;
    private @Nullable Facts facts;
    private @Nullable Principals principals;
    private @Nullable ApplicationMetadata application;
    private @Nullable FederationIam iam;
    private @Nullable SignIn signIn;
    private @Nullable Instant applicationTaskOpened;
    private Optional<ConnectFederationOutcome> outcome = Optional.empty();

    @Override
    public Optional<ConnectFederationOutcome> run(RunStart start, ConnectFederationRequest request) {
        given = request;
        RunMark mark = RunMark.ours();
        EntraBranch entra = new EntraBranch(this::request, this::facts, mark);
        IdentitySourceChange source = new IdentitySourceChange(request, this::center, entra);
        EntraProvisioning provisioning = new EntraProvisioning(request);
        ConnectBranch connect = new ConnectBranch(this::request, this::facts, mark);
        FederationIam trust = new FederationIam(
                this::request,
                this::names,
                () -> facts().names().require(),
                () -> application().document(),
                mark.value());
        Corrections corrections = new Corrections(this::request, other -> given = other);
        entraBranch = entra;
        sourceChange = source;
        entraProvisioning = provisioning;
        connectBranch = connect;
        iam = trust;
        conductByMethods(
                start,
                FederationStep.catalogue(request),
                request.accounts(),
                request.patienceOrDefault(),
                procedure -> procedure
                        .plan(PREFLIGHT.id(), this::preflight)
                        .approval(APPROVE_PLAN.id(), BREAK_GLASS)
                        .step(
                                ENTRA_APPLICATION.id(),
                                RequestRemedies.in(ENTRA_APPLICATION, entra::createApplication),
                                entra.applicationMade())
                        .step(ENTRA_SAML_MODE.id(), entra::setSamlMode, corrections.notificationEmails())
                        .step(ENTRA_SIGNING_CERTIFICATE.id(), entra::createSigningCertificate)
                        .step(ENTRA_ASSIGNMENTS.id(), this::assignInEntra)
                        .step(ENTRA_METADATA.id(), entra::downloadMetadata)
                        .step(IDENTITY_CENTER_METADATA.id(), source::handInMetadata)
                        .step(
                                ENTRA_SP_METADATA.id(),
                                RequestRemedies.in(
                                        ENTRA_SP_METADATA, step -> entra.setServiceProvider(step, source.reading())))
                        .step(IDENTITY_SOURCE.id(), source::change)
                        .step(SCIM_TOKEN.id(), provisioning::handInToken)
                        .step(
                                ENTRA_PROVISIONING.id(),
                                RequestRemedies.in(ENTRA_PROVISIONING, this::provisionPeople),
                                provisioning.provisioned(
                                        () -> Preflight.principals(request(), center()), there -> principals = there))
                        .step(ACCOUNT_ACCESS.id(), this::grantAccountAccess)
                        .step(
                                CONNECT_INSTANCE.id(),
                                RequestRemedies.in(CONNECT_INSTANCE, connect::createInstance),
                                connect.made())
                        .step(CONNECT_AGENTS.id(), connect::createAgents, corrections.agents(), connect.agentsMade())
                        .step(CONNECT_APPLICATION.id(), this::addConnectApplication)
                        .step(
                                SAML_PROVIDER.id(),
                                RequestRemedies.in(SAML_PROVIDER, trust::createProvider),
                                trust.providerMade())
                        .step(
                                FEDERATION_POLICY.id(),
                                RequestRemedies.in(FEDERATION_POLICY, trust::createPolicy),
                                trust.policyMade())
                        .step(
                                FEDERATION_ROLE.id(),
                                RequestRemedies.in(FEDERATION_ROLE, trust::createRole),
                                trust.roleMade())
                        .step(ACCESS_SIMULATION.id(), trust::simulateAccess, Offer.skip())
                        .step(APPLICATION_SETTINGS.id(), this::setApplicationMappings)
                        .step(APPLICATION_ACCESS.id(), this::grantApplicationAccess)
                        .step(SIGN_IN.id(), this::proveSignIn)
                        .step(OUTCOME.id(), this::tellOutcome));
        return outcome;
    }

    private PlanDraft preflight(StepContext step) {
        Facts read = new Preflight(step, request()).read(RunMark.ours().value());
        facts = read;
        principals = read.principals().value().orElse(null);
        read.snapshot().value().ifPresent(snapshot -> step.keep(Findings.SNAPSHOT, snapshot.document()));
        return FederationPlan.of(request(), read);
    }

    private void assignInEntra(StepContext step) {
        new EntraAccess(step, request(), require(entraBranch))
                .assign(
                        facts().entra().people().require(),
                        require(entraBranch)
                                .planned()
                                .flatMap(seen -> seen.assigned().value())
                                .orElse(List.of()));
    }

    private void provisionPeople(StepContext step) {
        principals = require(entraProvisioning)
                .provision(
                        step,
                        require(entraBranch),
                        facts().entra().people().require(),
                        Preflight.principals(request(), center()));
    }

    private void grantAccountAccess(StepContext step) {
        new AccountAccessGrants(step, request(), center())
                .grant(
                        require(principals),
                        facts().permissionSets().require(),
                        facts().accountAccess().value().orElse(Map.of()));
    }

    private void addConnectApplication(StepContext step) {
        if (applicationTaskOpened == null) {
            applicationTaskOpened = step.now().truncatedTo(ChronoUnit.SECONDS);
        }
        application = new ConnectApplication(step, request(), names(), center()).add(otherDocuments());
    }

    /** Documents of this run that are mistaken for the application's, by name. */
    private Map<String, Sha256> otherDocuments() {
        Map<String, Sha256> others = new TreeMap<>();
        require(entraBranch).metadata().ifPresent(document -> others.put(EntraBranch.METADATA, document.sha256()));
        require(sourceChange)
                .document()
                .ifPresent(document -> others.put(IdentitySourceChange.METADATA, document.sha256()));
        return others;
    }

    private void setApplicationMappings(StepContext step) {
        step.ask(
                new FederationTasks(request(), names())
                        .setMappings(application().applicationName()),
                answer -> Checked.accepted(answer, Map.of()));
        Place place = center().place();
        Instant since = require(applicationTaskOpened);
        ApplicationChanges query = new ApplicationChanges(place, application().applicationInstance(), since);
        step.verify(
                        CloudTrailActivities.class,
                        "Look for the change of the attribute mappings",
                        request().patienceOrDefault().looking(),
                        "CloudTrail shows no change of the attribute mappings of "
                                + application().applicationName() + " yet. Events come up to 15 minutes late.",
                        trail -> trail.awaitApplicationChanges(query))
                .ifPresent(events -> events.forEach(event -> step.evidence(Seen.in(event))));
    }

    private void grantApplicationAccess(StepContext step) {
        Stream<Principal> groups = require(principals).groups().stream()
                .filter(group -> request().access().groups().contains(group.name()));
        Stream<Principal> users = require(principals).users().stream()
                .filter(user -> request().access().users().stream()
                        .anyMatch(name -> name.value().equals(user.username())))
                .map(user -> new Principal("USER", user.id(), user.username()));
        new ApplicationGrants(step, application(), center())
                .grant(Stream.concat(groups, users).toList());
    }

    private void proveSignIn(StepContext step) {
        signIn = new ProvenSignIn(step, request(), names(), instance())
                .prove(portal(), application().applicationName());
    }

    private void tellOutcome(StepContext step) {
        ConnectFederationOutcome reached = new ConnectFederationOutcome(
                portal(),
                names().instanceArn(),
                require(iam).provider(),
                require(iam).role(),
                require(iam).policy(),
                names().relayState(),
                Optional.of(application().applicationArn()),
                documents(),
                certificates(),
                List.of(require(signIn)));
        step.outcome(reached);
        step.detail("Agents sign in at " + portal());
        outcome = Optional.of(reached);
    }

    private List<DocumentUsed> documents() {
        List<DocumentUsed> documents = new ArrayList<>();
        otherDocuments().forEach((name, sha256) -> documents.add(new DocumentUsed(name, sha256)));
        documents.add(new DocumentUsed(
                ApplicationMetadata.ARTIFACT, application().document().sha256()));
        return documents;
    }

    private List<CertificateUsed> certificates() {
        Stream<CertificateUsed> entras = require(entraBranch).reading().stream()
                .flatMap(reading -> reading.certificates().stream())
                .map(certificate ->
                        new CertificateUsed(EntraBranch.METADATA, certificate.subject(), certificate.notAfter()));
        Stream<CertificateUsed> applications = application().reading().certificates().stream()
                .map(certificate -> new CertificateUsed(
                        ApplicationMetadata.ARTIFACT, certificate.subject(), certificate.notAfter()));
        return Stream.concat(entras, applications).toList();
    }

    private String portal() {
        return Names.portal(center().identityStoreId());
    }

    private Names names() {
        return new Names(request(), require(connectBranch).instance());
    }

    /** The instance, once it is there. */
    private InstanceId instance() {
        return require(connectBranch).instance().orElseThrow();
    }

    private IdentityCenterActivities.Instance center() {
        return facts().identityCenter().require();
    }

    private ConnectFederationRequest request() {
        return require(given);
    }

    private Facts facts() {
        return require(facts);
    }

    private ApplicationMetadata application() {
        return require(application);
    }

    /** A value of an earlier step: the catalogue's order has it set by now. */
    private static <T> T require(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a step ran before those that it depends on");
        }
        return value;
    }
}
