package dev.crossrun.federation;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.IdentityCenterActivities.Snapshot;
import dev.crossrun.activity.IdentityCenterActivities.User;
import dev.crossrun.activity.OrganizationsActivities.OrganizationAccount;
import dev.crossrun.activity.StsActivities.CallerIdentity;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Username;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Presence;
import dev.crossrun.run.plan.Finding;
import dev.crossrun.run.plan.Finding.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What preflight's facts mean for a request: everything that stands in the way, at once. */
final class Findings {
    /** The name of the list of account assignments among the run's artifacts. */
    static final String SNAPSHOT = "account-assignments.json";

    private final ConnectFederationRequest request;
    private final List<Finding> findings = new ArrayList<>();

    private Findings(ConnectFederationRequest request) {
        this.request = request;
    }

    static List<Finding> of(ConnectFederationRequest request, Facts facts) {
        Findings check = new Findings(request);
        AccountId center = request.identityCenter().accountId();
        AccountId connect = request.connect().accountId();
        check.judge(
                facts.identityCenterCaller(),
                "/identityCenter/accountId",
                caller -> check.caller(caller, center, "/identityCenter/accountId"));
        check.judge(
                facts.connectCaller(),
                "/connect/accountId",
                caller -> check.caller(caller, connect, "/connect/accountId"));
        check.judge(facts.connectAccount(), "/connect/accountId", check::account);
        check.judge(facts.identityCenter(), "/identityCenter", check::identityCenter);
        check.judge(facts.principals(), "/agents", check::principals);
        check.judge(facts.instance(), "/connect/instanceId", check::instance);
        check.judge(facts.users(), "/agents", check::users);
        check.judge(facts.names(), "/connect", check::names);
        check.judge(facts.limits(), "/connect/instanceAlias", check::limits);
        check.judge(facts.aliased(), "/connect/instanceAlias", there -> {});
        check.judge(facts.profiles(), "/agents", check::profiles);
        check.judge(facts.permissionSets(), "/accountAccess", check::permissionSets);
        check.judge(facts.snapshot(), "/identityCenter/identitySource", check::snapshot);
        check.judge(facts.accountAccess(), "/accountAccess", there -> {});
        new EntraFindings(request, check).of(facts.entra());
        return List.copyOf(check.findings);
    }

    <T> void judge(Fact<T> reading, String pointer, Consumer<T> check) {
        reading.failure()
                .ifPresent(why -> block(
                        pointer,
                        why,
                        reading.remedy().orElse("Grant the worker's role what it lacks, or correct the request.")));
        reading.value().ifPresent(check);
    }

    private void caller(CallerIdentity caller, AccountId wanted, String pointer) {
        if (!caller.account().equals(wanted.value())) {
            block(
                    pointer,
                    "The worker's role for " + wanted + " is one of account " + caller.account() + ".",
                    "Correct the role of this account in worker.yml.");
        }
    }

    private void account(OrganizationAccount account) {
        if (!account.state().equals("ACTIVE")) {
            block("/connect/accountId", "The account is " + account.state() + ".", "Use an active account.");
        }
    }

    private void identityCenter(IdentityCenterActivities.Instance center) {
        if (!center.status().equals("ACTIVE")) {
            block("/identityCenter", "IAM Identity Center is " + center.status() + ".", "Wait until it is ACTIVE.");
        }
    }

    /** Who must be in the identity store already: everybody, unless Entra is to provision them. */
    private void principals(IdentityCenterActivities.Principals there) {
        Map<String, User> users = new HashMap<>();
        there.users().forEach(user -> users.put(user.username(), user));
        if (!request.provisions()) {
            for (int i = 0; i < request.agents().size(); i++) {
                agent("/agents/" + i + "/username", request.agents().get(i).username(), users);
            }
        }
        List<String> groups = there.groups().stream().map(Principal::name).toList();
        for (int i = 0; i < request.access().groups().size(); i++) {
            group("/applicationAccess/groups/" + i, request.access().groups().get(i), groups);
        }
        for (int i = 0; i < request.accountAccess().size(); i++) {
            group(
                    "/accountAccess/" + i + "/group",
                    request.accountAccess().get(i).group(),
                    groups);
        }
        List<Username> assigned = request.applicationAccess()
                .map(ConnectFederationRequest.ApplicationAccess::users)
                .orElse(List.of());
        for (int i = 0; i < assigned.size(); i++) {
            if (!users.containsKey(assigned.get(i).value()) && !request.provisions()) {
                absent("/applicationAccess/users/" + i, assigned.get(i));
            }
        }
    }

    /** Entra provisions the groups that are assigned to its application, and no others. */
    private void group(String pointer, String group, List<String> there) {
        boolean arrives = request.provisions()
                && request.entra()
                        .assign()
                        .map(assign -> assign.groups().contains(group))
                        .orElse(false);
        if (!there.contains(group) && !arrives) {
            block(
                    pointer,
                    "The identity store has no group \"" + group + "\".",
                    request.provisions()
                            ? "Name it under entra.assign.groups, so that Entra provisions it, or name another."
                            : "Provision it, or name another.");
        }
    }

    private void agent(String pointer, Username username, Map<String, User> users) {
        User user = users.get(username.value());
        if (user == null) {
            absent(pointer, username);
            return;
        }
        if (!user.primaryEmail().equals(Optional.of(username.value()))) {
            block(
                    pointer,
                    "The primary e-mail of " + username + " in the identity store is "
                            + user.primaryEmail().orElse("not set") + ".",
                    "It is what a session will be named after: make the two equal, case included.");
        }
        if (!user.enabled()) {
            warn(pointer, username + " is disabled in the identity store.", "Enable the user before the sign-in.");
        }
    }

    private void absent(String pointer, Username username) {
        block(pointer, "The identity store has no user " + username + ".", "Provision the user, or correct the name.");
    }

    private void instance(ConnectActivities.Instance instance) {
        if (!instance.identityManagement().equals("SAML")) {
            block(
                    "/connect/instanceId",
                    "The instance manages identities by " + instance.identityManagement() + ".",
                    "The type can never be changed: name a SAML instance.");
        }
        if (!instance.status().equals("ACTIVE")) {
            block("/connect/instanceId", "The instance is " + instance.status() + ".", "Wait until it is ACTIVE.");
        }
    }

    /** An agent with profiles is made where it is missing; one without must be there. */
    private void users(ConnectActivities.Users users) {
        for (int i = 0; i < request.agents().size(); i++) {
            String name = request.agents().get(i).username().value();
            boolean made = request.agents().get(i).routingProfile().isPresent();
            Optional<String> other =
                    users.otherCase().stream().filter(name::equalsIgnoreCase).findFirst();
            if (!users.found().contains(name) && (!made || other.isPresent())) {
                block(
                        "/agents/" + i + "/username",
                        "The Connect instance has no user " + name
                                + other.map(found -> ", but " + found + ": Connect compares case")
                                        .orElse("") + ".",
                        "Make the Connect user, under exactly this name.");
            }
        }
    }

    private void limits(ConnectActivities.Limits limits) {
        Found alias = limits.alias();
        boolean adopted = request.adopts(FederationStep.CONNECT_INSTANCE);
        name(
                FederationStep.CONNECT_INSTANCE,
                "/connect/instanceAlias",
                "The alias " + request.connect().instanceAlias().orElse(""),
                alias);
        Optional.ofNullable(alias.before().get("identityManagement"))
                .filter(type -> !type.equals("SAML"))
                .ifPresent(type -> block(
                        "/connect/instanceAlias",
                        "The instance that has the alias manages identities by " + type + ".",
                        "The type can never be changed: name another alias, or a SAML instance."));
        if (!alias.exists() && limits.instances() >= limits.mostInstances()) {
            block(
                    "/connect/instanceAlias",
                    "The account has " + limits.instances() + " Connect instances in this Region and may have "
                            + limits.mostInstances() + " (quota L-AA17A6B9).",
                    "Ask for a higher quota, name an existing SAML instance, or delete one.");
        }
        if (request.agents().size() > limits.mostUsers()) {
            block(
                    "/agents",
                    request.agents().size() + " agents are more than the " + limits.mostUsers()
                            + " users that an instance may have (quota L-9A46857E).",
                    "Start with fewer agents; a higher quota can be asked for once the instance is there.");
        }
        if (!alias.exists() && !adopted) {
            add(
                    Severity.WARNING,
                    FederationStep.CONNECT_INSTANCE,
                    "/connect/instanceAlias",
                    "An account may create and delete 100 instances in 30 days, both counted together.",
                    "Nothing, unless the account does this often.");
        }
    }

    private void profiles(ConnectActivities.Profiles profiles) {
        List<ConnectFederationRequest.Agent> agents = request.agents();
        for (int i = 0; i < agents.size(); i++) {
            for (String missing : ConnectBranch.missing(profiles, List.of(agents.get(i)))) {
                block("/agents/" + i, "The instance has no " + missing + ".", "Make it, or name another.");
            }
        }
    }

    private void permissionSets(List<PermissionSet> there) {
        List<String> names = there.stream().map(PermissionSet::name).toList();
        for (int i = 0; i < request.accountAccess().size(); i++) {
            String name = request.accountAccess().get(i).permissionSet();
            if (!names.contains(name)) {
                block(
                        "/accountAccess/" + i + "/permissionSet",
                        "IAM Identity Center has no permission set " + name + ".",
                        "Make it, or name another.");
            }
        }
    }

    private void snapshot(Snapshot snapshot) {
        add(
                Severity.WARNING,
                FederationStep.IDENTITY_SOURCE,
                "/identityCenter/identitySource",
                "The change of the identity source changes how everybody signs in: today's users of IAM Identity Center"
                        + " sign in with Entra or not at all. There are " + snapshot.assignments()
                        + " account assignments; the artifact " + SNAPSHOT + " lists them, since going back may remove"
                        + " assignments.",
                "Make sure that everybody who needs access is assigned in Entra, and keep a way into both accounts that"
                        + " does not depend on IAM Identity Center.");
    }

    private void names(IamActivities.Names names) {
        name(
                FederationStep.SAML_PROVIDER,
                "/connect/samlProviderName",
                request.connect().provider(),
                names.provider());
        name(
                FederationStep.FEDERATION_POLICY,
                "/connect/policyName",
                request.connect().policy(),
                names.policy());
        name(
                FederationStep.FEDERATION_ROLE,
                "/connect/roleName",
                request.connect().role(),
                names.role());
        otherPolicies(names.role());
    }

    /** Of a role that is kept or taken over. */
    private void otherPolicies(Found role) {
        String ours = ":policy/" + request.connect().policy();
        List<String> others = Stream.of("policies", "inlinePolicies")
                .flatMap(kind -> Stream.of(role.before().getOrDefault(kind, "").split(",")))
                .filter(policy -> !policy.isEmpty() && !policy.endsWith(ours))
                .toList();
        if (!others.isEmpty()) {
            add(
                    Severity.WARNING,
                    FederationStep.FEDERATION_ROLE,
                    "/connect/roleName",
                    request.connect().role() + " carries other policies too: " + String.join(", ", others)
                            + ". Every agent who signs in may do what they allow.",
                    "Detach them, or choose another name.");
        }
    }

    void name(FederationStep step, String pointer, String name, Found found) {
        taken(step, pointer, name, found, "Choose another name");
    }

    void taken(FederationStep step, String pointer, String name, Found found, String otherwise) {
        boolean adopted = request.adopts(step);
        if (found.presence() == Presence.FOREIGN && !adopted) {
            add(
                    Severity.BLOCKING,
                    step,
                    pointer,
                    name + " is there already and "
                            + found.mark().map(mark -> "belongs to " + mark).orElse("bears no mark of a run") + ".",
                    otherwise + ", or let the request adopt \"" + step.id() + "\".");
        }
        if (!found.exists() && adopted) {
            add(Severity.WARNING, step, pointer, name + " is to be adopted, but is not there.", "It will be created.");
        }
    }

    void block(String pointer, String detail, String remedy) {
        add(Severity.BLOCKING, FederationStep.PREFLIGHT, pointer, detail, remedy);
    }

    void warn(String pointer, String detail, String remedy) {
        add(Severity.WARNING, FederationStep.PREFLIGHT, pointer, detail, remedy);
    }

    private void add(Severity severity, FederationStep step, String pointer, String detail, String remedy) {
        findings.add(new Finding(severity, step.id(), Optional.of(pointer), detail, remedy));
    }
}
