package dev.crossrun.federation;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.Job;
import dev.crossrun.activity.EntraActivities.JobConnection;
import dev.crossrun.activity.EntraActivities.OnDemand;
import dev.crossrun.activity.EntraActivities.People;
import dev.crossrun.activity.EntraActivities.Provisioned;
import dev.crossrun.activity.EntraActivities.RemovableJob;
import dev.crossrun.activity.EntraActivities.User;
import dev.crossrun.activity.EntraActivities.WantedJob;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.IdentityCenterActivities.Principals;
import dev.crossrun.activity.Removals;
import dev.crossrun.activity.ScimActivities;
import dev.crossrun.domain.Sealed;
import dev.crossrun.domain.Username;
import dev.crossrun.engine.Checked;
import dev.crossrun.engine.Expected;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Presence;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Steps {@code scim-token} and {@code entra-provisioning}: the SCIM token, which is never seen in the clear here, and the job that uses it. */
final class EntraProvisioning {
    /** So many are provisioned on demand by one call of the activity. */
    private static final int PORTION = 5;

    /** Graph takes a while for each. */
    private static final Duration FOR_A_PORTION = Duration.ofMinutes(10);

    /** So many agents are provisioned on demand; more than that wait for the cycle. */
    private static final int ON_DEMAND = 50;

    /** A first cycle takes 40 minutes, and longer in a large tenant. */
    private static final Duration CYCLE = Duration.ofHours(6);

    private final ConnectFederationRequest request;
    private @Nullable Access access;
    private Optional<String> known = Optional.empty();

    EntraProvisioning(ConnectFederationRequest request) {
        this.request = request;
    }

    /** Step {@code scim-token}. */
    void handInToken(StepContext step) {
        access = step.ask(new EntraTasks(request).enableProvisioning(), answer -> check(step, answer));
        step.verified("API", "ServiceProviderConfig opened with the token", access.endpoint());
        step.detail(access.endpoint());
    }

    private Checked<Access> check(StepContext step, Answer answer) {
        String endpoint = answer.fields().path("endpoint").asText();
        Access given =
                new Access(endpoint, new Sealed(answer.fields().path("token").asText()));
        return step.promptCall(ScimActivities.class, "Try the SCIM token")
                .tryToken(new ScimActivities.Endpoint(endpoint, given.token()))
                .map(problem -> Checked.<Access>refused(new Reason("/token", "TOKEN_REFUSED", problem)))
                .orElseGet(() -> Checked.accepted(given, Map.of("endpoint", endpoint)));
    }

    /**
     * Step {@code entra-provisioning}.
     *
     * @return whoever has arrived in the identity store
     */
    Principals provision(
            StepContext step, EntraBranch branch, People people, IdentityCenterActivities.PrincipalQuery arriving) {
        Application application = branch.application();
        Access given = Optional.ofNullable(access).orElseThrow();
        Optional<Found> seen = branch.planned().flatMap(facts -> facts.job().value());
        String id = step.effect(
                "Provisioning job of " + application.name(),
                new Expected(
                        seen.map(job -> branch.ours() ? ours(job) : job),
                        request.adopts(FederationStep.ENTRA_PROVISIONING),
                        false),
                () -> {
                    Found there = entra(step, "Look for a provisioning job").findJob(application);
                    known = id(there);
                    return branch.ours() && seen.equals(Optional.of(there)) ? ours(there) : there;
                },
                () -> {
                    String put = entra(step, "Create the provisioning job").putJob(new WantedJob(application, known));
                    known = Optional.of(put);
                    return put;
                },
                (before, put) -> undo(branch, put.or(() -> id(before))));
        Job job = new Job(application, id);
        entra(step, "Give Entra the SCIM endpoint and token")
                .connectJob(new JobConnection(job, given.endpoint(), given.token()));
        entra(step, "Start the provisioning job").startJob(job);
        provisionOnDemand(step, job, people);
        step.detail("Waiting for the first cycle, which takes about 40 minutes");
        step.poll(EntraActivities.class, "Wait for the first provisioning cycle", CYCLE)
                .awaitCycle(job);
        Principals there = step.batch(
                        IdentityCenterActivities.class,
                        "Wait until people have arrived in the identity store",
                        request.patienceOrDefault().looking())
                .awaitArrival(arriving);
        step.detail(there.users().size() + " users and " + there.groups().size() + " groups are in the identity store");
        return there;
    }

    /** Somebody provisioned people instead of this step: all must have arrived. */
    Offer provisioned(Supplier<IdentityCenterActivities.PrincipalQuery> wanted, Consumer<Principals> take) {
        return Offer.madeByHand(List.of(), (step, answer) -> {
            Principals there = step.promptCall(IdentityCenterActivities.class, "Look whether people have arrived")
                    .findPrincipals(wanted.get());
            Set<String> names = Stream.concat(
                            there.users().stream()
                                    .filter(user -> user.primaryEmail().equals(Optional.of(user.username())))
                                    .map(IdentityCenterActivities.User::username),
                            there.groups().stream().map(Principal::name))
                    .collect(Collectors.toSet());
            String missing = Stream.concat(
                            wanted.get().usernames().stream().map(Username::value), wanted.get().groups().stream())
                    .filter(name -> !names.contains(name))
                    .collect(Collectors.joining(", "));
            return missing.isEmpty()
                    ? Checked.accepted(() -> take.accept(there), Map.of("arrived", String.valueOf(names.size())))
                    : Checked.refused(new Reason(
                            "",
                            "NOT_ARRIVED",
                            "not in the identity store with this name as primary e-mail: " + missing));
        });
    }

    /** A job bears no mark: one that the plan saw at an application of ours is ours. */
    private static Found ours(Found job) {
        return job.exists() ? new Found(Presence.OURS, job.mark(), job.before()) : job;
    }

    private static Optional<String> id(Found job) {
        return Optional.ofNullable(job.before().get("id"));
    }

    /** A job that may have been made, and whose id is unknown, is deleted together with the application. */
    private static Undo undo(EntraBranch branch, Optional<String> id) {
        Undo alone = Undo.by(Removals.of(new RemovableJob(branch.application(), id)));
        return branch.unlessInUse(id.isPresent() ? alone.inside(branch.key()) : alone.togetherWith(branch.key()));
    }

    private void provisionOnDemand(StepContext step, Job job, People people) {
        Map<String, User> agents = agents(people);
        List<String> ids =
                List.copyOf(agents.keySet()).stream().limit(ON_DEMAND).toList();
        for (int from = 0; from < ids.size(); from += PORTION) {
            List<String> portion = ids.subList(from, Math.min(from + PORTION, ids.size()));
            List<Provisioned> results = step.batch(
                            EntraActivities.class, "Provision " + portion.size() + " agents now", FOR_A_PORTION)
                    .provisionOnDemand(new OnDemand(job, portion));
            requireProvisioned(results, agents);
        }
    }

    private static void requireProvisioned(List<Provisioned> results, Map<String, User> agents) {
        String problems = results.stream()
                .flatMap(result ->
                        result.problem().stream().map(problem -> name(agents, result.userId()) + ": " + problem))
                .collect(Collectors.joining("; "));
        if (!problems.isEmpty()) {
            throw FailureType.CONFLICT.failure(
                    "Entra did not provision " + problems,
                    "NotEffectivelyEntitled means: neither assigned to the application nor a direct member of an"
                            + " assigned group. Assign them, or add them to the group itself; then try again.");
        }
    }

    private static String name(Map<String, User> agents, String id) {
        return Optional.ofNullable(agents.get(id)).map(User::signInName).orElse(id);
    }

    /** The agents of the request by their ids in Entra, in the order of the request. */
    private Map<String, User> agents(People people) {
        Map<String, User> byName = new HashMap<>();
        people.users().forEach(user -> byName.put(user.signInName(), user));
        Map<String, User> agents = new java.util.LinkedHashMap<>();
        request.usernames()
                .forEach(name ->
                        Optional.ofNullable(byName.get(name.value())).ifPresent(user -> agents.put(user.id(), user)));
        return agents;
    }

    private static EntraActivities entra(StepContext step, String summary) {
        return step.call(EntraActivities.class, summary);
    }

    private record Access(String endpoint, Sealed token) {}
}
