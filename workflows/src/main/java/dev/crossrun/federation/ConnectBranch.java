package dev.crossrun.federation;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.ConnectActivities.Alias;
import dev.crossrun.activity.ConnectActivities.InstanceKey;
import dev.crossrun.activity.ConnectActivities.NewInstance;
import dev.crossrun.activity.ConnectActivities.NewUser;
import dev.crossrun.activity.ConnectActivities.NewUsers;
import dev.crossrun.activity.ConnectActivities.Profiles;
import dev.crossrun.activity.ConnectActivities.RemovableInstance;
import dev.crossrun.activity.ConnectActivities.RemovableUser;
import dev.crossrun.activity.ConnectActivities.UserQuery;
import dev.crossrun.activity.ConnectActivities.Users;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IamActivities.Ownership;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.Place;
import dev.crossrun.activity.Removals;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Username;
import dev.crossrun.engine.Batch;
import dev.crossrun.engine.Cancellation;
import dev.crossrun.engine.Checked;
import dev.crossrun.engine.Expected;
import dev.crossrun.engine.Forms;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.StepContext;
import dev.crossrun.federation.ConnectFederationRequest.Agent;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.Reason;
import io.temporal.failure.ActivityFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The Connect instance and its agents. */
final class ConnectBranch {
    /** Creating an instance takes minutes. */
    private static final Duration CREATION = Duration.ofMinutes(30);

    private static final String USER = "Connect user ";

    private static final Duration BATCH = Duration.ofMinutes(15);

    private final Supplier<ConnectFederationRequest> request;
    private final Supplier<Facts> facts;
    private final Place place;
    private final RunMark mark;
    private Optional<InstanceId> instance;
    private int failedCreations;

    /** Whether somebody made the instance or the agents in this run's stead: then any agent may be there. */
    private boolean byHand;

    ConnectBranch(Supplier<ConnectFederationRequest> request, Supplier<Facts> facts, RunMark mark) {
        this.request = request;
        this.facts = facts;
        ConnectFederationRequest.Connect connect = request.get().connect();
        this.place = new Place(connect.accountId(), connect.region());
        this.mark = mark;
        this.instance = connect.instanceId();
    }

    /** The instance: that of the request, or the one that was made. */
    Optional<InstanceId> instance() {
        return instance;
    }

    /** Step {@code connect-instance}. After a creation that failed, and in a redo, another one is asked for, under a token of its own. */
    void createInstance(StepContext step) {
        String name = request.get().connect().instanceAlias().orElseThrow();
        Alias alias = new Alias(place, name, mark.value());
        boolean adopts = request.get().adopts(FederationStep.CONNECT_INSTANCE);
        Found planned = facts.get().limits().require().alias();
        InstanceId made = step.effect(
                key(name),
                Expected.planned(planned, adopts),
                () -> step.call(ConnectActivities.class, "Look for the instance " + name)
                        .findInstance(alias),
                () -> step.call(ConnectActivities.class, "Create the instance " + name)
                        .putInstance(new NewInstance(
                                alias,
                                request.get().connect().inboundCalls().orElse(true),
                                request.get().connect().outboundCalls().orElse(true),
                                token(step),
                                new Ownership(mark.value(), adopts && planned.exists()))),
                (before, id) -> Undo.by(Removals.of(new RemovableInstance(alias, id))));
        instance = Optional.of(made);
        step.detail(made + " is being created; this takes minutes");
        try {
            ConnectActivities.Instance ready = step.poll(
                            ConnectActivities.class, "Wait until the instance is active", CREATION)
                    .awaitInstance(new InstanceKey(place, made));
            step.detail(ready.arn());
        } catch (ActivityFailure failure) {
            Cancellation.propagate(failure);
            failedCreations++;
            throw failure;
        }
    }

    private static String key(String alias) {
        return "Connect instance " + alias;
    }

    /** Connect answers a token that it knows with the instance of then, be that deleted since. */
    private String token(StepContext step) {
        String first = mark.unique() + "/" + failedCreations;
        return step.round() > 1 ? first + "/" + step.round() : first;
    }

    /** Somebody made the instance instead of this step: it must be the one that was planned. */
    Offer made() {
        return Offer.madeByHand(
                List.of(Forms.required("instanceId", "Id of the instance that was made")), this::checkMade);
    }

    private Checked<Runnable> checkMade(StepContext step, Answer answer) {
        InstanceId id;
        try {
            id = new InstanceId(answer.fields().path("instanceId").asText());
        } catch (IllegalArgumentException e) {
            return Checked.refused(new Reason("/instanceId", "INVALID", String.valueOf(e.getMessage())));
        }
        ConnectActivities.Instance there = step.promptCall(
                        ConnectActivities.class, "Look at the instance that was made")
                .describeInstance(new InstanceKey(place, id));
        String alias = request.get().connect().instanceAlias().orElseThrow();
        boolean planned = there.alias().equals(Optional.of(alias))
                && there.identityManagement().equals("SAML")
                && there.status().equals("ACTIVE");
        return planned
                ? Checked.accepted(() -> takeMadeByHand(id), Map.of("instanceArn", there.arn()))
                : Checked.refused(new Reason(
                        "/instanceId",
                        "OTHER_INSTANCE",
                        "is " + there.status() + ", alias " + there.alias().orElse("none") + ", users by "
                                + there.identityManagement() + "; wanted: ACTIVE, alias " + alias
                                + ", users by SAML"));
    }

    private void takeMadeByHand(InstanceId id) {
        instance = Optional.of(id);
        byHand = true;
    }

    /** Somebody made the agents instead of this step: all must be there. */
    Offer agentsMade() {
        return Offer.madeByHand(List.of(), (step, answer) -> {
            List<Username> wanted = request.get().usernames();
            List<String> there = step.promptCall(ConnectActivities.class, "Look whether the agents are there")
                    .findUsers(new UserQuery(new InstanceKey(place, instance.orElseThrow()), wanted))
                    .found();
            List<String> missing = wanted.stream()
                    .map(Username::value)
                    .filter(name -> !there.contains(name))
                    .toList();
            return missing.isEmpty()
                    ? Checked.accepted(() -> byHand = true, Map.of("agents", String.valueOf(wanted.size())))
                    : Checked.refused(
                            new Reason("", "NOT_THERE", "The instance has no user " + String.join(", ", missing)));
        });
    }

    /** Step {@code connect-agents}: users with their profiles, in portions. Who is there already stays as it is. */
    void createAgents(StepContext step) {
        InstanceKey key = new InstanceKey(place, instance.orElseThrow());
        List<Agent> wanted = request.get().agents().stream()
                .filter(agent -> agent.routingProfile().isPresent())
                .toList();
        Profiles profiles = step.call(ConnectActivities.class, "Look up the profiles by name")
                .findProfiles(key);
        requireProfiles(profiles, wanted);
        step.effects(new Batch<>(
                wanted,
                agent -> USER + agent.username(),
                agent -> agent.username().value(),
                agent -> planned(agent.username().value()),
                some -> find(step, key, some),
                some -> create(step, key, some, profiles),
                agent -> undo(key, agent)));
        step.detail(wanted.size() + " of " + wanted.size() + " agents are there");
    }

    private List<Found> find(StepContext step, InstanceKey key, List<Agent> some) {
        Users there = step.call(ConnectActivities.class, "Look which agents are there")
                .findUsers(new UserQuery(key, some.stream().map(Agent::username).toList()));
        return some.stream()
                .map(agent -> there.of(agent.username().value(), mark.value()))
                .toList();
    }

    private List<ItemResult> create(StepContext step, InstanceKey key, List<Agent> some, Profiles profiles) {
        List<NewUser> users = some.stream().map(agent -> user(agent, profiles)).toList();
        return step.batch(ConnectActivities.class, "Create " + users.size() + " agents", BATCH)
                .createUsers(new NewUsers(key, users, mark.value()));
    }

    /** An agent that stays keeps the instance, if this run made that. */
    private Undo undo(InstanceKey key, Agent agent) {
        Undo undo = Undo.by(Removals.of(new RemovableUser(key, agent.username(), mark.value())));
        return request.get()
                .connect()
                .instanceAlias()
                .map(ConnectBranch::key)
                .map(undo::inside)
                .orElse(undo);
    }

    private Expected planned(String username) {
        return byHand
                ? Expected.anything()
                : Expected.planned(
                        facts.get()
                                .users()
                                .value()
                                .map(users -> users.of(username, mark.value()))
                                .orElseGet(Found::absent),
                        true);
    }

    private static NewUser user(Agent agent, Profiles profiles) {
        return new NewUser(
                agent.username(),
                agent.firstName().orElse(""),
                agent.lastName().orElse(""),
                profiles.routing().getOrDefault(agent.routingProfile().orElse(""), ""),
                agent.securityProfiles().stream()
                        .map(name -> profiles.security().getOrDefault(name, ""))
                        .toList());
    }

    private static void requireProfiles(Profiles profiles, List<Agent> wanted) {
        Set<String> missing = missing(profiles, wanted);
        if (!missing.isEmpty()) {
            throw FailureType.INVALID_REQUEST.failure(
                    "The instance has no " + String.join(", no ", missing)
                            + ". It has the routing profiles "
                            + sorted(profiles.routing().keySet())
                            + " and the security profiles "
                            + sorted(profiles.security().keySet()),
                    "Make the missing ones in the Connect instance, then try again.");
        }
    }

    /** The profiles that the agents shall have and the instance has not. */
    static Set<String> missing(Profiles profiles, List<Agent> wanted) {
        Set<String> missing = new TreeSet<>();
        for (Agent agent : wanted) {
            agent.routingProfile()
                    .filter(name -> !profiles.routing().containsKey(name))
                    .ifPresent(name -> missing.add("routing profile " + name));
            agent.securityProfiles().stream()
                    .filter(name -> !profiles.security().containsKey(name))
                    .forEach(name -> missing.add("security profile " + name));
        }
        return missing;
    }

    private static String sorted(Set<String> names) {
        return String.join(", ", new TreeSet<>(names));
    }
}
