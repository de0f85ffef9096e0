package dev.crossrun.federation;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.ConnectActivities.Alias;
import dev.crossrun.activity.ConnectActivities.InstanceKey;
import dev.crossrun.activity.ConnectActivities.NewInstance;
import dev.crossrun.activity.ConnectActivities.NewUser;
import dev.crossrun.activity.ConnectActivities.NewUsers;
import dev.crossrun.activity.ConnectActivities.Profiles;
import dev.crossrun.activity.ConnectActivities.UserQuery;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.Place;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.engine.Step;
import dev.crossrun.federation.ConnectFederationRequest.Agent;
import dev.crossrun.run.Found;
import dev.crossrun.run.Presence;
import io.temporal.failure.ActivityFailure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Branch B: the Connect instance and its agents. */
final class ConnectBranch {
    /** Creating an instance takes minutes. */
    private static final Duration CREATION = Duration.ofMinutes(30);

    /** So many users are made by one call, which at two a second takes less than half a minute. */
    private static final int AT_ONCE = 50;

    private static final Duration BATCH = Duration.ofMinutes(15);

    private final ConnectFederationRequest request;
    private final Place place;
    private final RunMark mark;
    private Optional<InstanceId> instance;
    private int failedCreations;

    ConnectBranch(ConnectFederationRequest request, RunMark mark) {
        this.request = request;
        this.place = new Place(request.connect().accountId(), request.connect().region());
        this.mark = mark;
        this.instance = request.connect().instanceId();
    }

    /** The instance: that of the request, or the one that was made. */
    Optional<InstanceId> instance() {
        return instance;
    }

    /** Step B1. After a creation that failed another one is asked for, under a token of its own. */
    void createInstance(Step step) {
        String name = request.connect().instanceAlias().orElseThrow();
        Alias alias = new Alias(place, name, mark.value());
        boolean adopts = request.adopt().contains(FederationStep.CONNECT_INSTANCE.id());
        InstanceId made = step.effect(
                "Connect instance " + name,
                adopts,
                () -> step.call(ConnectActivities.class, "Look for the instance " + name)
                        .findInstance(alias),
                () -> step.call(ConnectActivities.class, "Create the instance " + name)
                        .putInstance(new NewInstance(
                                alias,
                                request.connect().inboundCalls().orElse(true),
                                request.connect().outboundCalls().orElse(true),
                                mark.unique() + "/" + failedCreations)));
        instance = Optional.of(made);
        step.detail(made + " is being created; this takes minutes");
        try {
            ConnectActivities.Instance ready = step.poll(
                            ConnectActivities.class, "Wait until the instance is active", CREATION)
                    .awaitInstance(new InstanceKey(place, made));
            step.detail(ready.arn());
        } catch (ActivityFailure failure) {
            if (FailureType.of(failure).equals(Optional.of(FailureType.CONFLICT))) {
                failedCreations++;
            }
            throw failure;
        }
    }

    /** Step B2: users with their profiles, in portions. Who is there already stays as it is. */
    void createAgents(Step step) {
        InstanceKey key = new InstanceKey(place, instance.orElseThrow());
        List<Agent> wanted = request.agents().stream()
                .filter(agent -> agent.routingProfile().isPresent())
                .toList();
        Profiles profiles = step.call(ConnectActivities.class, "Look up the profiles by name")
                .findProfiles(key);
        requireProfiles(profiles, wanted);
        for (int from = 0; from < wanted.size(); from += AT_ONCE) {
            List<Agent> portion = wanted.subList(from, Math.min(from + AT_ONCE, wanted.size()));
            create(step, key, portion, profiles);
            step.detail((from + portion.size()) + " of " + wanted.size() + " agents are there");
        }
    }

    private void create(Step step, InstanceKey key, List<Agent> portion, Profiles profiles) {
        List<String> there = step.call(ConnectActivities.class, "Look which agents are there")
                .presentUsers(
                        new UserQuery(key, portion.stream().map(Agent::username).toList()))
                .found();
        Map<String, Found> things = new LinkedHashMap<>();
        portion.forEach(agent -> things.put(
                "Connect user " + agent.username(),
                there.contains(agent.username().value())
                        ? new Found(Presence.FOREIGN, Optional.empty(), Map.of())
                        : Found.absent()));
        List<NewUser> users =
                portion.stream().map(agent -> user(agent, profiles)).toList();
        step.effects(
                things,
                () -> step.batch(ConnectActivities.class, "Create " + portion.size() + " agents", BATCH)
                        .createUsers(new NewUsers(key, users, mark.value())));
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
            throw FailureType.INVALID_REQUEST.failure("The instance has no " + String.join(", no ", missing)
                    + ". It has the routing profiles "
                    + sorted(profiles.routing().keySet())
                    + " and the security profiles " + sorted(profiles.security().keySet())
                    + ". Make the missing ones, then try again.");
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
