package dev.crossrun.runbook.connect;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.ConnectActivities.Alias;
import dev.crossrun.activity.ConnectActivities.Instance;
import dev.crossrun.activity.ConnectActivities.InstanceKey;
import dev.crossrun.activity.ConnectActivities.Limits;
import dev.crossrun.activity.ConnectActivities.UserQuery;
import dev.crossrun.activity.ConnectActivities.Users;
import dev.crossrun.activity.Place;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.engine.Look;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.run.effect.Presence;
import dev.crossrun.runbook.connect.Names.RunMark;
import java.util.Optional;

/** What is looked at in Amazon Connect before the plan by more than one step. */
final class ConnectSeen {
    private final RunInput<ConnectFederationRequest> input;

    /** The instance that the request names. */
    final Look<Instance> given = Look.maybe("/connect/instanceId", this::describeGiven);

    /** What a new instance would run into. */
    final Look<Limits> limits = Look.maybe("/connect/instanceAlias", this::readLimits);

    /** The agents that are users already. */
    final Look<Users> users = Look.maybe("/agents", this::findUsers);

    private final Look<Instance> aliased = Look.maybe("/connect/instanceAlias", this::describeAliased);

    ConnectSeen(RunInput<ConnectFederationRequest> input) {
        this.input = input;
    }

    Place place() {
        return new Place(
                input.get().connect().accountId(), input.get().connect().region());
    }

    /** The instance that is there and may be used: the one that the request names, or that has the alias. */
    Optional<InstanceKey> instance(Preflight preflight) {
        return given.in(preflight)
                .or(() -> aliased.in(preflight).filter(found -> found.status().equals("ACTIVE")))
                .map(found -> new InstanceKey(place(), found.id()));
    }

    private Optional<Instance> describeGiven(Preflight preflight) {
        return input.get()
                .connect()
                .instanceId()
                .map(id -> connect(preflight, "Look up the Connect instance")
                        .describeInstance(new InstanceKey(place(), id)));
    }

    private Optional<Limits> readLimits(Preflight preflight) {
        return input.get()
                .connect()
                .instanceAlias()
                .map(alias -> connect(preflight, "Look up Connect's limits and the alias")
                        .readLimits(new Alias(place(), alias, RunMark.ours().value())));
    }

    /** The instance that has the alias, if the run may use it. */
    private Optional<Instance> describeAliased(Preflight preflight) {
        return limits.in(preflight)
                .map(Limits::alias)
                .filter(found ->
                        found.presence() == Presence.OURS || input.get().adopts(ConnectInstanceStep.ID))
                .flatMap(found -> Optional.ofNullable(found.before().get("id")))
                .map(id -> connect(preflight, "Look up the instance that has the alias")
                        .describeInstance(new InstanceKey(place(), new InstanceId(id))));
    }

    private Optional<Users> findUsers(Preflight preflight) {
        return instance(preflight)
                .map(key -> connect(preflight, "Look up the agents in Connect")
                        .findUsers(new UserQuery(key, input.get().usernames())));
    }

    private static ConnectActivities connect(Preflight preflight, String summary) {
        return preflight.call(ConnectActivities.class, summary);
    }
}
