package dev.crossrun.federation;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.ConnectActivities.InstanceKey;
import dev.crossrun.activity.ConnectActivities.UserQuery;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IamActivities.NamesQuery;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.PrincipalQuery;
import dev.crossrun.activity.OrganizationsActivities;
import dev.crossrun.activity.OrganizationsActivities.AccountQuery;
import dev.crossrun.activity.Place;
import dev.crossrun.activity.StsActivities;
import dev.crossrun.activity.StsActivities.CallerIdentity;
import dev.crossrun.domain.Username;
import dev.crossrun.engine.Step;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import java.util.List;
import java.util.stream.Stream;

/** Step 1: reads what is there, side by side, and lets no failed read hide another one's findings. */
final class Preflight {
    private final Step step;
    private final ConnectFederationRequest request;
    private final Place identityCenter;
    private final Place connect;

    Preflight(Step step, ConnectFederationRequest request) {
        this.step = step;
        this.request = request;
        this.identityCenter = new Place(
                request.identityCenter().accountId(), request.identityCenter().region());
        this.connect =
                new Place(request.connect().accountId(), request.connect().region());
    }

    Facts read(String mark) {
        Promise<CallerIdentity> identityCenterCaller = caller(identityCenter);
        Promise<CallerIdentity> connectCaller = caller(connect);
        Promise<OrganizationsActivities.OrganizationAccount> account = Async.function(
                step.call(OrganizationsActivities.class, "Look up the Connect account in the organization")
                        ::describeAccount,
                new AccountQuery(identityCenter, connect.account()));
        Promise<IdentityCenterActivities.Instance> center = Async.function(
                step.call(IdentityCenterActivities.class, "Look up IAM Identity Center")::describeInstance,
                identityCenter);
        InstanceKey key =
                new InstanceKey(connect, request.connect().instanceId().orElseThrow());
        Promise<ConnectActivities.Instance> instance = Async.function(
                step.call(ConnectActivities.class, "Look up the Connect instance")::describeInstance, key);
        Promise<IamActivities.Names> names =
                Async.function(step.call(IamActivities.class, "Look up the IAM names")::findNames, names(mark));
        Reading<IdentityCenterActivities.Instance> centerRead = Reading.of(center);
        Reading<ConnectActivities.Instance> instanceRead = Reading.of(instance);
        return new Facts(
                Reading.of(identityCenterCaller),
                Reading.of(connectCaller),
                Reading.of(account),
                centerRead,
                centerRead.value().map(this::principals).orElseGet(Reading::none),
                instanceRead,
                instanceRead.value().map(found -> users(key)).orElseGet(Reading::none),
                Reading.of(names));
    }

    private Promise<CallerIdentity> caller(Place place) {
        return Async.function(
                step.call(StsActivities.class, "Ask who the worker is in " + place.account())::callerIdentity, place);
    }

    private NamesQuery names(String mark) {
        ConnectFederationRequest.Connect wanted = request.connect();
        return new NamesQuery(wanted.accountId(), wanted.provider(), wanted.policy(), wanted.role(), mark);
    }

    private Reading<IdentityCenterActivities.Principals> principals(IdentityCenterActivities.Instance center) {
        List<Username> usernames = Stream.concat(request.usernames().stream(), request.access().users().stream())
                .distinct()
                .toList();
        return Reading.of(Async.function(
                step.call(IdentityCenterActivities.class, "Look up the agents and groups")::findPrincipals,
                new PrincipalQuery(center, usernames, request.access().groups())));
    }

    private Reading<ConnectActivities.Users> users(InstanceKey key) {
        return Reading.of(Async.function(
                step.call(ConnectActivities.class, "Look up the agents in Connect")::findUsers,
                new UserQuery(key, request.usernames())));
    }
}
