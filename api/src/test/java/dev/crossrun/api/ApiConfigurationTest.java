package dev.crossrun.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.api.auth.TokenPrincipal;
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
                .hasMessage("sealing: " + none + " is no JWK Set");
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

    private ApiConfiguration sealing(String file) throws IOException, ConfigurationException {
        return read(written("""
                sealing: %s
                principals:
                  - {name: kim, roles: [REQUESTER], tokenSha256: %s}
                """.formatted(file, "a".repeat(64))));
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
