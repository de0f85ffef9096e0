package dev.crossrun.worker;

import dev.crossrun.aws.AwsAccounts;
import dev.crossrun.entra.EntraTenants;
import dev.crossrun.temporal.SearchAttributes;
import dev.crossrun.temporal.TemporalConnection;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker process. */
public final class WorkerMain {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);

    private WorkerMain() {}

    /** Runs until the process is ended; {@code arguments} is the path of {@code worker.yml}. */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 1) {
            System.err.println("usage: worker FILE (such as worker.yml)");
            System.exit(2);
        }
        try {
            run(WorkerSettings.read(Path.of(arguments[0])));
        } catch (WorkerSettings.InvalidSettingsException wrong) {
            System.err.println(arguments[0] + ": " + wrong.getMessage());
            System.exit(2);
        }
    }

    private static void run(WorkerSettings settings) throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        TemporalConnection temporal = TemporalConnection.open(settings.temporalOrEnvironment(), settings.payloadKeys());
        AwsAccounts accounts = new AwsAccounts(settings.aws());
        SearchAttributes.register(temporal.client());
        SweepSchedule.apply(temporal.client(), settings.accessOrDefaults());
        CrossrunWorker worker = CrossrunWorker.start(
                temporal.client(),
                CrossrunWorker.activities(
                        accounts,
                        new EntraTenants(settings.entraOrNone()),
                        settings.sealingKeys(),
                        settings.notificationSettings(),
                        settings.accessOrDefaults(),
                        Clock.systemUTC()));
        LOG.info("The worker takes tasks");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            worker.close();
            accounts.close();
            temporal.close();
            told.countDown();
        }));
        told.await();
    }
}
