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
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IamActivities.Decision;
import dev.crossrun.activity.IamActivities.Named;
import dev.crossrun.activity.IamActivities.Ownership;
import dev.crossrun.activity.IamActivities.Policy;
import dev.crossrun.activity.IamActivities.Provider;
import dev.crossrun.activity.IamActivities.RemovableRole;
import dev.crossrun.activity.IamActivities.Role;
import dev.crossrun.activity.IamActivities.RoleRequest;
import dev.crossrun.activity.IamActivities.Simulation;
import dev.crossrun.activity.IamActivities.SimulationQuery;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.IdentityCenterActivities.Principals;
import dev.crossrun.activity.Place;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Sha256;
import dev.crossrun.engine.Checked;
import dev.crossrun.engine.Expected;
import dev.crossrun.engine.Mending;
import dev.crossrun.engine.Mending.Skip;
import dev.crossrun.engine.PlanDraft;
import dev.crossrun.engine.RunbookWorkflow;
import dev.crossrun.engine.Step;
import dev.crossrun.engine.Undo;
import dev.crossrun.federation.ConnectFederationOutcome.CertificateUsed;
import dev.crossrun.federation.ConnectFederationOutcome.DocumentUsed;
import dev.crossrun.federation.ConnectFederationOutcome.SignIn;
import dev.crossrun.run.Found;
import dev.crossrun.run.RunStart;
import io.temporal.workflow.Workflow;
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

    private final AskedOfIam asked = new AskedOfIam();
    private @Nullable ConnectFederationRequest given;
    private @Nullable EntraBranch entraBranch;
    private @Nullable IdentitySourceChange sourceChange;
    private @Nullable EntraProvisioning entraProvisioning;
    private @Nullable ConnectBranch connectBranch;
    private @Nullable Facts facts;
    private @Nullable Principals principals;
    private @Nullable ApplicationMetadata application;
    private @Nullable String provider;
    private @Nullable String policy;
    private @Nullable Role role;
    private @Nullable SignIn signIn;
    private @Nullable Instant applicationTaskOpened;
    private Optional<ConnectFederationOutcome> outcome = Optional.empty();

    @Override
    public Optional<ConnectFederationOutcome> run(RunStart start, ConnectFederationRequest request) {
        given = request;
        EntraBranch entra = new EntraBranch(
                this::request,
                this::facts,
                RunMark.ours(),
                step -> Optional.ofNullable(sourceChange).flatMap(change -> change.inUse(step)));
        IdentitySourceChange source = new IdentitySourceChange(request, this::center, entra);
        EntraProvisioning provisioning = new EntraProvisioning(request);
        ConnectBranch connect = new ConnectBranch(this::request, this::facts, RunMark.ours());
        Corrections corrections = new Corrections(this::request, other -> given = other);
        entraBranch = entra;
        sourceChange = source;
        entraProvisioning = provisioning;
        connectBranch = connect;
        conduct(
                start,
                FederationStep.catalogue(request),
                request.accounts(),
                request.patienceOrDefault(),
                procedure -> procedure
                        .plan(PREFLIGHT.id(), this::preflight)
                        .approval(APPROVE_PLAN.id(), BREAK_GLASS)
                        .step(ENTRA_APPLICATION.id(), entra::createApplication)
                        .step(ENTRA_SAML_MODE.id(), entra::setSamlMode, Mending.by(corrections.notificationEmails()))
                        .step(ENTRA_SIGNING_CERTIFICATE.id(), entra::createSigningCertificate)
                        .step(ENTRA_ASSIGNMENTS.id(), this::assignInEntra)
                        .step(ENTRA_METADATA.id(), entra::downloadMetadata)
                        .step(IDENTITY_CENTER_METADATA.id(), source::handInMetadata)
                        .step(ENTRA_SP_METADATA.id(), step -> entra.setServiceProvider(step, source.reading()))
                        .step(IDENTITY_SOURCE.id(), source::change)
                        .step(SCIM_TOKEN.id(), provisioning::handInToken)
                        .step(ENTRA_PROVISIONING.id(), this::provisionPeople)
                        .step(ACCOUNT_ACCESS.id(), this::grantAccountAccess)
                        .step(CONNECT_INSTANCE.id(), connect::createInstance, Mending.by(connect.made()))
                        .step(
                                CONNECT_AGENTS.id(),
                                connect::createAgents,
                                Mending.by(corrections.agents(), connect.agentsMade()))
                        .step(CONNECT_APPLICATION.id(), this::addConnectApplication)
                        .step(SAML_PROVIDER.id(), this::createSamlProvider)
                        .step(FEDERATION_POLICY.id(), this::createFederationPolicy)
                        .step(FEDERATION_ROLE.id(), this::createFederationRole)
                        .step(ACCESS_SIMULATION.id(), this::simulateAccess, Mending.by(Skip.freely()))
                        .step(APPLICATION_SETTINGS.id(), this::setApplicationMappings)
                        .step(APPLICATION_ACCESS.id(), this::grantApplicationAccess)
                        .step(SIGN_IN.id(), this::proveSignIn)
                        .step(OUTCOME.id(), this::tellOutcome));
        return outcome;
    }

    private PlanDraft preflight(Step step) {
        Facts read = new Preflight(step, request()).read(mark());
        facts = read;
        principals = read.principals().value().orElse(null);
        read.snapshot().value().ifPresent(snapshot -> step.keep(Findings.SNAPSHOT, snapshot.document()));
        return FederationPlan.of(request(), read);
    }

    private void assignInEntra(Step step) {
        new EntraAssignments(step, request(), require(entraBranch))
                .assign(facts().entra().people().require());
    }

    private void provisionPeople(Step step) {
        principals = require(entraProvisioning)
                .provision(
                        step,
                        require(entraBranch),
                        facts().entra().people().require(),
                        Preflight.principals(request(), center()));
    }

    private void grantAccountAccess(Step step) {
        new AccountAccessGrants(step, request(), center())
                .grant(require(principals), facts().permissionSets().require());
    }

    private void addConnectApplication(Step step) {
        if (applicationTaskOpened == null) {
            applicationTaskOpened = now().truncatedTo(ChronoUnit.SECONDS);
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

    private void createSamlProvider(Step step) {
        ConnectFederationRequest.Connect connect = request().connect();
        provider = step.effect(
                names().providerArn(),
                expected(SAML_PROVIDER, facts().names().require().provider()),
                () -> step.call(IamActivities.class, "Look for the SAML provider")
                        .findProvider(named(connect.provider())),
                () -> step.call(IamActivities.class, "Put the SAML provider " + connect.provider())
                        .putProvider(asked.note(new Provider(
                                connect.accountId(),
                                connect.provider(),
                                application().document(),
                                ownership(SAML_PROVIDER)))),
                Undo.one(preview -> step.call(IamActivities.class, undoing(preview, "SAML provider"))
                        .removeProvider(asked.provider(named(connect.provider()), preview))));
        step.detail(provider);
    }

    private void createFederationPolicy(Step step) {
        ConnectFederationRequest.Connect connect = request().connect();
        policy = step.effect(
                names().policyArn(),
                expected(FEDERATION_POLICY, facts().names().require().policy()),
                () -> step.call(IamActivities.class, "Look for the policy").findPolicy(named(connect.policy())),
                () -> step.call(IamActivities.class, "Put the policy " + connect.policy())
                        .putPolicy(asked.note(new Policy(
                                connect.accountId(),
                                connect.policy(),
                                connect.region(),
                                instance(),
                                ownership(FEDERATION_POLICY)))),
                Undo.one(preview -> step.call(IamActivities.class, undoing(preview, "policy"))
                        .removePolicy(asked.policy(named(connect.policy()), removableRole(true), preview))));
        step.detail(policy);
    }

    private void createFederationRole(Step step) {
        ConnectFederationRequest.Connect connect = request().connect();
        Role made = step.effect(
                names().roleArn(),
                expected(FEDERATION_ROLE, facts().names().require().role()),
                () -> step.call(IamActivities.class, "Look for the role").findRole(named(connect.role())),
                () -> step.call(IamActivities.class, "Put the role " + connect.role())
                        .putRole(asked.note(new RoleRequest(
                                connect.accountId(),
                                connect.role(),
                                names().providerArn(),
                                names().policyArn(),
                                connect.region(),
                                ownership(FEDERATION_ROLE)))),
                Undo.one(preview ->
                        step.call(IamActivities.class, undoing(preview, "role")).removeRole(removableRole(preview))));
        role = asked.made(made);
        step.detail(made.arn() + " (" + made.id() + ")");
    }

    private RemovableRole removableRole(boolean preview) {
        return asked.role(named(request().connect().role()), names().policyArn(), preview);
    }

    /** A thing in the Connect account that is ours, or shall be. */
    private Named named(String name) {
        return new Named(request().connect().accountId(), name, mark());
    }

    private void simulateAccess(Step step) {
        Role simulated = require(role);
        List<Simulation> decisions = step.call(IamActivities.class, "Simulate the agents' access")
                .simulateAccess(new SimulationQuery(
                        request().connect().accountId(),
                        simulated,
                        names().instanceArn(),
                        request().usernames()));
        List<String> wrong = decisions.stream()
                .filter(decision -> decision.decision() != decision.expected())
                .filter(decision -> decision.decision() != Decision.INCONCLUSIVE)
                .map(decision -> decision.username() + " is " + decision.decision() + " on " + decision.resource())
                .toList();
        if (!wrong.isEmpty()) {
            throw FailureType.CONFLICT.failure(
                    "IAM's policy simulation says otherwise: " + String.join("; ", wrong),
                    "Look at the role's policies and its permissions boundary for what denies or allows it, put that"
                            + " right, or redo federation-policy and federation-role; then try again.");
        }
        long inconclusive = decisions.stream()
                .filter(decision -> decision.decision() == Decision.INCONCLUSIVE)
                .count();
        step.detail(
                inconclusive == 0
                        ? decisions.size() + " decisions as they should be"
                        : inconclusive + " of " + decisions.size()
                                + " decisions are inconclusive: a context value is missing");
    }

    private void setApplicationMappings(Step step) {
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

    private void grantApplicationAccess(Step step) {
        Stream<Principal> groups = require(principals).groups().stream()
                .filter(group -> request().access().groups().contains(group.name()));
        Stream<Principal> users = require(principals).users().stream()
                .filter(user -> request().access().users().stream()
                        .anyMatch(name -> name.value().equals(user.username())))
                .map(user -> new Principal("USER", user.id(), user.username()));
        new ApplicationAccess(step, application(), center())
                .grant(Stream.concat(groups, users).toList());
    }

    private void proveSignIn(Step step) {
        signIn = new ProvenSignIn(step, request(), names(), instance())
                .prove(portal(), application().applicationName());
    }

    private void tellOutcome(Step step) {
        ConnectFederationOutcome reached = new ConnectFederationOutcome(
                portal(),
                names().instanceArn(),
                require(provider),
                require(role).arn(),
                require(policy),
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

    private Expected expected(FederationStep step, Found planned) {
        return Expected.planned(planned, adopts(step));
    }

    private static String undoing(boolean preview, String what) {
        return (preview ? "Look whether the " + what + " can be taken back" : "Take back the " + what);
    }

    private boolean adopts(FederationStep step) {
        return request().adopt().contains(step.id());
    }

    private Ownership ownership(FederationStep step) {
        return new Ownership(mark(), adopts(step));
    }

    private static String mark() {
        return Workflow.getInfo().getWorkflowId();
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
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
