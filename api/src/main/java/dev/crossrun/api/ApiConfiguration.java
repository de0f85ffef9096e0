package dev.crossrun.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.crossrun.api.archive.ArchiveSettings;
import dev.crossrun.api.archive.RecordKeys;
import dev.crossrun.api.auth.OidcSettings;
import dev.crossrun.api.auth.Scope;
import dev.crossrun.api.auth.TokenPrincipal;
import dev.crossrun.api.codec.CodecServerSettings;
import dev.crossrun.api.run.OfferedRunbooks;
import dev.crossrun.api.run.RequesterAttribute;
import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.SealingKeys;
import dev.crossrun.temporal.TemporalSettings;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.server.ServerFactory;
import io.dropwizard.core.server.SimpleServerFactory;
import io.dropwizard.jetty.ConnectorFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.request.logging.LogbackAccessRequestLogFactory;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MinDuration;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What {@code api.yml} says, beside Dropwizard's own {@code server} and {@code logging}. A connector without a
 * {@code bindHost} listens on loopback.
 */
public final class ApiConfiguration extends Configuration {
    private static final String LOOPBACK = "127.0.0.1";

    /** Those of which a resource says itself that it does not have them; others are unknown methods. */
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "QUERY");

    @JsonProperty
    private Optional<TemporalSettings> temporal = Optional.empty();

    /** Who may call, by the hash of a bearer token. */
    @JsonProperty
    @Valid
    private List<TokenPrincipal> principals = List.of();

    /** Who may call, by the access token of an OpenID provider. */
    @JsonProperty
    private Optional<@Valid OidcSettings> oidc = Optional.empty();

    /** The web pages; without it there are none. */
    @JsonProperty
    private Optional<@Valid DeskSettings> desk = Optional.empty();

    /** Address of the Temporal UI, such as {@code http://127.0.0.1:8233}; runs then carry a link to it. */
    @JsonProperty
    private Optional<String> uiUrl = Optional.empty();

    /** A JWK Set with the public key of the workers, to which secrets in answers are sealed. */
    @JsonProperty
    private Optional<Path> sealing = Optional.empty();

    /** A JWK Set with the keys that encrypt what goes to Temporal, the same as in {@code worker.yml}; without it, in the clear. */
    @JsonProperty
    private Optional<Path> payloads = Optional.empty();

    /** Whether Temporal gets a keyed hash of the requester's name, for filters, instead of the name itself. */
    @JsonProperty
    private boolean hashRequester;

    /** Where the records of ended runs are kept; without it, Temporal alone has them, for its retention. */
    @JsonProperty
    private Optional<@Valid ArchiveSettings> records = Optional.empty();

    /** How the Temporal UI may have payloads decrypted; without it, it may not. */
    @JsonProperty
    private Optional<@Valid CodecServerSettings> codecServer = Optional.empty();

    /** How long the body of a request may take to arrive. A connection on which nothing arrives is closed after idleTimeout. */
    @JsonProperty
    @NotNull
    @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS)
    private Duration bodyTimeout = Duration.seconds(60);

    private Optional<SealingKeys> given = Optional.empty();

    public ApiConfiguration() {
        setServerFactory(new DefaultServerFactory());
    }

    /**
     * An API inside another program: on loopback, at this port (0: a free one), sealing to these keys. When it is closed,
     * it waits for nobody: clients keep their connections open.
     */
    public static ApiConfiguration embedded(int port, List<TokenPrincipal> principals, SealingKeys keys) {
        ApiConfiguration configuration = new ApiConfiguration();
        configuration.given = Optional.of(keys.publicHalf());
        configuration.principals = List.copyOf(principals);
        if (configuration.getServerFactory() instanceof DefaultServerFactory server) {
            ((HttpConnectorFactory) server.getApplicationConnectors().get(0)).setPort(port);
            ((HttpConnectorFactory) server.getAdminConnectors().get(0)).setPort(0);
            LogbackAccessRequestLogFactory silent = new LogbackAccessRequestLogFactory();
            silent.setAppenders(List.of());
            server.setRequestLogFactory(silent);
            server.setShutdownGracePeriod(Duration.milliseconds(0));
        }
        return configuration;
    }

    @Override
    public void setServerFactory(ServerFactory server) {
        if (server instanceof AbstractServerFactory common) {
            common.setRegisterDefaultExceptionMappers(false);
            common.setAllowedMethods(METHODS);
            common.setRequestLogFactory(new QuietRequestLog(common.getRequestLogFactory()));
        }
        connectors(server).forEach(connector -> {
            if (connector instanceof HttpConnectorFactory http && http.getBindHost() == null) {
                http.setBindHost(LOOPBACK);
            }
        });
        super.setServerFactory(server);
    }

    private static Stream<ConnectorFactory> connectors(ServerFactory server) {
        if (server instanceof DefaultServerFactory standard) {
            return Stream.concat(standard.getApplicationConnectors().stream(), standard.getAdminConnectors().stream());
        }
        return server instanceof SimpleServerFactory simple ? Stream.of(simple.getConnector()) : Stream.of();
    }

    /** Two principals of one name or one token could not be told apart. */
    @ValidationMethod(message = "principals must have names and tokens of their own")
    public boolean isEachPrincipalItsOwn() {
        return principals.stream().map(TokenPrincipal::name).distinct().count() == principals.size()
                && principals.stream()
                                .map(TokenPrincipal::tokenSha256)
                                .distinct()
                                .count()
                        == principals.size();
    }

    /** Another spelling of the issuer would make two people of one. */
    @ValidationMethod(message = "identity.issuer of a principal must be the issuer of oidc, to the letter")
    public boolean isEachIdentityOfTheProvider() {
        return principals.stream()
                .flatMap(principal -> principal.identity().stream())
                .allMatch(identity -> oidc.filter(
                                provider -> provider.issuer().toString().equals(identity.issuer()))
                        .isPresent());
    }

    /** People sign in at the desk there. */
    @ValidationMethod(message = "desk needs oidc: the provider at which people sign in")
    public boolean isDeskWithProvider() {
        return desk.isEmpty() || oidc.isPresent();
    }

    /** It decrypts with these keys. */
    @ValidationMethod(message = "codecServer needs payloads: the keys with which it decrypts")
    public boolean isCodecServerWithKeys() {
        return codecServer.isEmpty() || payloads.isPresent();
    }

    /** It hashes with one of these keys. */
    @ValidationMethod(message = "hashRequester needs payloads: the file with the key of the hash")
    public boolean isHashWithKeys() {
        return !hashRequester || payloads.isPresent();
    }

    /** Nobody could call otherwise. */
    @ValidationMethod(message = "principals or oidc must say who may call")
    public boolean isAnybodyAllowed() {
        return !principals.isEmpty() || oidc.isPresent();
    }

    /**
     * Checks the scopes against the runbooks that there are.
     *
     * @throws IllegalArgumentException naming every runbook in a scope that is not offered
     */
    void requireScopesOf(OfferedRunbooks offered) {
        List<String> faults = Stream.concat(
                        principals.stream()
                                .flatMap(principal ->
                                        unknown("principals, " + principal.name(), principal.scope(), offered)),
                        oidc.stream()
                                .flatMap(provider -> provider.roles().entrySet().stream())
                                .flatMap(role -> unknown(
                                        "oidc.roles, " + role.getKey(),
                                        role.getValue().scope(),
                                        offered)))
                .sorted()
                .toList();
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults) + ". Runbooks: " + offered.names());
        }
    }

    private static Stream<String> unknown(String where, Optional<Scope> scope, OfferedRunbooks offered) {
        return scope.flatMap(Scope::runbooks).stream()
                .flatMap(Set::stream)
                .filter(name -> !offered.contains(name))
                .map(name -> where + ": scope names " + name + ", which is not a runbook");
    }

    TemporalSettings temporal() {
        return temporal.orElseGet(() -> new TemporalSettings(Optional.empty(), Optional.empty()));
    }

    /** Without a file no answer with a secret is taken. */
    SealingKeys sealingKeys() {
        try {
            return given.or(() -> sealing.map(SealingKeys::read).map(SealingKeys::publicHalf))
                    .orElseGet(SealingKeys::none);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("sealing: " + e.getMessage(), e);
        }
    }

    /** None where payloads go to Temporal in the clear. */
    PayloadKeys payloadKeys() {
        try {
            PayloadKeys keys = payloads.map(PayloadKeys::read).orElseGet(PayloadKeys::none);
            if (hashRequester && !keys.hash()) {
                throw new IllegalArgumentException("hashRequester needs a key with \"alg\": \"HS256\" in the file");
            }
            return keys;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("payloads: " + e.getMessage(), e);
        }
    }

    Optional<ArchiveSettings> records() {
        return records;
    }

    public void setRecords(ArchiveSettings settings) {
        records = Optional.of(settings);
    }

    static RecordKeys recordKeys(ArchiveSettings settings) {
        try {
            return RecordKeys.read(settings.keys());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("records.keys: " + e.getMessage(), e);
        }
    }

    RequesterAttribute requesterAttribute() {
        return hashRequester ? RequesterAttribute.hashed(payloadKeys()) : RequesterAttribute.name();
    }

    void setPayloads(Path file) {
        payloads = Optional.of(file);
    }

    void setCodecServer(CodecServerSettings settings) {
        codecServer = Optional.of(settings);
    }

    Optional<CodecServerSettings> codecServer() {
        return codecServer;
    }

    public java.time.Duration bodyTimeout() {
        return bodyTimeout.toJavaDuration();
    }

    void setBodyTimeout(Duration longest) {
        bodyTimeout = longest;
    }

    List<TokenPrincipal> principals() {
        return principals;
    }

    public Optional<OidcSettings> oidc() {
        return oidc;
    }

    public void setOidc(OidcSettings settings) {
        oidc = Optional.of(settings);
    }

    public Optional<DeskSettings> desk() {
        return desk;
    }

    public void setDesk(DeskSettings settings) {
        desk = Optional.of(settings);
    }

    Optional<String> uiUrl() {
        return uiUrl;
    }

    public void setUiUrl(Optional<String> address) {
        uiUrl = address;
    }

    /** Whether no other machine can call: all connectors listen on loopback. */
    public boolean listensOnLoopbackOnly() {
        return connectors(getServerFactory())
                .allMatch(connector ->
                        connector instanceof HttpConnectorFactory http && LOOPBACK.equals(http.getBindHost()));
    }
}
