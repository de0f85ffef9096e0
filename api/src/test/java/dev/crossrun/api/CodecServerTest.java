package dev.crossrun.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import com.google.protobuf.util.JsonFormat;
import com.nimbusds.jose.JOSEObjectType;
import dev.crossrun.api.ApiFixture.Reply;
import dev.crossrun.api.auth.Grant;
import dev.crossrun.api.auth.OidcSettings;
import dev.crossrun.api.auth.Scope;
import dev.crossrun.api.auth.TokenPrincipal;
import dev.crossrun.api.codec.CodecResource;
import dev.crossrun.api.codec.CodecServerSettings;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.actor.Role;
import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.SealingKeys;
import dev.crossrun.temporal.TemporalConnection;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.client.WorkflowClientOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The codec server, as a page of the Temporal UI uses it. */
class CodecServerTest {
    private static final String ORIGIN = "https://temporal.example.com";
    private static final PayloadKeys KEYS = PayloadKeys.generate();
    private static final Optional<Set<Role>> DEFAULT = Optional.empty();

    @TempDir
    static Path folder;

    private static ApiFixture crossrun;
    private static EmbeddedApi api;
    private static String namespace;

    @BeforeAll
    static void start() throws IOException {
        crossrun = new ApiFixture(false);
        namespace = crossrun.temporal.getNamespace();
        api = crossrun.serve(configuration(DEFAULT));
    }

    private static ApiConfiguration configuration(Optional<Set<Role>> roles) throws IOException {
        List<TokenPrincipal> people = new ArrayList<>(ApiFixture.people());
        Scope errands = new Scope(Optional.of(Set.of("errand")), Optional.empty());
        people.add(new TokenPrincipal(
                "max",
                Sha256.of("token-of-max").value(),
                Set.of(Role.ADMINISTRATOR),
                Optional.of(errands),
                Optional.empty()));
        ApiConfiguration configuration = ApiConfiguration.embedded(0, people, SealingKeys.none());
        configuration.setPayloads(Files.writeString(folder.resolve("payloads.jwks.json"), KEYS.json()));
        configuration.setCodecServer(new CodecServerSettings(URI.create(ORIGIN), roles));
        return configuration;
    }

    @AfterAll
    static void stop() {
        api.close();
        crossrun.close();
    }

    private static Payload encrypted(PayloadKeys keys, String namespace, String text) {
        WorkflowClientOptions client =
                WorkflowClientOptions.newBuilder().setNamespace(namespace).build();
        return dev.crossrun.temporal.Payloads.of(TemporalConnection.clientOptions(client, keys), "errand.one")
                .toPayload(text)
                .orElseThrow();
    }

    private static Reply decode(EmbeddedApi of, String as, String body, String... headers) {
        return decodeWith(of, as.isEmpty() ? as : "token-of-" + as, body, headers);
    }

    private static Reply decodeWith(EmbeddedApi of, String token, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(of.address() + "/codec/decode?preserveStorageRefs=true"))
                .header("Origin", ORIGIN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return sent(headers.length == 0 ? request : request.headers(headers));
    }

    private static Reply sent(HttpRequest.Builder request) {
        try {
            return new Reply(HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Reply decode(String as, Payload... payloads) {
        return decode(api, as, json(payloads), "X-Namespace", namespace);
    }

    private static String json(Payload... payloads) {
        try {
            return JsonFormat.printer()
                    .print(Payloads.newBuilder()
                            .addAllPayloads(List.of(payloads))
                            .build());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAdministratorReadsWhatIsEncryptedAndWhatIsNot() throws IOException {
        Payload clear = encrypted(PayloadKeys.none(), namespace, "Ada");
        Reply reply = decode("sam", encrypted(KEYS, namespace, "Ada"), clear);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        Payloads.Builder read = Payloads.newBuilder();
        JsonFormat.parser().merge(reply.http().body(), read);
        assertThat(read.getPayloadsList()).containsExactly(clear, clear);
    }

    @Test
    void eachUseIsLoggedWithWhoAndOfWhichWorkflowsAndWithoutTheContent() {
        Logger logger = (Logger) LoggerFactory.getLogger(CodecResource.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
        try {
            decode("sam", encrypted(KEYS, namespace, "Ada"), encrypted(KEYS, namespace, "Ada"));
            assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("sam of api.yml decrypted 2 payloads of [errand.one]");
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
    }

    @Test
    void nobodyReadsWithoutATokenOrWithoutTheRoleForEveryRun() {
        Payload payload = encrypted(KEYS, namespace, "Ada");
        Reply stranger = decode("", payload);
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.at("/code").asText()).isEqualTo("UNAUTHENTICATED");
        assertThat(stranger.header("Access-Control-Allow-Origin"))
                .as("so that the UI can show why")
                .isEqualTo(ORIGIN);
        for (String other : List.of("kim", "lee", "ann", "max")) {
            Reply refused = decode(other, payload);
            assertThat(refused.status()).as(other).isEqualTo(403);
            assertThat(refused.at("/detail").asText()).contains("ADMINISTRATOR", "for every run");
        }
    }

    @Test
    void theSettingsSayWhichRolesMayRead() throws IOException {
        try (EmbeddedApi other = crossrun.serve(configuration(Optional.of(Set.of(Role.AUDITOR))))) {
            String body = json(encrypted(KEYS, namespace, "Ada"));
            assertThat(decode(other, "ann", body, "X-Namespace", namespace).status())
                    .isEqualTo(200);
            assertThat(decode(other, "sam", body, "X-Namespace", namespace).status())
                    .isEqualTo(403);
        }
    }

    @Test
    void theUiReadsWithTheAccessTokenOfItsSignInAndNotWithTheIdToken() throws IOException {
        MockOAuth2Server provider = new MockOAuth2Server();
        provider.start();
        ApiConfiguration configuration = configuration(DEFAULT);
        configuration.setOidc(new OidcSettings(
                provider.issuerUrl("contoso").uri(),
                "crossrun",
                Optional.empty(),
                Optional.empty(),
                Map.of(
                        "Crossrun.Administrator", Grant.everywhere(Set.of(Role.ADMINISTRATOR)),
                        "Crossrun.Requester", Grant.everywhere(Set.of(Role.REQUESTER))),
                false));
        String body = json(encrypted(KEYS, namespace, "Ada"));
        try (EmbeddedApi other = crossrun.serve(configuration)) {
            String access = issued(provider, "crossrun", "Crossrun.Administrator", Map.of("scp", "Crossrun.Use"));
            Reply read = decodeWith(other, access, body, "X-Namespace", namespace);
            assertThat(read.status()).isEqualTo(200);
            assertThat(read.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
            String requester = issued(provider, "crossrun", "Crossrun.Requester", Map.of("scp", "Crossrun.Use"));
            assertThat(decodeWith(other, requester, body, "X-Namespace", namespace)
                            .status())
                    .isEqualTo(403);
            String id = issued(provider, "temporal-ui", "Crossrun.Administrator", Map.of("nonce", "n"));
            assertThat(decodeWith(other, id, body, "X-Namespace", namespace).status())
                    .isEqualTo(401);
        } finally {
            provider.shutdown();
        }
    }

    private static String issued(MockOAuth2Server provider, String audience, String role, Map<String, String> more) {
        Map<String, Object> claims = new HashMap<>(more);
        claims.put("oid", "oid-of-sam");
        claims.put("roles", List.of(role));
        return provider.issueToken(
                        "contoso",
                        "temporal-ui",
                        new DefaultOAuth2TokenCallback(
                                "contoso",
                                "pairwise-subject",
                                JOSEObjectType.JWT.getType(),
                                List.of(audience),
                                claims,
                                3600))
                .serialize();
    }

    @Test
    void namesEachPayloadThatCannotBeRead() {
        Payload good = encrypted(KEYS, namespace, "Ada");
        Payload altered = good.toBuilder()
                .setData(good.getData().concat(ByteString.copyFromUtf8("x")))
                .build();
        Reply reply = decode(
                "sam",
                good,
                altered,
                encrypted(PayloadKeys.generate(), namespace, "Ada"),
                encrypted(KEYS, "another", "Ada"));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.at("/errors").findValuesAsText("pointer"))
                .containsExactly("/payloads/1", "/payloads/2", "/payloads/3");
        assertThat(reply.http().body())
                .contains("ALTERED", "UNKNOWN_KEY", "FROM_ELSEWHERE")
                .doesNotContain("Ada");
    }

    @Test
    void takesPayloadsOfItsOwnNamespaceAndNothingElse() {
        String body = json(encrypted(KEYS, namespace, "Ada"));
        for (Reply reply : List.of(decode(api, "sam", body), decode(api, "sam", body, "X-Namespace", "another"))) {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.http().body()).contains("/X-Namespace", "must be " + namespace);
        }
        Reply malformed = decode(api, "sam", "{\"payload\": []}", "X-Namespace", namespace);
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.at("/detail").asText()).contains("temporal.api.common.v1.Payloads");
        Reply large = decode(api, "sam", " ".repeat(1024 * 1024 + 1), "X-Namespace", namespace);
        assertThat(large.status()).isEqualTo(413);
    }

    @Test
    void letsPagesOfTheUiAskAndNoOtherPages() {
        Reply preflight = preflight(ORIGIN, "/codec/decode");
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
        assertThat(preflight.header("Access-Control-Allow-Methods")).isEqualTo("POST");
        assertThat(preflight.header("Access-Control-Allow-Headers").split(", "))
                .containsExactlyInAnyOrder("Authorization", "Authorization-Extras", "Content-Type", "X-Namespace");
        for (Reply other : List.of(
                preflight("https://temporal.example.com.evil.example", "/codec/decode"),
                preflight("null", "/codec/decode"),
                preflight(ORIGIN, "/v1/runs"))) {
            assertThat(other.http().headers().map()).doesNotContainKey("access-control-allow-origin");
        }
    }

    private static Reply preflight(String origin, String path) {
        return sent(HttpRequest.newBuilder(URI.create(api.address() + path))
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,authorization-extras,content-type,x-namespace")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    }

    @Test
    void encryptsNothingAndIsNotThereUnlessItIsConfigured() {
        String body = json(encrypted(KEYS, namespace, "Ada"));
        assertThat(crossrun.post("sam", "/codec/decode", body, "X-Namespace", namespace)
                        .status())
                .isEqualTo(404);
        assertThat(crossrun.send(api, "token-of-sam", "POST", "/codec/encode", Optional.of(body))
                        .status())
                .isEqualTo(404);
    }
}
