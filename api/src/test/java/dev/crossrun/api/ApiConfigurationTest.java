package dev.crossrun.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.api.auth.Grant;
import dev.crossrun.api.auth.Scope;
import dev.crossrun.api.auth.TokenPrincipal;
import dev.crossrun.api.run.OfferedRunbooks;
import dev.crossrun.run.actor.Role;
import dev.crossrun.runbook.Runbooks;
import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.SealingKeys;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.DefaultConfigurationFactoryFactory;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.jetty.HttpConnectorFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiConfigurationTest {
    @TempDir
    Path folder;

    @Test
    void readsTheExample() throws Exception {
        ApiConfiguration example = read(Path.of("../examples/api.yml"));
        assertThat(example.principals()).extracting(TokenPrincipal::name).contains("kim@example.com");
        assertThat(connector(example).getBindHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void bindsAConnectorThatNamesNoHostToLoopback() throws Exception {
        ApiConfiguration configuration = read(written("""
                server:
                  applicationConnectors: [{type: http, port: 9000}]
                principals:
                  - {name: kim, roles: [REQUESTER], tokenSha256: %s}
                """.formatted("a".repeat(64))));
        assertThat(connector(configuration).getBindHost()).isEqualTo("127.0.0.1");
        assertThat(connector(configuration).getPort()).isEqualTo(9000);
    }

    @Test
    void refusesPrincipalsThatCannotBeToldApartOrHaveNoHash() throws IOException {
        String same = "{name: kim, roles: [REQUESTER], tokenSha256: " + "a".repeat(64) + "}";
        Path twins = written("principals: [" + same + ", " + same + "]");
        assertThatThrownBy(() -> read(twins))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("names and tokens of their own");
        Path plain = written("principals: [{name: kim, roles: [REQUESTER], tokenSha256: secret}]");
        assertThatThrownBy(() -> read(plain)).hasMessageContaining("tokenSha256");
        Path none = written("principals: []");
        assertThatThrownBy(() -> read(none)).hasMessageContaining("principals");
    }

    @Test
    void sealsToThePublicHalfOfItsFileEvenIfItHoldsThePrivateOne() throws Exception {
        SealingKeys worker = SealingKeys.generate();
        Path file = Files.writeString(folder.resolve("worker.jwks.json"), worker.json());
        SealingKeys keys = sealing(file.toString()).sealingKeys();
        assertThat(worker.open(keys.seal("s"))).isEqualTo("s");
        assertThat(keys.json()).isEqualTo(worker.publicHalf().json());
        assertThatThrownBy(() -> keys.open(keys.seal("s"))).hasMessageContaining("no private key");
    }

    @Test
    void sealsNothingWithoutAFile() throws Exception {
        assertThat(read(Path.of("../examples/api.yml")).sealingKeys().seals()).isFalse();
    }

    @Test
    void namesTheFileOfKeysThatIsNotThereOrIsNone() throws Exception {
        Path nowhere = folder.resolve("nowhere.json");
        ApiConfiguration missing = sealing(nowhere.toString());
        assertThatThrownBy(missing::sealingKeys)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sealing: " + nowhere + " cannot be read");
        Path none = Files.writeString(folder.resolve("none.json"), "{}");
        ApiConfiguration wrong = sealing(none.toString());
        assertThatThrownBy(wrong::sealingKeys)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sealing: " + none + " is not a JWK Set");
    }

    @Test
    void saysAllFaultsOfAFileAtOnce() throws IOException {
        Path bad = written("principals: [{name: \"\", roles: [], tokenSha256: secret}]\n");
        assertThatThrownBy(() -> read(bad))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("principals[0].name")
                .hasMessageContaining("principals[0].roles")
                .hasMessageContaining("principals[0].tokenSha256");
        Path unknown = written("seeling: keys.json\nprincipals: []\n");
        assertThatThrownBy(() -> read(unknown)).hasMessageContaining("seeling");
    }

    @Test
    void readsScopesOfPrincipalsAndRoles() throws Exception {
        ApiConfiguration configuration = read(written("""
                principals:
                  - name: ops-bot
                    roles: [REQUESTER]
                    tokenSha256: %s
                    scope: {runbooks: [temporary-access], accounts: [111122223333, "000000000001"]}
                oidc:
                  issuer: https://login.example.com/tenant
                  audience: crossrun
                  roles:
                    Crossrun.Approver: [APPROVER]
                    payments-approvers: {roles: [APPROVER], scope: {accounts: ["111122223333"]}}
                """.formatted("a".repeat(64))));
        configuration.requireScopesOf(new OfferedRunbooks(Runbooks.ALL));
        assertThat(configuration.principals().get(0).scope())
                .contains(new Scope(
                        Optional.of(Set.of("temporary-access")), Optional.of(Set.of("111122223333", "000000000001"))));
        assertThat(configuration.oidc().orElseThrow().roles())
                .isEqualTo(Map.of(
                        "Crossrun.Approver",
                        Grant.everywhere(Set.of(Role.APPROVER)),
                        "payments-approvers",
                        new Grant(
                                Set.of(Role.APPROVER),
                                Optional.of(new Scope(Optional.empty(), Optional.of(Set.of("111122223333")))))));
    }

    @Test
    void namesEveryFaultOfScopes() throws Exception {
        Path limitless = written(scopes("{}", "{runbooks: []}"));
        assertThatThrownBy(() -> read(limitless))
                .hasMessageContaining("scope must name runbooks or accounts")
                .hasMessageContaining("oidc.roles[payments].scope.runbooks must not be empty");
        Path wrong = written(scopes("{accounts: [1111]}", "{accounts: [\"111122223333\"]}"));
        assertThatThrownBy(() -> read(wrong))
                .hasMessageContaining(
                        "principals[0].scope.accounts[].<iterable element> must be an AWS account id: 12 digits, in quotes");
        Path unknown = written(scopes("{account: [\"111122223333\"]}", "{accounts: [\"111122223333\"]}"));
        assertThatThrownBy(() -> read(unknown)).hasMessageContaining("account");
        ApiConfiguration misspelt = read(written(scopes("{runbooks: [temporary]}", "{runbooks: [connect]}")));
        assertThatThrownBy(() -> misspelt.requireScopesOf(new OfferedRunbooks(Runbooks.ALL)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("oidc.roles, payments: scope names connect, which is not a runbook; principals, kim: scope"
                        + " names temporary, which is not a runbook. Runbooks: [connect-federation, temporary-access]");
    }

    @Test
    void refusesAnIssuerWhereAnybodyCanSignInAndOneThatCanBeForged() throws IOException {
        for (String tenant : List.of("common", "organizations", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad")) {
            Path file = written(issuer("https://login.microsoftonline.com/" + tenant + "/v2.0"));
            assertThatThrownBy(() -> read(file)).as(tenant).hasMessageContaining("issuer must be");
        }
        Path plain = written(issuer("http://login.example.com/tenant"));
        assertThatThrownBy(() -> read(plain)).hasMessageContaining("issuer must be https://");
    }

    private static String issuer(String issuer) {
        return """
                principals:
                  - {name: kim, roles: [REQUESTER], tokenSha256: %s}
                oidc: {issuer: "%s", audience: crossrun, roles: {Crossrun.Approver: [APPROVER]}}
                """.formatted("a".repeat(64), issuer);
    }

    private static String scopes(String ofPrincipal, String ofRole) {
        return """
                principals:
                  - {name: kim, roles: [REQUESTER], tokenSha256: %s, scope: %s}
                oidc:
                  issuer: https://login.example.com/tenant
                  audience: crossrun
                  roles:
                    payments: {roles: [APPROVER], scope: %s}
                """.formatted("a".repeat(64), ofPrincipal, ofRole);
    }

    private ApiConfiguration sealing(String file) throws IOException, ConfigurationException {
        return read(written("""
                sealing: %s
                principals:
                  - {name: kim, roles: [REQUESTER], tokenSha256: %s}
                """.formatted(file, "a".repeat(64))));
    }

    @Test
    void saysWhatTheCodecServerAndTheHashOfRequestersNeed() throws Exception {
        String kim = "principals: [{name: kim, roles: [REQUESTER], tokenSha256: " + "a".repeat(64) + "}]\n";
        Path alone = written(
                kim + "hashRequester: true\ncodecServer: {origin: \"https://temporal.example.com/ui\", roles: []}\n");
        assertThatThrownBy(() -> read(alone))
                .hasMessageContaining("codecServer needs payloads")
                .hasMessageContaining("hashRequester needs payloads")
                .hasMessageContaining("without a path, such as https://temporal.example.com")
                .hasMessageContaining("leave it out for ADMINISTRATOR");
        PayloadKeys keys = PayloadKeys.generate();
        Path file = Files.writeString(folder.resolve("payloads.jwks.json"), keys.json());
        ApiConfiguration right = read(written(kim + "payloads: " + file
                + "\nhashRequester: true\ncodecServer: {origin: \"http://127.0.0.1:8233\"}\n"));
        assertThat(right.payloadKeys().json()).isEqualTo(keys.json());
        assertThat(right.codecServer().orElseThrow().rolesOrDefault()).containsExactly(Role.ADMINISTRATOR);
        Files.writeString(file, keys.json().replaceFirst(",\\{[^}]*HS256[^}]*}", ""));
        assertThatThrownBy(right::payloadKeys)
                .hasMessage("payloads: hashRequester needs a key with \"alg\": \"HS256\" in the file");
    }

    private static HttpConnectorFactory connector(ApiConfiguration configuration) {
        DefaultServerFactory server = (DefaultServerFactory) configuration.getServerFactory();
        return (HttpConnectorFactory) server.getApplicationConnectors().get(0);
    }

    private Path written(String yaml) throws IOException {
        return Files.writeString(folder.resolve("api.yml"), yaml);
    }

    private static ApiConfiguration read(Path file) throws IOException, ConfigurationException {
        return new DefaultConfigurationFactoryFactory<ApiConfiguration>()
                .create(ApiConfiguration.class, Validators.newValidator(), Jackson.newObjectMapper(), "dw")
                .build(
                        new SubstitutingSourceProvider(
                                new FileConfigurationSourceProvider(), new EnvironmentVariableSubstitutor(true)),
                        file.toString());
    }
}
