package dev.crossrun.aws;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.Place;
import dev.crossrun.domain.AccountId;
import dev.crossrun.pace.Pace;
import dev.crossrun.pace.PaceClock;
import io.temporal.activity.Activity;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** AWS clients, one per service, account and Region; each acts in the role that the settings give for its account. */
public final class AwsAccounts implements AutoCloseable {
    /** IAM and Organizations are global: in this partition they are called and signed here. */
    private static final Region GLOBAL = Region.US_EAST_1;

    private final AwsSettings settings;
    private final AwsCredentialsProvider own;
    private final Supplier<String> run;
    private final PaceClock paceClock;
    private final SdkHttpClient http = UrlConnectionHttpClient.builder()
            .connectionTimeout(Duration.ofSeconds(5))
            .socketTimeout(Duration.ofSeconds(10))
            .build();
    /** Ends calls and attempts that take too long, for all clients: each would have five threads of its own. */
    private final ScheduledExecutorService timeouts = Executors.newScheduledThreadPool(2, work -> {
        Thread thread = new Thread(work, "aws-timeouts");
        thread.setDaemon(true);
        return thread;
    });

    private final Map<AccountId, RoleCredentials> credentials = new ConcurrentHashMap<>();
    private final Map<Key, SdkAutoCloseable> clients = new ConcurrentHashMap<>();
    private final Pace<Place> identityCenterPace;

    /** With the machine's own credentials (environment, profile, web identity, container, instance). */
    public AwsAccounts(AwsSettings settings, PaceClock paceClock) {
        this(settings, DefaultCredentialsProvider.builder().build(), AwsAccounts::runOfActivity, paceClock);
    }

    /**
     * @param own the worker's own credentials
     * @param run whose call it is, for the role session's name and so for CloudTrail
     * @param paceClock spaces the calls of APIs that AWS limits
     */
    public AwsAccounts(AwsSettings settings, AwsCredentialsProvider own, Supplier<String> run, PaceClock paceClock) {
        this.settings = settings;
        this.own = own;
        this.run = run;
        this.paceClock = paceClock;
        // Identity Center allows 20 calls a second to all of its APIs together. Others need some of them.
        this.identityCenterPace = pace(8, Duration.ofMillis(100));
    }

    /** A limit of an API for each place. */
    Pace<Place> pace(int atOnce, Duration interval) {
        return new Pace<>(paceClock, atOnce, interval);
    }

    /** Of one operation of Connect: a little less than the two calls a second and five at once that it allows. */
    Pace<Place> connectPace(int atOnce) {
        return pace(atOnce, Duration.ofMillis(520));
    }

    /** The one limit that all calls to Identity Center and its identity store share. */
    Pace<Place> identityCenterPace() {
        return identityCenterPace;
    }

    /** The accounts that the settings name, each in the Region whose STS hands out the credentials. */
    List<Place> places() {
        return settings.accounts().keySet().stream()
                .map(account -> new Place(account, settings.stsRegion()))
                .toList();
    }

    StsClient sts(Place place) {
        return client(StsClient.class, "sts", place.account(), region(place), StsClient::builder);
    }

    OrganizationsClient organizations(AccountId account) {
        return client(OrganizationsClient.class, "organizations", account, GLOBAL, OrganizationsClient::builder);
    }

    IamClient iam(AccountId account) {
        return client(IamClient.class, "iam", account, GLOBAL, IamClient::builder);
    }

    SsoAdminClient ssoAdmin(Place place) {
        return client(SsoAdminClient.class, "sso", place.account(), region(place), SsoAdminClient::builder);
    }

    IdentitystoreClient identityStore(Place place) {
        return client(
                IdentitystoreClient.class,
                "identitystore",
                place.account(),
                region(place),
                IdentitystoreClient::builder);
    }

    ConnectClient connect(Place place) {
        return client(ConnectClient.class, "connect", place.account(), region(place), ConnectClient::builder);
    }

    ServiceQuotasClient serviceQuotas(Place place) {
        return client(
                ServiceQuotasClient.class,
                "servicequotas",
                place.account(),
                region(place),
                ServiceQuotasClient::builder);
    }

    CloudTrailClient cloudTrail(Place place) {
        return client(CloudTrailClient.class, "cloudtrail", place.account(), region(place), CloudTrailClient::builder);
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends SdkAutoCloseable> C client(
            Class<C> type, String service, AccountId account, Region region, Supplier<B> builder) {
        RoleCredentials provider = credentials.computeIfAbsent(account, this::credentials);
        return type.cast(clients.computeIfAbsent(
                new Key(type, Optional.of(account), region),
                key -> configured(builder.get(), service, provider, region, provider)));
    }

    private RoleCredentials credentials(AccountId account) {
        AccountRole role = Optional.ofNullable(settings.accounts().get(account))
                .orElseThrow(() -> FailureType.NOT_AUTHORIZED.failure(
                        "no role is configured for account " + account,
                        "List account " + account + " with its role under `aws.accounts` in worker.yml, and restart the"
                                + " worker."));
        return new RoleCredentials(base(), role, run);
    }

    /** The client that assumes the roles. It is made with the first of them: a worker that starts does not wait for it. */
    private StsClient base() {
        Region region = Region.of(settings.stsRegion().value());
        return (StsClient) clients.computeIfAbsent(
                new Key(StsClient.class, Optional.empty(), region),
                key -> configured(StsClient.builder(), "sts", own, region));
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C configured(
            B builder,
            String service,
            AwsCredentialsProvider provider,
            Region region,
            ExecutionInterceptor... watching) {
        settings.endpoint(service).ifPresent(builder::endpointOverride);
        return builder.credentialsProvider(provider)
                .region(region)
                .httpClient(http)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .scheduledExecutorService(timeouts)
                        .apiCallTimeout(Duration.ofSeconds(20))
                        .apiCallAttemptTimeout(Duration.ofSeconds(10))
                        // The engine retries, visibly; the SDK only fixes what a second try fixes.
                        .retryStrategy(retries(service))
                        .executionInterceptors(Stream.concat(Stream.of(new AwsChanges(service)), Stream.of(watching))
                                .toList())
                        .build())
                .build();
    }

    /** Connect's LimitExceededException comes with HTTP 429, which the SDK would take for throttling. */
    private static RetryStrategy retries(String service) {
        return service.equals("connect")
                ? AwsRetryStrategy.doNotRetry()
                : AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(2)
                        .build();
    }

    /** Where calls of a service go instead of to AWS, if the settings say so. */
    public Optional<URI> endpointOverride(String service) {
        return settings.endpoint(service);
    }

    private static Region region(Place place) {
        return Region.of(place.region().value());
    }

    private static String runOfActivity() {
        return Optional.ofNullable(Activity.getExecutionContext().getInfo().getWorkflowId())
                .orElse("crossrun");
    }

    @Override
    public void close() {
        for (SdkAutoCloseable client : clients.values()) {
            client.close();
        }
        http.close();
        timeouts.shutdownNow();
    }

    /** A client of the worker's own credentials is of no account. */
    private record Key(Class<?> type, Optional<AccountId> account, Region region) {}
}
