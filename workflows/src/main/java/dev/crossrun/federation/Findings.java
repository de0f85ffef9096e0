package dev.crossrun.federation;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.IdentityCenterActivities.User;
import dev.crossrun.activity.OrganizationsActivities.OrganizationAccount;
import dev.crossrun.activity.StsActivities.CallerIdentity;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Username;
import dev.crossrun.run.Finding;
import dev.crossrun.run.Finding.Severity;
import dev.crossrun.run.Found;
import dev.crossrun.run.Presence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What preflight's facts mean for a request: everything that stands in the way, at once. */
final class Findings {
    private final ConnectFederationRequest request;
    private final List<Finding> findings = new ArrayList<>();

    private Findings(ConnectFederationRequest request) {
        this.request = request;
    }

    static List<Finding> of(ConnectFederationRequest request, Facts facts) {
        Findings check = new Findings(request);
        AccountId center = request.identityCenter().accountId();
        AccountId connect = request.connect().accountId();
        check.judge(facts.identityCenterCaller(), "/identityCenter/accountId", caller -> check.caller(caller, center));
        check.judge(facts.connectCaller(), "/connect/accountId", caller -> check.caller(caller, connect));
        check.judge(facts.connectAccount(), "/connect/accountId", check::account);
        check.judge(facts.identityCenter(), "/identityCenter", check::identityCenter);
        check.judge(facts.principals(), "/agents", check::principals);
        check.judge(facts.instance(), "/connect/instanceId", check::instance);
        check.judge(facts.users(), "/agents", check::users);
        check.judge(facts.names(), "/connect", check::names);
        return List.copyOf(check.findings);
    }

    private <T> void judge(Reading<T> reading, String pointer, Consumer<T> check) {
        reading.failure()
                .ifPresent(
                        why -> block(pointer, why, "Grant the worker's role what it lacks, or correct the request."));
        reading.value().ifPresent(check);
    }

    private void caller(CallerIdentity caller, AccountId wanted) {
        if (!caller.account().equals(wanted.value())) {
            block(
                    wanted.equals(request.connect().accountId()) ? "/connect/accountId" : "/identityCenter/accountId",
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

    private void principals(IdentityCenterActivities.Principals there) {
        Map<String, User> users = new HashMap<>();
        there.users().forEach(user -> users.put(user.username(), user));
        for (int i = 0; i < request.agents().size(); i++) {
            agent("/agents/" + i + "/username", request.agents().get(i).username(), users);
        }
        List<String> groups = there.groups().stream().map(Principal::name).toList();
        for (int i = 0; i < request.access().groups().size(); i++) {
            String group = request.access().groups().get(i);
            if (!groups.contains(group)) {
                block(
                        "/applicationAccess/groups/" + i,
                        "The identity store has no group \"" + group + "\".",
                        "Provision it, or name another.");
            }
        }
        List<Username> assigned = request.applicationAccess()
                .map(ConnectFederationRequest.ApplicationAccess::users)
                .orElse(List.of());
        for (int i = 0; i < assigned.size(); i++) {
            if (!users.containsKey(assigned.get(i).value())) {
                absent("/applicationAccess/users/" + i, assigned.get(i));
            }
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

    private void users(ConnectActivities.Users users) {
        for (int i = 0; i < request.agents().size(); i++) {
            String name = request.agents().get(i).username().value();
            if (!users.found().contains(name)) {
                Optional<String> other = users.otherCase().stream()
                        .filter(name::equalsIgnoreCase)
                        .findFirst();
                block(
                        "/agents/" + i + "/username",
                        "The Connect instance has no user " + name
                                + other.map(found -> ", but " + found + ": Connect compares case")
                                        .orElse("") + ".",
                        "Make the Connect user, under exactly this name.");
            }
        }
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
    }

    private void name(FederationStep step, String pointer, String name, Found found) {
        boolean adopted = request.adopt().contains(step.id());
        if (found.presence() == Presence.FOREIGN && !adopted) {
            add(
                    Severity.BLOCKING,
                    step,
                    pointer,
                    name + " is there already and "
                            + found.mark().map(mark -> "belongs to " + mark).orElse("bears no mark of a run") + ".",
                    "Choose another name, or let the request adopt \"" + step.id() + "\".");
        }
        if (found.presence() == Presence.ABSENT && adopted) {
            add(Severity.WARNING, step, pointer, name + " is to be adopted, but is not there.", "It will be created.");
        }
    }

    private void block(String pointer, String detail, String remedy) {
        add(Severity.BLOCKING, FederationStep.PREFLIGHT, pointer, detail, remedy);
    }

    private void warn(String pointer, String detail, String remedy) {
        add(Severity.WARNING, FederationStep.PREFLIGHT, pointer, detail, remedy);
    }

    private void add(Severity severity, FederationStep step, String pointer, String detail, String remedy) {
        findings.add(new Finding(severity, step.id(), Optional.of(pointer), detail, remedy));
    }
}
