package dev.crossrun.runbook.connect;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.EntraActivities.Grants;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.Instance;
import dev.crossrun.activity.IdentityCenterActivities.PrincipalQuery;
import dev.crossrun.activity.IdentityCenterActivities.Principals;
import dev.crossrun.activity.OrganizationsActivities;
import dev.crossrun.activity.OrganizationsActivities.AccountQuery;
import dev.crossrun.activity.OrganizationsActivities.OrganizationAccount;
import dev.crossrun.activity.Place;
import dev.crossrun.activity.StsActivities;
import dev.crossrun.activity.StsActivities.Identified;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Username;
import dev.crossrun.engine.Look;
import dev.crossrun.engine.PlanStep;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.Remedy;
import dev.crossrun.engine.RunInput;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.runbook.connect.ConnectFederationRequest.AccountAccess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Step {@code preflight}: besides what each step looks at, the accounts, IAM Identity Center and the people of the request. */
final class FederationPreflight extends PlanStep {
    /** Identity Center's pace makes thousands of assignments, or of agents, take long. */
    static final Duration LARGE = Duration.ofHours(1);

    private final RunInput<ConnectFederationRequest> input;
    private final ConnectSeen connect;
    private final EntraSeen entra;
    private final Look<List<Identified>> callers = Look.at("/identityCenter/accountId", this::callers);
    private final Look<OrganizationAccount> account = Look.at("/connect/accountId", this::describeAccount);

    final Look<Instance> center = Look.at("/identityCenter", this::describeCenter);

    /** Those of the request who are in the identity store. */
    final Look<Principals> principals = Look.maybe("/agents", this::findPrincipals);

    FederationPreflight(RunInput<ConnectFederationRequest> input, ConnectSeen connect, EntraSeen entra) {
        super("Check what is there and plan", "ALL");
        this.input = input;
        this.connect = connect;
        this.entra = entra;
    }

    /** Identity Center, as the plan saw it. */
    Instance center() {
        return center.seen().orElseThrow();
    }

    /** The users and groups that the run needs in the identity store; {@code members}: also who is in which group. */
    PrincipalQuery wanted(Instance instance, boolean members) {
        List<Username> usernames = Stream.concat(request().usernames().stream(), request().access().users().stream())
                .distinct()
                .toList();
        List<String> groups = Stream.concat(
                        request().access().groups().stream(),
                        request().accountAccess().stream().map(AccountAccess::group))
                .distinct()
                .toList();
        return new PrincipalQuery(instance, usernames, groups, members);
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        Stream.of(callers, account, center, connect.given, entra.grants, entra.people)
                .forEach(look -> look.begin(preflight));
        PeopleFindings people = new PeopleFindings(preflight, request());
        callers.in(preflight).ifPresent(all -> {
            caller(
                    preflight,
                    "/identityCenter/accountId",
                    request().identityCenter().accountId(),
                    all.get(0));
            caller(preflight, "/connect/accountId", request().connect().accountId(), all.get(1));
        });
        account.in(preflight).ifPresent(found -> account(preflight, found));
        center.in(preflight).ifPresent(found -> center(preflight, found));
        principals.in(preflight).ifPresent(people::inIdentityStore);
        connect.given.in(preflight).ifPresent(found -> instance(preflight, found));
        connect.users.in(preflight).ifPresent(found -> users(preflight, found));
        entra.grants.in(preflight).ifPresent(found -> grants(preflight, found));
        entra.people.in(preflight).ifPresent(people::inEntra);
        new ReachFindings(preflight, request(), entra.people.in(preflight), principals.in(preflight)).find();
        return Optional.empty();
    }

    @Override
    protected List<Remedy> remedies() {
        return List.of(
                new Remedy(
                        IdentityCenterActivities.NO_INSTANCE_SAYING,
                        "Name both in the request, under `identityCenter`."),
                new Remedy(OrganizationsActivities.UNKNOWN_ACCOUNT, "The request names it as `connect.accountId`."),
                new Remedy(
                        OrganizationsActivities.NO_ORGANIZATION,
                        "The request names it as `identityCenter.accountId`."));
    }

    private List<Identified> callers(Preflight preflight) {
        return preflight
                .call(StsActivities.class, "Ask who the worker is in each account")
                .callerIdentities(List.of(place(), connect.place()));
    }

    private OrganizationAccount describeAccount(Preflight preflight) {
        return preflight
                .call(OrganizationsActivities.class, "Look up the Connect account in the organization")
                .describeAccount(new AccountQuery(place(), connect.place().account()));
    }

    private Instance describeCenter(Preflight preflight) {
        return preflight
                .call(IdentityCenterActivities.class, "Look up IAM Identity Center")
                .describeInstance(place());
    }

    private Optional<Principals> findPrincipals(Preflight preflight) {
        return center.in(preflight)
                .map(found -> preflight
                        .batch(IdentityCenterActivities.class, "Look up the agents and groups", LARGE)
                        .findPrincipals(wanted(found, true)));
    }

    private Place place() {
        return new Place(
                request().identityCenter().accountId(),
                request().identityCenter().region());
    }

    private static void caller(Preflight preflight, String pointer, AccountId wanted, Identified found) {
        found.failure().ifPresent(failure -> preflight.unreadable(pointer, failure));
        found.identity()
                .filter(caller -> !caller.account().equals(wanted.value()))
                .ifPresent(caller -> preflight.block(
                        pointer,
                        "The worker's role for " + wanted + " is one of account " + caller.account() + ".",
                        "Correct the role of this account in worker.yml."));
    }

    private static void account(Preflight preflight, OrganizationAccount account) {
        if (!account.state().equals("ACTIVE")) {
            preflight.block("/connect/accountId", "The account is " + account.state() + ".", "Use an active account.");
        }
    }

    private static void center(Preflight preflight, Instance center) {
        if (!center.status().equals("ACTIVE")) {
            preflight.block(
                    "/identityCenter", "IAM Identity Center is " + center.status() + ".", "Wait until it is ACTIVE.");
        }
    }

    private static void instance(Preflight preflight, ConnectActivities.Instance instance) {
        if (!instance.identityManagement().equals("SAML")) {
            preflight.block(
                    "/connect/instanceId",
                    "The instance manages identities by " + instance.identityManagement() + ".",
                    "The type can never be changed: name a SAML instance.");
        }
        if (!instance.status().equals("ACTIVE")) {
            preflight.block(
                    "/connect/instanceId", "The instance is " + instance.status() + ".", "Wait until it is ACTIVE.");
        }
    }

    /** An agent with profiles is made where it is missing; one without must be there. */
    private void users(Preflight preflight, ConnectActivities.Users users) {
        for (int i = 0; i < request().agents().size(); i++) {
            String name = request().agents().get(i).username().value();
            boolean made = request().agents().get(i).routingProfile().isPresent();
            Optional<String> other =
                    users.otherCase().stream().filter(name::equalsIgnoreCase).findFirst();
            if (users.find(name).isEmpty() && (!made || other.isPresent())) {
                preflight.block(
                        "/agents/" + i + "/username",
                        "The Connect instance has no user " + name
                                + other.map(found -> ", but " + found + ": Connect compares case")
                                        .orElse("") + ".",
                        "Make the Connect user, under exactly this name.");
            }
        }
    }

    private void grants(Preflight preflight, Grants grants) {
        if (!EntraSeen.users(request()).isEmpty()) {
            needs(
                    preflight,
                    grants,
                    List.of("User.ReadBasic.All", "User.Read.All", "Directory.Read.All"),
                    "read users");
        }
        if (!EntraSeen.groups(request()).isEmpty()) {
            needs(
                    preflight,
                    grants,
                    List.of("GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"),
                    "read groups");
        }
        if (request().switches()) {
            needs(
                    preflight,
                    grants,
                    List.of("Application.ReadWrite.OwnedBy", "Application.ReadWrite.All"),
                    "make the application");
        } else if (request().provisions()) {
            needs(
                    preflight,
                    grants,
                    List.of("Synchronization.ReadWrite.All", "Application.ReadWrite.All"),
                    "set up provisioning of an application that it does not own");
        }
        warnOfSynchronization(preflight, grants);
        if (request().entra().assign().isPresent() && !entra.mayAssign()) {
            preflight.warn(
                    "/entra/assign",
                    "The worker has no AppRoleAssignment.ReadWrite.All in the tenant: an administrator will be asked to"
                            + " assign people.",
                    "Nothing, or grant the permission.");
        }
    }

    /** Microsoft documents less as enough for an application of one's own; tenants answer 401 to it. */
    private void warnOfSynchronization(Preflight preflight, Grants grants) {
        if (request().provisions() && !grants.permissions().contains("Synchronization.ReadWrite.All")) {
            preflight.warn(
                    "/entra/tenantId",
                    "The worker has no Synchronization.ReadWrite.All in the tenant: Entra may answer 401 Unauthorized when"
                            + " provisioning is set up.",
                    "Grant its application the permission Synchronization.ReadWrite.All (application permission of"
                            + " Microsoft Graph, with admin consent).");
        }
    }

    private static void needs(Preflight preflight, Grants grants, List<String> anyOf, String what) {
        if (anyOf.stream().noneMatch(grants.permissions()::contains)) {
            preflight.block(
                    "/entra/tenantId",
                    "The worker may not " + what + " in the tenant.",
                    "Grant its application the permission " + String.join(" or ", anyOf)
                            + " (application permission of Microsoft Graph, with admin consent).");
        }
    }

    private ConnectFederationRequest request() {
        return input.get();
    }
}
