package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.api.ApiConfiguration;
import dev.crossrun.aws.AwsSettings;
import dev.crossrun.domain.Region;
import dev.crossrun.entra.EntraSettings;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.SimulatorSettings;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Where a click signs in as anybody, nothing real may be in reach. */
class SimulatedSignInTest {
    private static final Simulator SIMULATOR = Simulator.start(SimulatorSettings.defaults());
    private static final AwsSettings AWS = SimulatedAccounts.aws(SIMULATOR.endpoint());
    private static final EntraSettings ENTRA = SimulatedAccounts.entra(SIMULATOR.secureEndpoint());

    private final ApiConfiguration configuration =
            ApiConfiguration.embedded(0, List.of(), Secrets.once().sealing());

    @AfterAll
    static void close() {
        SIMULATOR.close();
    }

    @Test
    void isForASimulatedCloudOnLoopback() {
        assertThatCode(() -> SimulatedSignIn.require(configuration, SIMULATOR, AWS, ENTRA))
                .doesNotThrowAnyException();
    }

    @Test
    void isRefusedWhereOtherMachinesReachTheApi() {
        ((HttpConnectorFactory) ((DefaultServerFactory) configuration.getServerFactory())
                        .getApplicationConnectors()
                        .get(0))
                .setBindHost("0.0.0.0");
        refused(AWS, ENTRA, "the API listens on more than 127.0.0.1");
    }

    @Test
    void isRefusedWhereAProviderIsReal() {
        URI elsewhere = URI.create("https://aws.example.com");
        refused(aws(Optional.empty(), Map.of()), ENTRA, "AWS is not the simulator");
        refused(aws(Optional.of(elsewhere), Map.of()), ENTRA, "AWS is not the simulator");
        refused(aws(AWS.endpointOverride(), Map.of("iam", elsewhere)), ENTRA, "AWS is not the simulator");
        refused(AWS, EntraSettings.none(), "Entra is not the simulator");
        refused(
                AWS,
                new EntraSettings(Map.of(), ENTRA.authorityHost(), Optional.of(elsewhere)),
                "Entra is not the simulator");
    }

    @Test
    void isRefusedWhereOtherMachinesReachTheSimulator() {
        try (Simulator open = Simulator.start(SimulatorSettings.defaults().withAddress("0.0.0.0", 0))) {
            assertThatThrownBy(() -> SimulatedSignIn.require(configuration, open, AWS, ENTRA))
                    .hasMessageContaining("the simulator listens on 0.0.0.0");
        }
    }

    private static AwsSettings aws(Optional<URI> endpoint, Map<String, URI> endpoints) {
        return new AwsSettings(Map.of(), new Region("eu-west-1"), endpoint, endpoints);
    }

    private void refused(AwsSettings aws, EntraSettings entra, String why) {
        assertThatThrownBy(() -> SimulatedSignIn.require(configuration, SIMULATOR, aws, entra))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(why);
    }
}
