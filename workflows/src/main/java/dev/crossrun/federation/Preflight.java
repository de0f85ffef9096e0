package dev.crossrun.federation;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.ConnectActivities.InstanceKey;
import dev.crossrun.activity.ConnectActivities.UserQuery;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IamActivities.NamesQuery;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.AccountAssignment;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSetQuery;
import dev.crossrun.activity.IdentityCenterActivities.PrincipalQuery;
import dev.crossrun.activity.OrganizationsActivities;
import dev.crossrun.activity.OrganizationsActivities.AccountQuery;
import dev.crossrun.activity.Place;
import dev.crossrun.activity.StsActivities;
import dev.crossrun.activity.StsActivities.CallerIdentity;
import dev.crossrun.activity.StsActivities.Identified;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Username;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Presence;
import dev.crossrun.run.failure.FailureView;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Step {@code preflight}: reads what is there, side by side, and lets no failed read hide another one's findings. */
final class Preflight {
    /** Identity Center's pace makes thousands of assignments, or of agents, take long. */
    private static final Duration LARGE = Duration.ofHours(1);

    private final StepContext step;
    private final ConnectFederationRequest request;
    private final Place identityCenter;
    private final Place connect;

    Preflight(StepContext step, ConnectFederationRequest request) {
        this.step = step;
        this.request = request;
        this.identityCenter = new Place(
                request.identityCenter().accountId(), request.identityCenter().region());
        this.connect =
                new Place(request.connect().accountId(), request.connect().region());
    }

    Facts read(String mark) {
        Promise<List<Identified>> callers = Async.function(
                step.call(StsActivities.class, "Ask who the worker is in each account")::callerIdentities,
                List.of(identityCenter, connect));
        Promise<OrganizationsActivities.OrganizationAccount> account = Async.function(
                step.call(OrganizationsActivities.class, "Look up the Connect account in the organization")
                        ::describeAccount,
                new AccountQuery(identityCenter, connect.account()));
        Promise<IdentityCenterActivities.Instance> center = Async.function(
                step.call(IdentityCenterActivities.class, "Look up IAM Identity Center")::describeInstance,
                identityCenter);
        ConnectReads instance = new ConnectReads(mark);
        Promise<IamActivities.Names> names =
                Async.function(step.call(IamActivities.class, "Look up the IAM names")::findNames, names(mark));
        EntraPreflight entra = new EntraPreflight(step, request, mark);
        Fact<IdentityCenterActivities.Instance> centerRead = Fact.of(center);
        Fact<ConnectActivities.Instance> instanceRead = Fact.of(instance.described);
        Fact<ConnectActivities.Limits> limits = Fact.of(instance.limits);
        Fact<ConnectActivities.Instance> aliased =
                taken(limits).map(this::instance).orElseGet(Fact::none);
        Optional<InstanceId> known = instanceRead
                .value()
                .or(() -> aliased.value().filter(found -> found.status().equals("ACTIVE")))
                .map(ConnectActivities.Instance::id);
        Fact<ConnectActivities.Users> users = known.map(id -> Fact.of(instance.users.orElseGet(() -> users(id))))
                .orElseGet(Fact::none);
        Fact<IdentityCenterActivities.Principals> principals =
                centerRead.value().map(this::principals).orElseGet(Fact::none);
        Fact<List<IdentityCenterActivities.PermissionSet>> permissionSets =
                centerRead.value().map(this::permissionSets).orElseGet(Fact::none);
        return new Facts(
                caller(callers, 0),
                caller(callers, 1),
                Fact.of(account),
                centerRead,
                principals,
                instanceRead,
                users,
                Fact.of(names),
                limits,
                aliased,
                known.map(this::profiles).orElseGet(Fact::none),
                permissionSets,
                centerRead.value().map(this::snapshot).orElseGet(Fact::none),
                accountAccess(centerRead, principals, permissionSets),
                entra.facts());
    }

    /** The instance that has the alias, if the run may use it. */
    private Optional<InstanceId> taken(Fact<ConnectActivities.Limits> limits) {
        return limits.value()
                .map(ConnectActivities.Limits::alias)
                .filter(found -> found.presence() == Presence.OURS || request.adopts(FederationStep.CONNECT_INSTANCE))
                .flatMap(found -> Optional.ofNullable(found.before().get("id")))
                .map(InstanceId::new);
    }

    private Fact<ConnectActivities.Instance> instance(InstanceId id) {
        return Fact.of(Async.function(
                step.call(ConnectActivities.class, "Look up the instance that has the alias")::describeInstance,
                new InstanceKey(connect, id)));
    }

    /** What is read of Connect: an existing instance, or what a new one would run into. */
    private final class ConnectReads {
        private final Optional<Promise<ConnectActivities.Instance>> described;
        private final Optional<Promise<ConnectActivities.Limits>> limits;
        private final Optional<Promise<ConnectActivities.Users>> users;

        ConnectReads(String mark) {
            described = request.connect()
                    .instanceId()
                    .map(id -> Async.function(
                            step.call(ConnectActivities.class, "Look up the Connect instance")::describeInstance,
                            new InstanceKey(connect, id)));
            users = request.connect().instanceId().map(Preflight.this::users);
            limits = request.connect()
                    .instanceAlias()
                    .map(alias -> Async.function(
                            step.call(ConnectActivities.class, "Look up Connect's limits and the alias")::readLimits,
                            new ConnectActivities.Alias(connect, alias, mark)));
        }
    }

    private Fact<ConnectActivities.Profiles> profiles(InstanceId instance) {
        if (request.agents().stream().noneMatch(agent -> agent.routingProfile().isPresent())) {
            return Fact.none();
        }
        return Fact.of(Async.function(
                step.call(ConnectActivities.class, "Look up the agents' profiles")::findProfiles,
                new InstanceKey(connect, instance)));
    }

    private Fact<List<IdentityCenterActivities.PermissionSet>> permissionSets(
            IdentityCenterActivities.Instance center) {
        if (request.accountAccess().isEmpty()) {
            return Fact.none();
        }
        List<String> names = request.accountAccess().stream()
                .map(ConnectFederationRequest.AccountAccess::permissionSet)
                .distinct()
                .toList();
        return Fact.of(Async.function(
                step.batch(IdentityCenterActivities.class, "Look up the permission sets", LARGE)::findPermissionSets,
                new PermissionSetQuery(center, names)));
    }

    /** The account assignments that are wanted, as they are; whoever has not arrived yet has none. */
    private Fact<Map<AccountAssignment, Found>> accountAccess(
            Fact<IdentityCenterActivities.Instance> center,
            Fact<IdentityCenterActivities.Principals> principals,
            Fact<List<IdentityCenterActivities.PermissionSet>> permissionSets) {
        if (principals.value().isEmpty() || permissionSets.value().isEmpty()) {
            return Fact.none();
        }
        List<AccountAssignment> wanted =
                AccountAccessGrants.wanted(request, center.require(), principals.require(), permissionSets.require());
        if (wanted.isEmpty()) {
            return new Fact<>(Optional.of(Map.of()), Optional.empty(), Optional.empty());
        }
        Fact<List<Found>> found = Fact.of(Async.function(
                step.batch(IdentityCenterActivities.class, "Look for the account assignments", LARGE)
                        ::findAccountAssignments,
                wanted));
        Map<AccountAssignment, Found> there = new LinkedHashMap<>();
        found.value().ifPresent(all -> {
            for (int i = 0; i < wanted.size(); i++) {
                there.put(wanted.get(i), all.get(i));
            }
        });
        return new Fact<>(found.value().map(all -> there), found.failure(), found.remedy());
    }

    private Fact<IdentityCenterActivities.Snapshot> snapshot(IdentityCenterActivities.Instance center) {
        return request.switches()
                ? Fact.of(Async.function(
                        step.batch(IdentityCenterActivities.class, "Keep a list of today's account assignments", LARGE)
                                ::snapshotAssignments,
                        center))
                : Fact.none();
    }

    private static Fact<CallerIdentity> caller(Promise<List<Identified>> callers, int place) {
        Fact<List<Identified>> all = Fact.of(callers);
        return all.value()
                .map(each -> each.get(place))
                .map(each -> new Fact<>(
                        each.identity(),
                        each.failure().map(FailureView::message),
                        each.failure().flatMap(FailureView::remedy)))
                .orElseGet(() -> new Fact<>(Optional.empty(), all.failure(), all.remedy()));
    }

    private NamesQuery names(String mark) {
        ConnectFederationRequest.Connect wanted = request.connect();
        return new NamesQuery(wanted.accountId(), wanted.provider(), wanted.policy(), wanted.role(), mark);
    }

    private Fact<IdentityCenterActivities.Principals> principals(IdentityCenterActivities.Instance center) {
        return Fact.of(Async.function(
                step.batch(IdentityCenterActivities.class, "Look up the agents and groups", LARGE)::findPrincipals,
                principals(request, center)));
    }

    /** Everybody in the identity store whom the run needs to find. */
    static PrincipalQuery principals(ConnectFederationRequest request, IdentityCenterActivities.Instance center) {
        List<Username> usernames = Stream.concat(request.usernames().stream(), request.access().users().stream())
                .distinct()
                .toList();
        List<String> groups = Stream.concat(
                        request.access().groups().stream(),
                        request.accountAccess().stream().map(ConnectFederationRequest.AccountAccess::group))
                .distinct()
                .toList();
        return new PrincipalQuery(center, usernames, groups);
    }

    private Promise<ConnectActivities.Users> users(InstanceId instance) {
        InstanceKey key = new InstanceKey(connect, instance);
        return Async.function(
                step.call(ConnectActivities.class, "Look up the agents in Connect")::findUsers,
                new UserQuery(key, request.usernames()));
    }
}
