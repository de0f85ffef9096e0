package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** The order of tests in a JVM is chance: a client of another test must not decide whom those after it trust. */
class TrustedSimulatorTest {
    @Test
    void isTrustedByNewClientsThoughOthersWereMadeBeforeIt() throws Exception {
        try (Simulator first = Simulator.start(SimulatorSettings.defaults());
                Simulator second = Simulator.start(SimulatorSettings.defaults().withAddress("127.0.0.2", 0))) {
            aClientIsMadeThatTrusts(first.certificate());
            TrustedSimulator.trust(second.certificate());
            assertThat(status(second)).isLessThan(500);
            TrustedSimulator.trust(first.certificate());
            assertThat(status(first)).isLessThan(500);
        }
    }

    private static void aClientIsMadeThatTrusts(X509Certificate certificate)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("other", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLContext.setDefault(context);
        HttpClient.newHttpClient();
    }

    private static int status(Simulator simulator) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(simulator.secureEndpoint()).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
