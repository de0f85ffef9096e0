package dev.crossrun.simulator.world;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** IAM of one account: eventually consistent, like the real one. Keys are names for roles, ARNs for the rest. */
public final class Iam {
    private final String accountId;
    private final World world;
    private final Replicated<String, IamRole> roles;
    private final Replicated<String, IamRole> reservedRoles;
    private final Replicated<String, ManagedPolicy> policies;
    private final Replicated<String, SamlProvider> samlProviders;
    private final Map<String, IamUser> users = new LinkedHashMap<>();

    Iam(String accountId, World world) {
        this.accountId = accountId;
        this.world = world;
        this.roles = world.replicated();
        this.reservedRoles = world.replicated();
        this.policies = world.replicated();
        this.samlProviders = world.replicated();
    }

    public String arn(String resource) {
        return "arn:aws:iam::" + accountId + ":" + resource;
    }

    /** The account's own roles. */
    public Replicated<String, IamRole> roles() {
        return roles;
    }

    /** The roles that Identity Center keeps in the account. IAM shows them like any other, and changes none. */
    public Replicated<String, IamRole> reservedRoles() {
        return reservedRoles;
    }

    /** A role, whoever keeps it, as a reader sees it. */
    public Optional<IamRole> role(String name) {
        return roles.get(name).or(() -> reservedRoles.get(name));
    }

    /** All roles, whoever keeps them, as a reader sees them. */
    public List<IamRole> visibleRoles() {
        return Stream.concat(roles.visible().stream(), reservedRoles.visible().stream())
                .toList();
    }

    /** A policy that can be attached here: the account's own, or AWS's. */
    public Optional<ManagedPolicy> policy(String arn) {
        return policies.get(arn).or(() -> AwsManagedPolicies.find(arn));
    }

    public Replicated<String, ManagedPolicy> policies() {
        return policies;
    }

    public Replicated<String, SamlProvider> samlProviders() {
        return samlProviders;
    }

    public synchronized Optional<IamUser> user(String name) {
        return Optional.ofNullable(users.get(name));
    }

    /** Makes a user with one access key, whose identity policy is the given document. */
    public synchronized IamUser createUser(String name, String accessKeyId, String secretKey, String policy) {
        IamUser user = new IamUser(name, world.ids().unique("AIDA"), arn("user/" + name), Map.of("inline", policy));
        users.put(name, user);
        world.credentials().addUserKey(accessKeyId, secretKey, accountId, user);
        return user;
    }

    /** A role that has been there for ever, with one inline policy. */
    public IamRole plantRole(String name, String trustPolicy, String inlinePolicy) {
        IamRole role = new IamRole(
                name,
                "/",
                world.ids().unique("AROA"),
                arn("role/" + name),
                world.now(),
                trustPolicy,
                "",
                3600,
                Map.of("inline", inlinePolicy),
                List.of(),
                Map.of(),
                Optional.empty());
        roles.plant(name, role);
        return role;
    }

    /** The policy documents that decide what a role may do now: its inline ones and the attached ones. */
    public List<String> policyDocuments(IamRole role) {
        Stream<String> attached = role.attachedPolicyArns().stream()
                .flatMap(arn -> policy(arn).stream())
                .map(ManagedPolicy::defaultDocument);
        return Stream.concat(role.inlinePolicies().values().stream(), attached).toList();
    }

    /**
     * The documents of all policies that decide what a role may do, by their kinds in the words of refusals: what the
     * role's own allow, its boundary must allow, too.
     */
    public Map<String, List<String>> policiesByKind(IamRole role) {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("identity-based policy", policyDocuments(role));
        role.boundaryArn()
                .ifPresent(arn -> kinds.put(
                        "permissions boundary",
                        policy(arn).map(ManagedPolicy::defaultDocument).stream().toList()));
        return kinds;
    }

    /** How many roles have a policy as their permissions boundary. */
    public int boundaryCount(String policyArn) {
        return (int) roles.all().stream()
                .filter(role -> role.boundaryArn().equals(Optional.of(policyArn)))
                .count();
    }

    /** How many roles a policy is attached to, counting what readers do not see yet. */
    public int attachmentCount(String policyArn) {
        return (int) Stream.concat(roles.all().stream(), reservedRoles.all().stream())
                .filter(role -> role.attachedPolicyArns().contains(policyArn))
                .count();
    }
}
