package dev.crossrun.entra;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.microsoft.graph.core.authentication.AzureIdentityAuthenticationProvider;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.http.KiotaClientFactory;
import dev.crossrun.activity.FailureType;
import dev.crossrun.pace.Pace;
import dev.crossrun.pace.PaceClock;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import reactor.core.publisher.Mono;

/** Clients of Graph, one per tenant, each with the credentials that the settings give for it. */
public final class EntraTenants {
    private static final String SCOPE = "https://graph.microsoft.com/.default";

    private final EntraSettings settings;
    private final PaceClock paceClock;
    private final Map<String, TokenCredential> credentials = new ConcurrentHashMap<>();
    private final Map<String, GraphServiceClient> clients = new ConcurrentHashMap<>();

    public EntraTenants(EntraSettings settings) {
        this(settings, PaceClock.SYSTEM);
    }

    /** With the time that spaces the calls of APIs that Graph limits. */
    public EntraTenants(EntraSettings settings, PaceClock paceClock) {
        this.settings = settings;
        this.paceClock = paceClock;
    }

    /** A limit of an API for each tenant. */
    Pace<String> pace(int atOnce, Duration interval) {
        return new Pace<>(paceClock, atOnce, interval);
    }

    /** The ids of those that the settings name. */
    List<String> tenants() {
        return List.copyOf(settings.tenants().keySet());
    }

    GraphServiceClient graph(String tenantId) {
        credential(tenantId);
        return clients.computeIfAbsent(tenantId, this::client);
    }

    /** A token for Graph that lists what the tenant's administrators have consented to by now. */
    AccessToken newToken(String tenantId) {
        credentials.remove(tenantId);
        return Optional.ofNullable(credential(tenantId).getTokenSync(new TokenRequestContext().addScopes(SCOPE)))
                .orElseThrow(() -> FailureType.NOT_AUTHORIZED.failure(
                        "Entra gave no token for tenant " + tenantId,
                        "Look at the worker's credentials for the tenant under `entra.tenants` in worker.yml."));
    }

    /** Where the tenant's token endpoint and federation metadata are. */
    URI authority(String tenantId) {
        String authority = settings.authority().toString();
        return URI.create((authority.endsWith("/") ? authority : authority + "/") + tenantId + "/");
    }

    private TokenCredential credential(String tenantId) {
        return credentials.computeIfAbsent(
                tenantId,
                id -> settings.tenant(id)
                        .map(configured -> configured.credential(id, settings.authorityHost()))
                        .orElseThrow(() -> FailureType.NOT_AUTHORIZED.failure(
                                "no credentials are configured for tenant " + id,
                                "List tenant " + id + " with credentials under `entra.tenants` in worker.yml, and"
                                        + " restart the worker.")));
    }

    private GraphServiceClient client(String tenantId) {
        AzureIdentityAuthenticationProvider authentication = new AzureIdentityAuthenticationProvider(
                new Current(this, tenantId), new String[] {settings.graph().getHost()}, SCOPE);
        // The engine retries, visibly and after what Retry-After says: the client itself does not.
        OkHttpClient http = KiotaClientFactory.create(
                        new Interceptor[] {chain -> renewing(tenantId, chain), new GraphChanges(), new SentOnce()})
                .connectTimeout(Duration.ofSeconds(5))
                .readTimeout(Duration.ofSeconds(20))
                .callTimeout(Duration.ofSeconds(30))
                .build();
        GraphServiceClient client = new GraphServiceClient(authentication, http);
        client.getRequestAdapter().setBaseUrl(settings.graph() + "/v1.0");
        return client;
    }

    /**
     * A token that Graph refuses, or for which it refuses a call, is not used again: credentials keep theirs for as long as it
     * is valid, and a permission that was consented to since is in the next one only.
     */
    private Response renewing(String tenantId, Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (response.code() == HttpURLConnection.HTTP_UNAUTHORIZED
                || response.code() == HttpURLConnection.HTTP_FORBIDDEN) {
            credentials.remove(tenantId);
        }
        return response;
    }

    /** The credentials that the tenant has now. */
    private record Current(EntraTenants tenants, String tenantId) implements TokenCredential {
        @Override
        public Mono<AccessToken> getToken(TokenRequestContext request) {
            return tenants.credential(tenantId).getToken(request);
        }

        @Override
        public AccessToken getTokenSync(TokenRequestContext request) {
            return tenants.credential(tenantId).getTokenSync(request);
        }
    }
}
