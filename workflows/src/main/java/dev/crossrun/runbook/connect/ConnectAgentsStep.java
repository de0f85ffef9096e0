package dev.crossrun.runbook.connect;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.ConnectActivities.InstanceKey;
import dev.crossrun.activity.ConnectActivities.NewUser;
import dev.crossrun.activity.ConnectActivities.NewUsers;
import dev.crossrun.activity.ConnectActivities.ProfileQuery;
import dev.crossrun.activity.ConnectActivities.Profiles;
import dev.crossrun.activity.ConnectActivities.RemovableUser;
import dev.crossrun.activity.ConnectActivities.User;
import dev.crossrun.activity.ConnectActivities.UserQuery;
import dev.crossrun.activity.ConnectActivities.Users;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.Removals;
import dev.crossrun.domain.Username;
import dev.crossrun.engine.Done;
import dev.crossrun.engine.Look;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.effect.Batch;
import dev.crossrun.engine.effect.Expected;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.task.Reason;
import dev.crossrun.runbook.connect.ConnectFederationRequest.Agent;
import dev.crossrun.runbook.connect.Names.RunMark;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The agents as users of the instance, with their profiles, in portions. Who is there already stays as it is. */
final class ConnectAgentsStep extends FederationStep<Done> {
    private static final String USER = "Connect user ";

    private static final Duration BATCH = Duration.ofMinutes(15);

    private final ConnectSeen connect;
    private final Supplier<Optional<ConnectInstanceStep.Made>> made;
    private final Corrections corrections;
    private final Look<Profiles> profiles = Look.maybe("/agents", this::look);

    /** Whether a person created the agents instead of this run: then any agent may exist. */
    private boolean byHand;

    ConnectAgentsStep(RunInput<ConnectFederationRequest> input, ConnectSeen connect, ConnectInstanceStep instance) {
        super(
                StepDefinition.automated("connect-agents", "Create the agents", "CONNECT_ACCOUNT")
                        .undone("The users that this run made are deleted")
                        .undoWarning("A user's settings and quick connects are deleted with the user."),
                input);
        this.connect = connect;
        this.made = valueIfAsked(instance);
        this.corrections = new Corrections(input);
    }

    @Override
    protected boolean asked() {
        return !wanted().isEmpty();
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        Optional<Profiles> found = profiles.in(preflight);
        found.ifPresent(all -> requireProfiles(preflight, all));
        AgentChanges changes = new AgentChanges(found, connect.users.in(preflight));
        changes.findings(preflight, this, wanted());
        List<Agent> agents = request().agents();
        return several(
                Action.CREATE,
                agents.size() + (agents.size() == 1 ? " agent" : " agents"),
                "Creates them as users of the instance",
                changes.there(agents),
                agents.size(),
                changes.of(agents));
    }

    private void requireProfiles(Preflight preflight, Profiles found) {
        List<Agent> agents = request().agents();
        for (int i = 0; i < agents.size(); i++) {
            for (String missing : missing(found, List.of(agents.get(i)))) {
                preflight.block("/agents/" + i, "The instance has no " + missing + ".", "Make it, or name another.");
            }
        }
    }

    private Optional<Profiles> look(Preflight preflight) {
        return connect.instance(preflight)
                .map(key -> preflight
                        .call(ConnectActivities.class, "Look up the agents' profiles")
                        .findProfiles(query(key)));
    }

    private ProfileQuery query(InstanceKey key) {
        return new ProfileQuery(
                key,
                wanted().stream()
                        .flatMap(agent -> agent.securityProfiles().stream())
                        .distinct()
                        .toList());
    }

    @Override
    protected Done run(StepContext step) {
        InstanceKey key = key();
        List<Agent> wanted = wanted();
        Profiles there = step.call(ConnectActivities.class, "Look up the profiles by name")
                .findProfiles(query(key));
        requireProfiles(there, wanted);
        requireAsPlanned(there);
        step.effects(new Batch<>(
                wanted,
                agent -> USER + agent.username(),
                agent -> agent.username().value(),
                agent -> planned(agent.username().value()),
                some -> find(step, key, some),
                some -> step.batch(ConnectActivities.class, "Create " + some.size() + " agents", BATCH)
                        .createUsers(new NewUsers(
                                key,
                                some.stream().map(agent -> user(agent, there)).toList(),
                                mark())),
                agent -> undo(key, agent)));
        step.detail(wanted.size() + " of " + wanted.size() + " agents are there");
        return Done.DONE;
    }

    private InstanceKey key() {
        return new InstanceKey(connect.place(), new Names(request(), made.get()).instance());
    }

    /** Those that the request says how to make. */
    private List<Agent> wanted() {
        return request().agents().stream()
                .filter(agent -> agent.routingProfile().isPresent())
                .toList();
    }

    private static List<Found> find(StepContext step, InstanceKey key, List<Agent> some) {
        Users there = step.call(ConnectActivities.class, "Look which agents are there")
                .findUsers(new UserQuery(key, some.stream().map(Agent::username).toList()));
        return some.stream()
                .map(agent -> there.of(agent.username().value(), mark()))
                .toList();
    }

    /** An agent that stays keeps the instance, if this run made that. */
    private Undo undo(InstanceKey key, Agent agent) {
        Undo undo = Removals.undo(new RemovableUser(key, agent.username(), mark()));
        return request()
                .connect()
                .instanceAlias()
                .map(ConnectInstanceStep::key)
                .map(undo::inside)
                .orElse(undo);
    }

    private Expected planned(String username) {
        boolean anybody =
                byHand || made.get().map(ConnectInstanceStep.Made::byHand).orElse(false);
        return anybody
                ? Expected.anything()
                : Expected.planned(
                        connect.users
                                .seen()
                                .map(users -> users.of(username, mark()))
                                .orElseGet(Found::absent),
                        true);
    }

    private static String mark() {
        return RunMark.ours().value();
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

    /** A security profile that permits something else than the approver saw is given to nobody. */
    private void requireAsPlanned(Profiles there) {
        String changed = profiles.seen().stream()
                .flatMap(planned -> planned.permissions().entrySet().stream())
                .filter(each -> !each.getValue().equals(there.permissions().get(each.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(", "));
        if (!changed.isEmpty()) {
            throw FailureType.CONFLICT.failure(
                    "The security profile " + changed + " permits something else than when the plan was approved",
                    "Look at who changed it in Amazon Connect. Restore it, then try again; or abort, and start another run,"
                            + " whose plan shows it as it is now.");
        }
    }

    /** The profiles that the agents shall have and the instance has not. */
    private static Set<String> missing(Profiles profiles, List<Agent> wanted) {
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

    @Override
    protected List<Offer> offers() {
        return List.of(corrections.agents(), madeByHand(List.of(), (step, answer) -> checkMade(step)));
    }

    /** Somebody made the agents instead of this step: all must be there. */
    private Checked<Done> checkMade(StepContext step) {
        List<Username> all = request().usernames();
        List<String> there = step
                .promptCall(ConnectActivities.class, "Check whether the agents are there")
                .findUsers(new UserQuery(key(), all))
                .found()
                .stream()
                .map(User::username)
                .toList();
        List<String> missing = all.stream()
                .map(Username::value)
                .filter(name -> !there.contains(name))
                .toList();
        if (!missing.isEmpty()) {
            return Checked.refused(
                    new Reason("", "NOT_THERE", "The instance has no user " + String.join(", ", missing)));
        }
        byHand = true;
        return Checked.accepted(Done.DONE, Map.of("agents", String.valueOf(all.size())));
    }
}
