package dev.crossrun.federation;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.KnownApplication;
import dev.crossrun.activity.EntraActivities.NamedApplication;
import dev.crossrun.activity.EntraActivities.PeopleQuery;
import dev.crossrun.domain.Username;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Presence;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What preflight reads of Entra, if the request touches it. Reading begins with the object and ends with {@link #facts}. */
final class EntraPreflight {
    private final StepContext step;
    private final ConnectFederationRequest request;
    private final Optional<Promise<EntraActivities.Grants>> grants;
    private final Optional<Promise<EntraActivities.People>> people;
    private final Optional<Promise<Found>> planned;
    private final Optional<Promise<EntraActivities.Application>> existing;

    EntraPreflight(StepContext step, ConnectFederationRequest request, String mark) {
        this.step = step;
        this.request = request;
        String tenant = request.entra().tenantId();
        Optional<String> touched = Optional.of(tenant).filter(any -> request.touchesEntra());
        grants = touched.map(id -> Async.function(entra("Ask which permissions the worker has in Entra")::grants, id));
        people = touched.map(id -> Async.function(
                entra("Look up the people in Entra")::findPeople,
                new PeopleQuery(id, users(request), groups(request))));
        planned = touched.filter(any -> request.switches())
                .map(id -> Async.function(
                        entra("Look for the Entra application")::findApplication,
                        new NamedApplication(id, request.applicationName(), mark, false)));
        existing = touched.flatMap(id -> request.entra().applicationId().map(this::describe));
    }

    Facts.EntraFacts facts() {
        Fact<Found> named = Fact.of(planned);
        Fact<EntraActivities.Application> there =
                Fact.of(existing.or(() -> taken(named).map(this::describe)));
        Optional<EntraActivities.Application> application = there.value();
        Optional<Promise<Found>> certificate = application
                .filter(any -> request.switches())
                .map(each -> Async.function(
                        entra("Look whether it has a signing certificate")::findSigningCertificate, each));
        Optional<Promise<List<String>>> assigned = application
                .filter(any -> request.entra().assign().isPresent())
                .map(each -> Async.function(entra("List who is assigned already")::assigned, each));
        Optional<Promise<Found>> job = application
                .filter(any -> request.provisions())
                .map(each -> Async.function(entra("Look whether it has a provisioning job")::findJob, each));
        return new Facts.EntraFacts(
                Fact.of(grants), Fact.of(people), named, there, Fact.of(certificate), Fact.of(assigned), Fact.of(job));
    }

    /** The client id of the application that bears the name, if the run may use it. */
    private Optional<String> taken(Fact<Found> named) {
        return named.value()
                .filter(found -> found.presence() == Presence.OURS || request.adopts(FederationStep.ENTRA_APPLICATION))
                .flatMap(found -> Optional.ofNullable(found.before().get("appId")));
    }

    private Promise<EntraActivities.Application> describe(String appId) {
        return Async.function(
                entra("Look up the Entra application")::describeApplication,
                new KnownApplication(request.entra().tenantId(), appId));
    }

    private EntraActivities entra(String summary) {
        return step.call(EntraActivities.class, summary);
    }

    /** Whom the request needs to find in Entra, by sign-in name or mail. */
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
}
