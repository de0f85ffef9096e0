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
import dev.crossrun.activity.IamActivities.Ownership;
import dev.crossrun.run.document.MarkdownText;
import dev.crossrun.run.effect.Found;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Enterprise applications: found by name and mark, made from the gallery. */
final class EntraApplications {
    /** The gallery's template of AWS IAM Identity Center; its display name varies by the year. */
    private static final String TEMPLATE = "21ed01d2-ec13-4e9e-86c1-cd546719ebc4";

    private static final String MARK = "crossrun:run=";

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
        return application(query.tenantId(), there, Optional.empty());
    }

    Application put(NamedApplication wanted, Optional<Application> known) {
        EarlierAttempt earlier = new EarlierAttempt(clock);
        Optional<com.microsoft.graph.models.Application> there = only(wanted);
        if (there.isPresent()) {
            return known.filter(made -> made.objectId().equals(there.get().getId()))
                    .orElseGet(() -> taken(wanted, there.get(), earlier));
        }
        earlier.await("the application " + wanted.name());
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
                wanted.name(),
                Optional.of(clock.instant()));
        markMade(application, tags(required(made.getApplication())), wanted.mark());
        return application;
    }

    /**
     * Without any mark it is ours only if an earlier attempt of this very call had begun to make one, just before which the
     * name was free: that attempt did not get to mark it. What somebody else made of this name between two attempts cannot
     * be told from that. What is adopted gets no mark: an undo never touches it.
     */
    private Application taken(
            NamedApplication wanted, com.microsoft.graph.models.Application there, EarlierAttempt earlier) {
        Optional<String> mark = mark(there);
        Application application = application(wanted.tenantId(), there, earlier.began());
        if (mark.isEmpty() && earlier.began().isPresent()) {
            markMade(application, tags(there), wanted.mark());
        } else if (!mark.equals(Optional.of(wanted.mark())) && !wanted.mayTake()) {
            throw conflict(wanted, there, mark);
        }
        return application;
    }

    private static ApplicationFailure conflict(
            NamedApplication wanted, com.microsoft.graph.models.Application there, Optional<String> mark) {
        return FailureType.CONFLICT.failure(
                "the Entra application " + wanted.name() + Ownership.NOT_OURS_SAYING
                        + mark.map(other -> "belongs to " + other).orElse("bears no mark of a run"),
                "See who uses the application " + MarkdownText.code(there.getAppId()) + ", "
                        + mark.map(other -> "whose tag says " + MarkdownText.code(MARK + other))
                                .orElse("which has no tag `" + MARK + "…`")
                        + ". Remove or rename it, then try again."
                        + (mark.isPresent()
                                ? ""
                                : " If this run made it, and it could not be marked, give it the tag "
                                        + MarkdownText.code(MARK + wanted.mark())
                                        + " (*App registrations* → *Manifest*) and try again."));
    }

    /** Graph may deny it at first; {@link #await} comes back to it. */
    private void markMade(Application application, List<String> there, String mark) {
        try {
            mark(application, there, mark);
        } catch (ApplicationFailure failure) {
            if (!GraphPermission.isDenial(failure)) {
                throw failure;
            }
        }
    }

    /** As well as the tags that are there. */
    private void mark(Application application, List<String> there, String mark) {
        com.microsoft.graph.models.Application patch = new com.microsoft.graph.models.Application();
        patch.setTags(Stream.concat(there.stream(), Stream.of(MARK + mark, "managed-by=crossrun"))
                .distinct()
                .toList());
        GraphFailures.settling("marking " + application.name(), () -> {
            tenants.graph(application.tenantId())
                    .applications()
                    .byApplicationId(application.objectId())
                    .patch(patch);
            return application;
        });
    }

    void await(Application application, Optional<String> mark) {
        GraphServiceClient graph = tenants.graph(application.tenantId());
        for (int hit = 0; hit < HITS; hit++) {
            com.microsoft.graph.models.Application there =
                    GraphFailures.settling("reading " + application.name(), () -> {
                        required(graph.servicePrincipals()
                                .byServicePrincipalId(application.servicePrincipalId())
                                .get());
                        return required(graph.applications()
                                .byApplicationId(application.objectId())
                                .get());
                    });
            if (hit == HITS - 1 && mark(there).isEmpty()) {
                mark.ifPresent(wanted -> mark(application, tags(there), wanted));
            }
        }
    }

    private Optional<com.microsoft.graph.models.Application> only(NamedApplication query) {
        List<com.microsoft.graph.models.Application> named = named(query);
        if (named.size() > 1) {
            throw FailureType.INCONSISTENT.failure(
                    "the tenant has " + named.size() + " applications named " + query.name(),
                    "Rename or delete all but one of "
                            + named.stream()
                                    .map(each -> MarkdownText.code(each.getAppId()))
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

    private Application application(
            String tenantId, com.microsoft.graph.models.Application there, Optional<Instant> made) {
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
                String.valueOf(there.getDisplayName()),
                made);
    }

    static Optional<String> mark(com.microsoft.graph.models.Application there) {
        return tags(there).stream()
                .filter(tag -> tag.startsWith(MARK))
                .map(tag -> tag.substring(MARK.length()))
                .findFirst();
    }

    private static List<String> tags(com.microsoft.graph.models.Application there) {
        return there.getTags() == null ? List.of() : there.getTags();
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
