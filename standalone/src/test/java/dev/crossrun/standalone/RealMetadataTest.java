package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IamActivities.Ownership;
import dev.crossrun.activity.IamActivities.Provider;
import dev.crossrun.aws.AwsAccounts;
import dev.crossrun.aws.IamActivitiesImpl;
import dev.crossrun.domain.AccountId;
import dev.crossrun.pace.PaceClock;
import dev.crossrun.run.document.Document;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.world.ContactCenter;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** A real document, which is others' and so is not in this repository: looked for beside it. */
class RealMetadataTest {
    static final Path SAMPLE = Path.of("../../shared/samples/identity-center-app-metadata.xml");

    @Test
    void makesAProviderFromIdentityCentersRealMetadata() throws IOException {
        assumeThat(SAMPLE).exists();
        byte[] real = Files.readAllBytes(SAMPLE);
        TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults());
                AwsAccounts accounts =
                        SimulatedAccounts.accounts(SimulatedAccounts.aws(simulator.endpoint()), PaceClock.SYSTEM)) {
            temporal.registerActivitiesImplementations(new IamActivitiesImpl(accounts, Clock.systemUTC()));
            String arn = temporal.newActivityStub(IamActivities.class)
                    .putProvider(new Provider(
                            new AccountId(ContactCenter.CONNECT_ACCOUNT),
                            "AmazonConnect",
                            Document.of("metadata.xml", "application/xml", real),
                            new Ownership("connect-federation.real", false)));
            String kept = simulator
                    .world()
                    .requireAccount(ContactCenter.CONNECT_ACCOUNT)
                    .iam()
                    .samlProviders()
                    .get(arn)
                    .orElseThrow()
                    .document();
            assertThat(kept).isEqualTo(new String(real, StandardCharsets.UTF_8));
        } finally {
            temporal.close();
        }
    }
}
