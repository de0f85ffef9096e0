package dev.crossrun.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.crossrun.api.archive.Chain;
import dev.crossrun.api.auth.BearerTokens;
import dev.crossrun.api.auth.NoPrincipal;
import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.codec.CodecResource;
import dev.crossrun.api.codec.UiOrigin;
import dev.crossrun.api.event.EventFeeds;
import dev.crossrun.api.health.WorkerCheck;
import dev.crossrun.api.lease.LeaseGauges;
import dev.crossrun.api.lease.LeaseWatch;
import dev.crossrun.api.problem.ProblemMapper;
import dev.crossrun.api.problem.ProblemPages;
import dev.crossrun.api.record.RecordArchive;
import dev.crossrun.api.record.RecordGauges;
import dev.crossrun.api.record.RecordSweeper;
import dev.crossrun.api.record.Records;
import dev.crossrun.api.request.AnswerReader;
import dev.crossrun.api.request.BodyLimit;
import dev.crossrun.api.request.JsonBodies;
import dev.crossrun.api.request.KnownParameters;
import dev.crossrun.api.request.ReadableHeaders;
import dev.crossrun.api.resource.HealthResource;
import dev.crossrun.api.resource.Inbox;
import dev.crossrun.api.resource.InboxResource;
import dev.crossrun.api.resource.OpenApiResource;
import dev.crossrun.api.resource.RecordResource;
import dev.crossrun.api.resource.RecordsResource;
import dev.crossrun.api.resource.RunbooksResource;
import dev.crossrun.api.resource.RunsResource;
import dev.crossrun.api.resource.TasksResource;
import dev.crossrun.api.resource.UndoResource;
import dev.crossrun.api.run.OfferedRunbooks;
import dev.crossrun.api.run.RunClient;
import dev.crossrun.api.run.RunDirectory;
import dev.crossrun.api.run.RunGauges;
import dev.crossrun.api.run.Runs;
import dev.crossrun.api.run.Updates;
import dev.crossrun.api.run.VisibilityDirectory;
import dev.crossrun.run.Runbook;
import dev.crossrun.saml.SamlDocuments;
import dev.crossrun.temporal.PayloadReader;
import dev.crossrun.temporal.ProcessMetrics;
import dev.crossrun.temporal.SearchAttributes;
import dev.crossrun.temporal.TemporalConnection;
import io.dropwizard.auth.AuthFilter;
import io.dropwizard.auth.AuthValueFactoryProvider;
import io.dropwizard.auth.oauth.OAuthCredentialAuthFilter;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.forms.MultiPartBundle;
import io.dropwizard.jersey.errors.EofExceptionWriterInterceptor;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import io.dropwizard.lifecycle.Managed;
import io.temporal.client.WorkflowClient;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.glassfish.jersey.server.ServerProperties;

/**
 * The API as a process of its own: its Temporal service is that of {@code api.yml} or of the environment. <code>${NAME}</code> in
 * {@code api.yml} is the environment variable of that name, which must be set.
 */
public final class CrossrunApi extends Application<ApiConfiguration> {
    /** A client waits a minute for an answer. */
    private static final Duration HEALTH = Duration.ofSeconds(45);

    private final List<Runbook<?>> runbooks;
    private final WebPages pages;

    public CrossrunApi(List<Runbook<?>> runbooks, WebPages pages) {
        this.runbooks = List.copyOf(runbooks);
        this.pages = pages;
    }

    @Override
    public String getName() {
        return "crossrun-api";
    }

    /** Leaves logging to the program around it, until {@code api.yml} says something. */
    @Override
    protected void bootstrapLogging() {}

    @Override
    public void initialize(Bootstrap<ApiConfiguration> bootstrap) {
        bootstrap.addBundle(new MultiPartBundle());
        bootstrap.setConfigurationSourceProvider(new SubstitutingSourceProvider(
                bootstrap.getConfigurationSourceProvider(), new EnvironmentVariableSubstitutor(true)));
        strict(bootstrap.getObjectMapper());
    }

    static void strict(ObjectMapper mapper) {
        mapper.getFactory().setStreamReadConstraints(JsonBodies.CONSTRAINTS);
        mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);
    }

    @Override
    public void run(ApiConfiguration configuration, Environment environment) {
        ProcessMetrics metrics = new ProcessMetrics();
        TemporalConnection temporal =
                TemporalConnection.open(configuration.temporal(), configuration.payloadKeys(), metrics.scope());
        environment.lifecycle().manage(new Managed() {
            @Override
            public void start() {
                SearchAttributes.register(temporal.client());
            }

            @Override
            public void stop() {
                temporal.close();
                metrics.close();
            }
        });
        serve(
                configuration,
                environment,
                temporal.client(),
                new VisibilityDirectory(temporal.client(), configuration.requesterAttribute()),
                metrics,
                Clock.systemUTC());
    }

    /** Registers everything; {@code directory} lists the runs of the client's namespace, {@code metrics} are the process's. */
    void serve(
            ApiConfiguration configuration,
            Environment environment,
            WorkflowClient temporal,
            RunDirectory directory,
            ProcessMetrics metrics,
            Clock clock) {
        RunClient client = new RunClient(temporal, configuration.requesterAttribute(), clock);
        OfferedRunbooks offered = new OfferedRunbooks(runbooks);
        configuration.requireScopesOf(offered);
        Runs runs = new Runs(client, offered, configuration.uiUrl());
        EventFeeds feeds = new EventFeeds(clock);
        environment.lifecycle().manage(feeds);
        Updates updates = new Updates(client, feeds::wake);
        JsonBodies bodies = new JsonBodies(environment.getObjectMapper());
        JerseyEnvironment jersey = environment.jersey();
        jersey.register(new BodyLimit(configuration.bodyTimeout()));
        jersey.register(new ReadableHeaders());
        jersey.register(new KnownParameters(CodecResource.class));
        jersey.property(ServerProperties.WADL_FEATURE_DISABLE, true);
        jersey.register(new ProblemMapper());
        jersey.register(new EofExceptionWriterInterceptor(environment.metrics()));
        ProblemPages problems = new ProblemPages(environment.getObjectMapper());
        environment.getApplicationContext().setErrorHandler(problems);
        environment.lifecycle().addServerLifecycleListener(server -> server.setErrorHandler(problems));
        jersey.register(bearer(configuration, clock));
        jersey.register(new AuthValueFactoryProvider.Binder<>(Principal.class));
        Optional<RecordArchive> archive = configuration
                .records()
                .map(settings ->
                        new RecordArchive(new Chain(settings.store(), ApiConfiguration.recordKeys(settings), clock)));
        Records records = new Records(runs, archive);
        archive.ifPresent(kept -> {
            RecordGauges gauges = new RecordGauges(clock);
            metrics.add(gauges);
            environment.lifecycle().manage(new RecordSweeper(directory, records, kept, gauges, clock));
        });
        LeaseGauges leases = new LeaseGauges(clock);
        metrics.add(leases);
        environment.lifecycle().manage(new LeaseWatch(temporal, leases, clock));
        AnswerReader answers = new AnswerReader(bodies, configuration.sealingKeys());
        WebPages.Rest rest = new WebPages.Rest(
                new RunbooksResource(offered, runs, directory, client, bodies),
                new RunsResource(runs, directory, updates, bodies, feeds, clock),
                new TasksResource(runs, updates, answers, new SamlDocuments(clock)),
                new InboxResource(runs, new Inbox(directory)),
                new UndoResource(runs, client),
                new RecordResource(records));
        jersey.register(rest.runbooks());
        jersey.register(rest.runs());
        jersey.register(rest.tasks());
        jersey.register(rest.inbox());
        jersey.register(rest.undo());
        jersey.register(rest.record());
        jersey.register(new RecordsResource(archive));
        jersey.register(new HealthResource(new WorkerCheck(temporal, HEALTH)));
        jersey.register(new OpenApiResource(environment.getObjectMapper(), offered));
        configuration.codecServer().ifPresent(codec -> {
            String namespace = temporal.getOptions().getNamespace();
            PayloadReader reader = new PayloadReader(configuration.payloadKeys(), namespace);
            jersey.register(new CodecResource(reader, namespace, codec.rolesOrDefault()));
            environment
                    .servlets()
                    .addFilter("codec", new UiOrigin(codec.origin()))
                    .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/codec/*");
        });
        pages.mount(configuration, environment, rest, clock);
        health(environment, new TemporalHealth(temporal));
        metrics.add(new RunGauges(directory, offered.names(), clock));
        MetricsServlet.add(environment, metrics);
    }

    private static void health(Environment environment, TemporalHealth temporal) {
        environment.healthChecks().register("temporal", temporal);
        environment.admin().addServlet("healthz", new HealthServlet(() -> true)).addMapping("/healthz");
        environment
                .admin()
                .addServlet("readyz", new HealthServlet(temporal::reachable))
                .addMapping("/readyz");
    }

    /** Stands before every resource: nothing is served to nobody. */
    private static AuthFilter<String, Principal> bearer(ApiConfiguration configuration, Clock clock) {
        return new OAuthCredentialAuthFilter.Builder<Principal>()
                .setAuthenticator(new BearerTokens(configuration.principals(), configuration.oidc(), clock))
                .setPrefix("Bearer")
                .setUnauthorizedHandler(new NoPrincipal())
                .buildAuthFilter();
    }
}
