package dev.crossrun.runbook.connect;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import dev.crossrun.activity.IdentityCenterActivities.PrincipalQuery;
import dev.crossrun.activity.IdentityCenterActivities.Principals;
import dev.crossrun.activity.Removals;
import dev.crossrun.domain.Username;
import dev.crossrun.engine.Look;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.Remedy;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.effect.Expected;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Presence;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.task.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Entra provisions the assigned users and groups into the identity store. */
final class EntraProvisioningStep extends FederationStep<Principals> {
    /** So many are provisioned on demand by one call of the activity. */
    private static final int PORTION = 5;

    /** Graph takes a while for each. */
    private static final Duration FOR_A_PORTION = Duration.ofMinutes(10);

    /** So many agents are provisioned on demand; more than that wait for the cycle. */
    private static final int ON_DEMAND = 50;

    /** A first cycle takes 40 minutes, and longer in a large tenant. */
    private static final Duration CYCLE = Duration.ofHours(6);

    /** For 2,000 people, with two calls of Identity Center each and ten calls a second. */
    private static final Duration ARRIVED = Duration.ofMinutes(10);

    private static final NotProvisioned NOT_ENTITLED = new NotProvisioned(
            "NotEffectivelyEntitled",
            "NotEffectivelyEntitled means: neither assigned to the application nor a direct member of an"
                    + " assigned group. Assign them, or add them to the group itself; then try again.");

    /** IAM Identity Center User Guide, "Troubleshooting IAM Identity Center issues". */
    private static final NotProvisioned MISSING_ATTRIBUTE = new NotProvisioned(
            "name\\.givenName|name\\.familyName|displayName|validation errors? detected|MissingAttribute",
            "IAM Identity Center takes no user without given name, family name and display name: set what the error names in"
                    + " Entra for these people; then try again.");

    private final EntraSeen entra;
    private final FederationPreflight seen;
    private final Supplier<Optional<EntraApplicationStep.Made>> made;
    private final Supplier<ScimTokenStep.Access> access;
    private final Look<Found> planned = Look.maybe("/entra/provisioning", this::look);
    private Optional<String> known = Optional.empty();

    EntraProvisioningStep(
            RunInput<ConnectFederationRequest> input,
            EntraSeen entra,
            FederationPreflight seen,
            EntraApplicationStep application,
            EntraAssignmentsStep assignments,
            ScimTokenStep token) {
        super(
                StepDefinition.automated("entra-provisioning", "Provision people into IAM Identity Center", "ENTRA")
                        .undone("The job is deleted, unless people sign in through the application. The people that it"
                                + " provisioned stay")
                        .undoWarning("The people that it provisioned stay in the identity store.")
                        .adoptable(),
                input);
        this.entra = entra;
        this.seen = seen;
        this.made = valueIfAsked(application);
        this.access = valueOf(token);
        after(assignments);
    }

    @Override
    protected boolean asked() {
        return request().provisions();
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        Optional<Found> there = planned.in(preflight).filter(Found::exists);
        entra.named.in(preflight);
        // In an application of ours the job is ours, too: a job bears no mark.
        if (!entra.ours()) {
            planned.seen()
                    .ifPresent(job -> taken(
                            preflight,
                            "/entra/provisioning",
                            "The application's provisioning job",
                            job,
                            "Delete it if nobody needs it"));
        }
        return planned(
                there.isPresent() && entra.ours() ? Action.KEEP : action(there),
                request().applicationShown(),
                "Entra provisions the assigned users and groups to the identity store",
                change(there));
    }

    private Change change(Optional<Found> there) {
        ObjectNode wanted = values().put(
                        "job", id(there.orElseGet(Found::absent)).orElseGet(() -> Change.knownAfter(id())))
                .put("endpoint", Change.knownAfter(ScimTokenStep.ID))
                .put("accessToken", "the secret of " + ScimTokenStep.ID)
                .put("status", "started")
                .put(
                        "provisions",
                        "the groups and users that are assigned to " + request().applicationShown());
        return made(
                "Provisioning job of the Entra application " + request().applicationShown(),
                there,
                before -> values().put("job", before.getOrDefault("id", "")),
                wanted);
    }

    private Optional<Found> look(Preflight preflight) {
        return entra.application(preflight)
                .map(preflight.call(EntraActivities.class, "Check whether it has a provisioning job")::findJob);
    }

    /** The users and groups that are in the identity store already. */
    @Override
    protected Principals run(StepContext step) {
        EntraApplicationStep.Made inUse = entra.inUse(made.get());
        Job job = new Job(inUse.application(), put(step, inUse));
        step.call(EntraActivities.class, "Give Entra the SCIM endpoint and token")
                .connectJob(new JobConnection(
                        job, access.get().endpoint(), access.get().token()));
        step.call(EntraActivities.class, "Start the provisioning job").startJob(job);
        provisionOnDemand(step, job, entra.people.seen().orElseThrow());
        step.detail("Waiting for the first cycle, which takes about 40 minutes");
        step.poll(EntraActivities.class, "Wait for the first provisioning cycle", CYCLE)
                .awaitCycle(job);
        Principals there = step.batch(
                        IdentityCenterActivities.class,
                        "Wait until people have arrived in the identity store",
                        request().patienceOrDefault().looking())
                .awaitArrival(wanted());
        step.detail(there.users().size() + " users and " + there.groups().size() + " groups are in the identity store");
        return there;
    }

    private String put(StepContext step, EntraApplicationStep.Made inUse) {
        Application application = inUse.application();
        boolean ours = entra.ours(inUse);
        Optional<Found> before = planned.seen().filter(job -> entra.saw(application));
        return step.effect(
                "Provisioning job of " + application.name(),
                new Expected(before.map(job -> ours ? ours(job) : job), adopts(), false),
                () -> {
                    Found there = step.call(EntraActivities.class, "Look for a provisioning job")
                            .findJob(application);
                    known = id(there);
                    return ours && before.equals(Optional.of(there)) ? ours(there) : there;
                },
                () -> {
                    String put = step.call(EntraActivities.class, "Create the provisioning job")
                            .putJob(new WantedJob(application, known));
                    known = Optional.of(put);
                    return put;
                },
                (found, put) -> undo(inUse, put.or(() -> id(found))));
    }

    @Override
    protected List<Offer> offers() {
        return List.of(madeByHand(List.of(), (step, answer) -> checkProvisioned(step)));
    }

    /** Somebody provisioned people instead of this step: all must have arrived. */
    private Checked<Principals> checkProvisioned(StepContext step) {
        PrincipalQuery wanted = wanted();
        Principals there = step.batch(IdentityCenterActivities.class, "Check whether people have arrived", ARRIVED)
                .findPrincipals(wanted);
        Set<String> names = Stream.concat(
                        there.users().stream()
                                .filter(user -> user.primaryEmail().equals(Optional.of(user.username())))
                                .map(IdentityCenterActivities.User::username),
                        there.groups().stream().map(Principal::name))
                .collect(Collectors.toSet());
        String missing = Stream.concat(wanted.usernames().stream().map(Username::value), wanted.groups().stream())
                .filter(name -> !names.contains(name))
                .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? Checked.accepted(there, Map.of("arrived", String.valueOf(names.size())))
                : Checked.refused(new Reason(
                        "", "NOT_ARRIVED", "not in the identity store with this name as primary e-mail: " + missing));
    }

    private PrincipalQuery wanted() {
        return seen.wanted(seen.center(), false);
    }

    /** A job bears no mark: one that the plan saw at an application of ours is ours. */
    private static Found ours(Found job) {
        return job.exists() ? new Found(Presence.OURS, job.mark(), job.before()) : job;
    }

    private static Optional<String> id(Found job) {
        return Optional.ofNullable(job.before().get("id"));
    }

    /** A job that may have been made, and whose id is unknown, is deleted together with the application. */
    private static Undo undo(EntraApplicationStep.Made inUse, Optional<String> id) {
        Undo alone = IdentitySourceStep.unlessInUse(Removals.undo(new RemovableJob(inUse.application(), id)));
        return id.isPresent() ? alone.inside(inUse.key()) : alone.togetherWith(inUse.key());
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
                    Stream.of(NOT_ENTITLED, MISSING_ATTRIBUTE)
                            .filter(each -> each.isIn(problems))
                            .map(NotProvisioned::remedy)
                            .reduce((one, other) -> one + " " + other)
                            .orElse(
                                    "Open the provisioning log of the application in Entra: it has the whole error of each"
                                            + " person. Correct what it names, then try again."));
        }
    }

    /** What would fix an error of provisioning, known by words in it. */
    private record NotProvisioned(String words, String remedy) {
        boolean isIn(String problems) {
            return Pattern.compile(words).matcher(problems).find();
        }
    }

    private static String name(Map<String, User> agents, String id) {
        return Optional.ofNullable(agents.get(id)).map(User::signInName).orElse(id);
    }

    /** The agents of the request by their ids in Entra, in the order of the request. */
    private Map<String, User> agents(People people) {
        Map<String, User> byName = new HashMap<>();
        people.users().forEach(user -> byName.put(user.signInName(), user));
        Map<String, User> agents = new LinkedHashMap<>();
        request()
                .usernames()
                .forEach(name ->
                        Optional.ofNullable(byName.get(name.value())).ifPresent(user -> agents.put(user.id(), user)));
        return agents;
    }

    @Override
    protected List<Remedy> remedies() {
        String otherToken = "Redo scim-token.";
        return List.of(
                new Remedy(
                        EntraActivities.OTHER_JOB_SAYING,
                        "Or abort, and start a run whose request names entra-provisioning under `adopt`."),
                new Remedy(EntraActivities.CALLS_REFUSED, otherToken),
                new Remedy(EntraActivities.CREDENTIALS_REFUSED, otherToken),
                new Remedy(EntraActivities.SEALED_TOKEN_SAYING, otherToken));
    }
}
