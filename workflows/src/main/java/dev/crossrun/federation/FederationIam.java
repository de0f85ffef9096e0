package dev.crossrun.federation;

import static dev.crossrun.federation.FederationStep.FEDERATION_POLICY;
import static dev.crossrun.federation.FederationStep.FEDERATION_ROLE;
import static dev.crossrun.federation.FederationStep.SAML_PROVIDER;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IamActivities.Case;
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
import dev.crossrun.activity.Removals;
import dev.crossrun.domain.Sha256;
import dev.crossrun.engine.Expected;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.document.XmlText;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Undo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Connect account's half of the trust: the SAML provider, the policy and the role by which a session becomes a Connect user.
 */
final class FederationIam {
    private static final String LOOK_FOR_PROVIDER = "Look for the SAML provider";
    private static final String LOOK_FOR_POLICY = "Look for the policy";
    private static final String LOOK_FOR_ROLE = "Look for the role";

    private static final String NO_INSTANCE = "instance/00000000-0000-0000-0000-000000000000";
    private static final String USER_ID = "aws:userid";

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
    void createProvider(StepContext step) {
        ConnectFederationRequest.Connect connect = request.get().connect();
        Provider wanted = asked.note(new Provider(
                connect.accountId(),
                connect.provider(),
                document.get(),
                ownership(SAML_PROVIDER, planned.get().provider())));
        provider = step.effect(
                names.get().providerArn(),
                expected(SAML_PROVIDER, planned.get().provider()),
                () -> findProvider(step.call(IamActivities.class, LOOK_FOR_PROVIDER)),
                () -> step.call(IamActivities.class, "Put the SAML provider " + connect.provider())
                        .putProvider(wanted),
                (before, made) -> Undo.by(Removals.of(asked.provider(named(connect.provider()), removableRole()))));
        step.detail(provider);
    }

    /** Step {@code federation-policy}. */
    void createPolicy(StepContext step) {
        ConnectFederationRequest.Connect connect = request.get().connect();
        Policy wanted = asked.note(wantedPolicy());
        policy = step.effect(
                names.get().policyArn(),
                expected(FEDERATION_POLICY, planned.get().policy()),
                () -> findPolicy(step.call(IamActivities.class, LOOK_FOR_POLICY)),
                () -> step.call(IamActivities.class, "Put the policy " + connect.policy())
                        .putPolicy(wanted),
                (before, made) -> Undo.by(Removals.of(asked.policy(named(connect.policy()), removableRole()))));
        step.detail(policy);
    }

    /** Step {@code federation-role}. */
    void createRole(StepContext step) {
        ConnectFederationRequest.Connect connect = request.get().connect();
        RoleRequest wanted = asked.note(wantedRole());
        Role made = step.effect(
                names.get().roleArn(),
                expected(FEDERATION_ROLE, planned.get().role()),
                () -> findRole(step.call(IamActivities.class, LOOK_FOR_ROLE)),
                () -> step.call(IamActivities.class, "Put the role " + connect.role())
                        .putRole(wanted),
                (before, there) -> {
                    there.ifPresent(asked::made);
                    return Undo.by(Removals.of(removableRole()));
                });
        role = made;
        step.detail(made.arn() + " (" + made.id() + ")");
    }

    private RemovableRole removableRole() {
        return asked.role(
                named(request.get().connect().role()),
                names.get().roleArn(),
                names.get().policyArn());
    }

    /** A thing in the Connect account that is ours, or shall be. */
    private Named named(String name) {
        return new Named(request.get().connect().accountId(), name, mark);
    }

    /** Step {@code access-simulation}. */
    void simulateAccess(StepContext step) {
        List<Case> cases = cases();
        List<Simulation> decisions = step.call(IamActivities.class, "Simulate the agents' access")
                .simulate(new SimulationQuery(
                        request.get().connect().accountId(), required(role), AccessDocuments.ENTER, cases));
        List<String> wrong = decisions.stream()
                .filter(decision -> decision.decision() != decision.asked().expected())
                .filter(decision -> decision.decision() != Decision.INCONCLUSIVE)
                .map(decision -> username(decision.asked()) + " is " + decision.decision() + " on "
                        + decision.asked().resource())
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

    /** Each agent, with the session's {@code aws:userid}: allowed on this instance and denied on another one. */
    private List<Case> cases() {
        String roleId = required(role).id();
        String instance = names.get().instanceArn();
        String other = instance.replaceFirst("instance/[^/]+$", NO_INSTANCE);
        return request.get().usernames().stream()
                .limit(SIMULATED)
                .map(username -> roleId + ":" + username)
                .flatMap(userId -> Stream.of(
                        new Case(instance + "/user/" + userId, Map.of(USER_ID, userId), Decision.ALLOWED),
                        new Case(other + "/user/" + userId, Map.of(USER_ID, userId), Decision.DENIED)))
                .toList();
    }

    private static String username(Case simulated) {
        String userId = simulated.context().getOrDefault(USER_ID, "");
        return userId.substring(userId.indexOf(':') + 1);
    }

    private static Role required(@Nullable Role role) {
        return Optional.ofNullable(role).orElseThrow();
    }

    /** For saml-provider: a provider that holds this application's metadata. */
    Offer providerMade() {
        return MadeByHand.thing(
                "The SAML provider " + request.get().connect().provider(),
                step -> findProvider(step.promptCall(IamActivities.class, LOOK_FOR_PROVIDER)),
                before -> Optional.ofNullable(before.get("metadataSha256")).equals(Optional.of(metadataSha256()))
                        ? Optional.empty()
                        : Optional.of("holds other metadata than " + ApplicationMetadata.ARTIFACT),
                before -> provider = names.get().providerArn());
    }

    /** For federation-policy: one that lets each session enter as its own user, and nothing else. */
    Offer policyMade() {
        return MadeByHand.thing(
                "The policy " + request.get().connect().policy(),
                step -> findPolicy(step.promptCall(IamActivities.class, LOOK_FOR_POLICY)),
                before -> PolicyByHand.faultOfPolicy(ownUser(), before.getOrDefault("document", "")),
                before -> policy = names.get().policyArn());
    }

    /** For federation-role: one that this provider's sessions alone may assume, with that policy alone. */
    Offer roleMade() {
        return MadeByHand.thing(
                "The role " + request.get().connect().role(),
                step -> findRole(step.promptCall(IamActivities.class, LOOK_FOR_ROLE)),
                this::faultOfRole,
                before -> role = new Role(names.get().roleArn(), String.valueOf(before.get("id"))));
    }

    private String metadataSha256() {
        return Sha256.of(XmlText.of(document.get().original())).value();
    }

    private Optional<String> faultOfRole(Map<String, String> before) {
        boolean itsPolicyAlone =
                before.getOrDefault("policies", "").equals(names.get().policyArn())
                        && !before.containsKey("inlinePolicies");
        return PolicyByHand.faultOfTrust(
                        names.get().providerArn(),
                        request.get().connect().region(),
                        before.getOrDefault("trustPolicy", ""))
                .or(() -> itsPolicyAlone
                        ? Optional.empty()
                        : Optional.of("must carry " + names.get().policyArn() + " and no other policy"));
    }

    private Policy wantedPolicy() {
        ConnectFederationRequest.Connect connect = request.get().connect();
        return new Policy(
                connect.accountId(),
                connect.policy(),
                "Lets a federated user sign in to one Amazon Connect instance as itself",
                AccessDocuments.access(ownUser()),
                ownership(FEDERATION_POLICY, planned.get().policy()));
    }

    private String ownUser() {
        ConnectFederationRequest.Connect connect = request.get().connect();
        return AccessDocuments.ownUser(
                connect.accountId(), connect.region(), names.get().instance());
    }

    private RoleRequest wantedRole() {
        ConnectFederationRequest.Connect connect = request.get().connect();
        return new RoleRequest(
                connect.accountId(),
                connect.role(),
                "Federated users of Amazon Connect",
                AccessDocuments.trust(names.get().providerArn(), connect.region()),
                names.get().policyArn(),
                ownership(FEDERATION_ROLE, planned.get().role()));
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

    /** What the plan did not see is not taken over. */
    private Ownership ownership(FederationStep step, Found seen) {
        return new Ownership(mark, request.get().adopts(step) && seen.exists());
    }
}
