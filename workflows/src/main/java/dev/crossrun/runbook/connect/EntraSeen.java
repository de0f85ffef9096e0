package dev.crossrun.runbook.connect;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.Grants;
import dev.crossrun.activity.EntraActivities.KnownApplication;
import dev.crossrun.activity.EntraActivities.NamedApplication;
import dev.crossrun.activity.EntraActivities.People;
import dev.crossrun.activity.EntraActivities.PeopleQuery;
import dev.crossrun.activity.EntraActivities.Principal;
import dev.crossrun.activity.EntraActivities.User;
import dev.crossrun.domain.Username;
import dev.crossrun.engine.Look;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Presence;
import dev.crossrun.runbook.connect.Names.RunMark;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is looked at in Entra before the plan by more than one step, if the request touches Entra at all. */
final class EntraSeen {
    private static final String ASSIGNS = "AppRoleAssignment.ReadWrite.All";

    private final RunInput<ConnectFederationRequest> input;

    /** What the worker may do in the tenant. */
    final Look<Grants> grants = Look.maybe("/entra/tenantId", this::readGrants);

    final Look<People> people = Look.maybe("/entra/tenantId", this::findPeople);

    /** What bears the name of the application to make. */
    final Look<Found> named = Look.maybe("/entra/applicationName", this::findNamed);

    private final Look<Application> given = Look.maybe("/entra/applicationId", this::describeGiven);
    private final Look<Application> taken = Look.maybe("/entra/applicationName", this::describeTaken);

    EntraSeen(RunInput<ConnectFederationRequest> input) {
        this.input = input;
    }

    /** The application that is there already: the one that the request names, or that is taken over for its name. */
    Optional<Application> application(Preflight preflight) {
        return given.in(preflight).or(() -> taken.in(preflight));
    }

    /** The application that a step works on: the one that this run made, or the one that was there. */
    EntraApplicationStep.Made inUse(Optional<EntraApplicationStep.Made> made) {
        return made.orElseGet(() -> new EntraApplicationStep.Made(given.seen().orElseThrow(), false, false));
    }

    /** Whether the plan saw this very application, and not one of before that was created again since. */
    boolean saw(Application application) {
        return given.seen()
                .or(taken::seen)
                .filter(seen -> seen.objectId().equals(application.objectId()))
                .isPresent();
    }

    /** Whether an earlier run of this name made the application that bears the name. */
    boolean ours() {
        return named.seen().map(Found::presence).equals(Optional.of(Presence.OURS));
    }

    /** Whether the application is this run's or was made by an earlier run of the name; then so is what it holds. */
    boolean ours(EntraApplicationStep.Made made) {
        return made.own() || (saw(made.application()) && ours());
    }

    /** Whether the worker may assign people in Entra by itself, as far as that could be read. */
    boolean mayAssign() {
        return grants.seen()
                .map(grants -> grants.permissions().contains(ASSIGNS))
                .orElse(true);
    }

    /** The sign-in name in Entra of a user with this name or mail address; this name if the plan did not look for the user. */
    String signInName(String username) {
        return people.seen().stream()
                .flatMap(found -> found.users().stream())
                .filter(user -> username.equalsIgnoreCase(user.signInName())
                        || user.mail().filter(username::equalsIgnoreCase).isPresent())
                .map(User::signInName)
                .findFirst()
                .orElse(username);
    }

    private Optional<Grants> readGrants(Preflight preflight) {
        return tenant().map(entra(preflight, "Ask which permissions the worker has in Entra")::grants);
    }

    private Optional<People> findPeople(Preflight preflight) {
        return tenant().map(id -> entra(preflight, "Look up the people in Entra")
                .findPeople(new PeopleQuery(id, users(input.get()), groups(input.get()))));
    }

    private Optional<Found> findNamed(Preflight preflight) {
        return tenant().filter(any -> input.get().switches())
                .map(id -> entra(preflight, "Look for the Entra application")
                        .findApplication(new NamedApplication(
                                id,
                                input.get().applicationName(),
                                RunMark.ours().value(),
                                false)));
    }

    private Optional<Application> describeGiven(Preflight preflight) {
        return tenant().flatMap(any -> input.get().entra().applicationId()).map(id -> describe(preflight, id));
    }

    /** The application that bears the name, if the run may use it. */
    private Optional<Application> describeTaken(Preflight preflight) {
        return named.in(preflight)
                .filter(found ->
                        found.presence() == Presence.OURS || input.get().adopts(EntraApplicationStep.ID))
                .flatMap(found -> Optional.ofNullable(found.before().get("appId")))
                .map(id -> describe(preflight, id));
    }

    private Application describe(Preflight preflight, String appId) {
        return entra(preflight, "Look up the Entra application")
                .describeApplication(new KnownApplication(input.get().entra().tenantId(), appId));
    }

    private Optional<String> tenant() {
        return Optional.of(input.get().entra().tenantId())
                .filter(any -> input.get().touchesEntra());
    }

    private static EntraActivities entra(Preflight preflight, String summary) {
        return preflight.call(EntraActivities.class, summary);
    }

    /** The users that the request needs in Entra, by sign-in name or mail. */
    static List<String> users(ConnectFederationRequest request) {
        Stream<String> agents =
                request.provisions() ? request.usernames().stream().map(Username::value) : Stream.of();
        Stream<String> assigned = request.entra().assign().stream().flatMap(assign -> assign.users().stream());
        return Stream.concat(agents, assigned).distinct().toList();
    }

    /** The groups that the request needs to find there, by name. */
    static List<String> groups(ConnectFederationRequest request) {
        return request.entra()
                .assign()
                .map(ConnectFederationRequest.Assign::groups)
                .orElse(List.of());
    }

    /** The groups and users that the request assigns, as they are in the tenant. */
    static List<Principal> principals(ConnectFederationRequest request, People people) {
        ConnectFederationRequest.Assign assign = request.entra().assign().orElseThrow();
        Stream<Principal> users = people.users().stream()
                .filter(user -> assign.users().stream().anyMatch(user.signInName()::equalsIgnoreCase))
                .map(user -> new Principal("User", user.id(), user.signInName()));
        return Stream.concat(people.groups().stream(), users).toList();
    }
}
