package dev.crossrun.entra;

import com.microsoft.graph.applicationtemplates.item.instantiate.InstantiatePostRequestBody;
import com.microsoft.graph.models.ApplicationCollectionResponse;
import com.microsoft.graph.models.ApplicationServicePrincipal;
import com.microsoft.graph.models.ServicePrincipal;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.KnownApplication;
import dev.crossrun.activity.EntraActivities.NamedApplication;
import dev.crossrun.activity.FailureType;
import dev.crossrun.run.Found;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Enterprise applications: found by name and mark, made from the gallery. */
final class EntraApplications {
    /** The gallery's template of AWS IAM Identity Center; its display name varies by the year. */
    private static final String TEMPLATE = "21ed01d2-ec13-4e9e-86c1-cd546719ebc4";

    private static final String MARK = "crossrun:run=";

    /** After this time Graph lists what was made. */
    static final Duration LISTED = Duration.ofMinutes(2);

    private static final int HITS = 5;

    private final EntraTenants tenants;
    private final Clock clock;

    EntraApplications(EntraTenants tenants, Clock clock) {
        this.tenants = tenants;
        this.clock = clock;
    }

    Found find(NamedApplication query) {
        return only(query)
                .map(there -> Found.marked(
                        mark(there),
                        query.mark(),
                        Map.of("id", String.valueOf(there.getId()), "appId", String.valueOf(there.getAppId()))))
                .orElseGet(Found::absent);
    }

    Application describe(KnownApplication query) {
        GraphServiceClient graph = tenants.graph(query.tenantId());
        com.microsoft.graph.models.Application there = GraphFailures.translating(
                "reading application " + query.appId(),
                () -> required(graph.applicationsWithAppId(query.appId()).get()));
        return application(query.tenantId(), there);
    }

    Application put(NamedApplication wanted) {
        Optional<com.microsoft.graph.models.Application> there = only(wanted);
        if (there.isPresent()) {
            return marked(wanted, there.get());
        }
        waitForEarlierAttempt(wanted.name());
        GraphServiceClient graph = tenants.graph(wanted.tenantId());
        InstantiatePostRequestBody body = new InstantiatePostRequestBody();
        body.setDisplayName(wanted.name());
        ApplicationServicePrincipal made = GraphFailures.translating(
                "creating the Entra application " + wanted.name(),
                () -> required(graph.applicationTemplates()
                        .byApplicationTemplateId(TEMPLATE)
                        .instantiate()
                        .post(body)));
        Application application = new Application(
                wanted.tenantId(),
                String.valueOf(required(made.getApplication()).getId()),
                String.valueOf(required(made.getApplication()).getAppId()),
                String.valueOf(required(made.getServicePrincipal()).getId()),
                wanted.name());
        mark(application, wanted.mark());
        return application;
    }

    /** An earlier attempt may have made one that Graph does not list yet: another would be a second one. */
    private void waitForEarlierAttempt(String name) {
        ActivityExecutionContext activity = Activity.getExecutionContext();
        Optional<Long> tried = activity.getHeartbeatDetails(Long.class);
        if (tried.isEmpty()) {
            activity.heartbeat(clock.millis());
        } else if (clock.instant().isBefore(Instant.ofEpochMilli(tried.get()).plus(LISTED))) {
            activity.heartbeat(tried.get());
            throw FailureType.NOT_READY.failure("waiting until Graph would list the application " + name
                    + " that an earlier attempt may have made");
        }
    }

    private Application marked(NamedApplication wanted, com.microsoft.graph.models.Application there) {
        Optional<String> mark = mark(there);
        Application application = application(wanted.tenantId(), there);
        // Without any mark it is what an earlier attempt made and did not get to mark: the name was free before.
        if (mark.isPresent() && !mark.get().equals(wanted.mark()) && !wanted.mayTake()) {
            throw FailureType.CONFLICT.failure(
                    "the Entra application " + wanted.name() + " is there already and belongs to " + mark.get(),
                    "See who uses the application `" + there.getAppId() + "`, whose tag says `" + MARK + mark.get()
                            + "`. Remove or rename it and try again; or abort, and start a run whose request has another"
                            + " `entra.applicationName` or names entra-application under `adopt`.");
        }
        if (mark.isEmpty()) {
            mark(application, wanted.mark());
        }
        return application;
    }

    private void mark(Application application, String mark) {
        com.microsoft.graph.models.Application patch = new com.microsoft.graph.models.Application();
        patch.setTags(List.of(MARK + mark, "managed-by=crossrun"));
        GraphFailures.settling("marking " + application.name(), () -> {
            tenants.graph(application.tenantId())
                    .applications()
                    .byApplicationId(application.objectId())
                    .patch(patch);
            return application;
        });
    }

    void await(Application application) {
        GraphServiceClient graph = tenants.graph(application.tenantId());
        for (int hit = 0; hit < HITS; hit++) {
            GraphFailures.settling("reading " + application.name(), () -> {
                required(graph.applications()
                        .byApplicationId(application.objectId())
                        .get());
                return required(graph.servicePrincipals()
                        .byServicePrincipalId(application.servicePrincipalId())
                        .get());
            });
        }
    }

    private Optional<com.microsoft.graph.models.Application> only(NamedApplication query) {
        List<com.microsoft.graph.models.Application> named = named(query);
        if (named.size() > 1) {
            throw FailureType.INCONSISTENT.failure(
                    "the tenant has " + named.size() + " applications named " + query.name(),
                    "Rename or delete all but one of "
                            + named.stream()
                                    .map(each -> "`" + each.getAppId() + "`")
                                    .collect(Collectors.joining(", "))
                            + ", then try again.");
        }
        return named.stream().findFirst();
    }

    List<com.microsoft.graph.models.Application> named(NamedApplication query) {
        GraphServiceClient graph = tenants.graph(query.tenantId());
        return GraphFailures.translating("looking for the Entra application " + query.name(), () -> {
            ApplicationCollectionResponse page = required(graph.applications()
                    .get(request -> required(request.queryParameters).filter =
                            "displayName eq '" + query.name().replace("'", "''") + "'"));
            return page.getValue() == null ? List.of() : new ArrayList<>(page.getValue());
        });
    }

    private Application application(String tenantId, com.microsoft.graph.models.Application there) {
        GraphServiceClient graph = tenants.graph(tenantId);
        List<ServicePrincipal> principals =
                GraphFailures.translating("reading the service principal of " + there.getDisplayName(), () -> {
                    List<ServicePrincipal> found = required(graph.servicePrincipals()
                                    .get(request -> required(request.queryParameters).filter =
                                            "appId eq '" + there.getAppId() + "'"))
                            .getValue();
                    return found == null ? List.of() : found;
                });
        String principal = principals.stream()
                .findFirst()
                .map(found -> String.valueOf(found.getId()))
                .orElseThrow(() -> FailureType.NOT_READY.failure(
                        "Graph does not show the service principal of " + there.getDisplayName() + " yet"));
        return new Application(
                tenantId,
                String.valueOf(there.getId()),
                String.valueOf(there.getAppId()),
                principal,
                String.valueOf(there.getDisplayName()));
    }

    static Optional<String> mark(com.microsoft.graph.models.Application there) {
        List<String> tags = there.getTags() == null ? List.of() : there.getTags();
        return tags.stream()
                .filter(tag -> tag.startsWith(MARK))
                .map(tag -> tag.substring(MARK.length()))
                .findFirst();
    }

    /** What Graph always answers, though its SDK says that it may be null. */
    static <T> T required(@org.jspecify.annotations.Nullable T value) {
        if (value == null) {
            throw FailureType.INCONSISTENT.failure(
                    "Graph left out what it always answers",
                    "Try again; if it stays so, look at `graphEndpoint` in worker.yml.");
        }
        return value;
    }
}
