package dev.crossrun.federation;

import static dev.crossrun.federation.FederationStep.FEDERATION_POLICY;
import static dev.crossrun.federation.FederationStep.FEDERATION_ROLE;
import static dev.crossrun.federation.FederationStep.SAML_PROVIDER;

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
import dev.crossrun.domain.Sha256;
import dev.crossrun.engine.Expected;
import dev.crossrun.engine.Mending.Skip;
import dev.crossrun.engine.Step;
import dev.crossrun.engine.Undo;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Connect account's half of the trust: the SAML provider, the policy and the role by which a session becomes a Connect user.
 */
final class FederationIam {
    private static final String LOOK_FOR_PROVIDER = "Look for the SAML provider";
    private static final String LOOK_FOR_POLICY = "Look for the policy";
    private static final String LOOK_FOR_ROLE = "Look for the role";

    /** So many agents' access is simulated: the policy says the same of everybody. */
    private static final int SIMULATED = 20;

    private final Supplier<ConnectFederationRequest> request;
    private final Supplier<Names> names;
    private final Supplier<IamActivities.Names> planned;
    private final Supplier<Document> document;
    private final String mark;
    private final AskedOfIam asked = new AskedOfIam();
    private @Nullable String provider;
    private @Nullable String policy;
    private @Nullable Role role;
    private boolean roleGoes;

    /**
     * @param names once the instance is there
     * @param planned what the plan saw under these names
     * @param document the application's metadata, once it was handed in
     */
    FederationIam(
            Supplier<ConnectFederationRequest> request,
            Supplier<Names> names,
            Supplier<IamActivities.Names> planned,
            Supplier<Document> document,
            String mark) {
        this.request = request;
        this.names = names;
        this.planned = planned;
        this.document = document;
        this.mark = mark;
    }

    String provider() {
        return Optional.ofNullable(provider).orElseThrow();
    }

    String policy() {
        return Optional.ofNullable(policy).orElseThrow();
    }

    String role() {
        return Optional.ofNullable(role).orElseThrow().arn();
    }

    /** Step {@code saml-provider}. */
    void createProvider(Step step) {
        ConnectFederationRequest.Connect connect = request.get().connect();
        provider = step.effect(
                names.get().providerArn(),
                expected(SAML_PROVIDER, planned.get().provider()),
                () -> findProvider(step.call(IamActivities.class, LOOK_FOR_PROVIDER)),
                () -> step.call(IamActivities.class, "Put the SAML provider " + connect.provider())
                        .putProvider(asked.note(new Provider(
                                connect.accountId(), connect.provider(), document.get(), ownership(SAML_PROVIDER)))),
                Undo.one(preview -> step.call(IamActivities.class, Undo.purpose(preview, "the SAML provider"))
                        .removeProvider(asked.provider(named(connect.provider()), roleThatGoes(), preview))));
        step.detail(provider);
    }

    /** Step {@code federation-policy}. */
    void createPolicy(Step step) {
        ConnectFederationRequest.Connect connect = request.get().connect();
        policy = step.effect(
                names.get().policyArn(),
                expected(FEDERATION_POLICY, planned.get().policy()),
                () -> findPolicy(step.call(IamActivities.class, LOOK_FOR_POLICY)),
                () -> step.call(IamActivities.class, "Put the policy " + connect.policy())
                        .putPolicy(asked.note(wantedPolicy())),
                Undo.one(preview -> step.call(IamActivities.class, Undo.purpose(preview, "the policy"))
                        .removePolicy(asked.policy(named(connect.policy()), roleThatGoes(), preview))));
        step.detail(policy);
    }

    /** Step {@code federation-role}. */
    void createRole(Step step) {
        ConnectFederationRequest.Connect connect = request.get().connect();
        Role made = step.effect(
                names.get().roleArn(),
                expected(FEDERATION_ROLE, planned.get().role()),
                () -> findRole(step.call(IamActivities.class, LOOK_FOR_ROLE)),
                () -> step.call(IamActivities.class, "Put the role " + connect.role())
                        .putRole(asked.note(wantedRole())),
                Undo.one(preview -> takeBackRole(step, preview)));
        role = asked.made(made);
        step.detail(made.arn() + " (" + made.id() + ")");
    }

    /** Also one that somebody keeps in place of trying again. */
    private Removal takeBackRole(Step step, boolean preview) {
        roleGoes = false;
        Removal removal = step.call(IamActivities.class, Undo.purpose(preview, "the role"))
                .removeRole(removableRole(preview));
        roleGoes = removal.outcome() != Removal.Outcome.KEPT;
        return removal;
    }

    /** What holds the policy and the provider and is taken back before them; a role that stays goes on holding them. */
    private Optional<RemovableRole> roleThatGoes() {
        return roleGoes ? Optional.of(removableRole(true)) : Optional.empty();
    }

    private RemovableRole removableRole(boolean preview) {
        return asked.role(named(request.get().connect().role()), names.get().policyArn(), preview);
    }

    /** A thing in the Connect account that is ours, or shall be. */
    private Named named(String name) {
        return new Named(request.get().connect().accountId(), name, mark);
    }

    /** Step {@code access-simulation}. */
    void simulateAccess(Step step) {
        Role simulated = Optional.ofNullable(role).orElseThrow();
        List<Simulation> decisions = step.call(IamActivities.class, "Simulate the agents' access")
                .simulateAccess(new SimulationQuery(
                        request.get().connect().accountId(),
                        simulated,
                        names.get().instanceArn(),
                        request.get().usernames().stream().limit(SIMULATED).toList()));
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

    /** For saml-provider: a provider that holds this application's metadata. */
    Skip providerMade() {
        return MadeByHand.thing(
                "The SAML provider " + request.get().connect().provider(),
                step -> findProvider(step.promptCall(IamActivities.class, LOOK_FOR_PROVIDER)),
                before -> Optional.ofNullable(before.get("metadataSha256")).equals(Optional.of(metadataSha256()))
                        ? Optional.empty()
                        : Optional.of("holds other metadata than " + ApplicationMetadata.ARTIFACT),
                before -> provider = names.get().providerArn());
    }

    /** For federation-policy: one that lets each session enter as its own user, and nothing else. */
    Skip policyMade() {
        return MadeByHand.thing(
                "The policy " + request.get().connect().policy(),
                step -> findPolicy(step.promptCall(IamActivities.class, LOOK_FOR_POLICY)),
                before -> PolicyByHand.fault(wantedPolicy(), before.getOrDefault("document", "")),
                before -> policy = names.get().policyArn());
    }

    /** For federation-role: one that this provider's sessions alone may assume, with that policy alone. */
    Skip roleMade() {
        return MadeByHand.thing(
                "The role " + request.get().connect().role(),
                step -> findRole(step.promptCall(IamActivities.class, LOOK_FOR_ROLE)),
                this::faultOfRole,
                before -> role = new Role(names.get().roleArn(), String.valueOf(before.get("id"))));
    }

    /** IAM is given the text without a byte order mark. */
    private String metadataSha256() {
        String text = new String(document.get().original(), StandardCharsets.UTF_8);
        return Sha256.of(text.startsWith("\uFEFF") ? text.substring(1) : text).value();
    }

    private Optional<String> faultOfRole(Map<String, String> before) {
        boolean itsPolicyAlone =
                before.getOrDefault("policies", "").equals(names.get().policyArn())
                        && !before.containsKey("inlinePolicies");
        return PolicyByHand.fault(wantedRole(), before.getOrDefault("trustPolicy", ""))
                .or(() -> itsPolicyAlone
                        ? Optional.empty()
                        : Optional.of("must carry " + names.get().policyArn() + " and no other policy"));
    }

    private Policy wantedPolicy() {
        ConnectFederationRequest.Connect connect = request.get().connect();
        return new Policy(
                connect.accountId(),
                connect.policy(),
                connect.region(),
                names.get().instance(),
                ownership(FEDERATION_POLICY));
    }

    private RoleRequest wantedRole() {
        ConnectFederationRequest.Connect connect = request.get().connect();
        return new RoleRequest(
                connect.accountId(),
                connect.role(),
                names.get().providerArn(),
                names.get().policyArn(),
                connect.region(),
                ownership(FEDERATION_ROLE));
    }

    private Found findProvider(IamActivities iam) {
        return iam.findProvider(named(request.get().connect().provider()));
    }

    private Found findPolicy(IamActivities iam) {
        return iam.findPolicy(named(request.get().connect().policy()));
    }

    private Found findRole(IamActivities iam) {
        return iam.findRole(named(request.get().connect().role()));
    }

    private Expected expected(FederationStep step, Found seen) {
        return Expected.planned(seen, request.get().adopts(step));
    }

    private Ownership ownership(FederationStep step) {
        return new Ownership(mark, request.get().adopts(step));
    }
}
