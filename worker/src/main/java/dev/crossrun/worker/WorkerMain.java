package dev.crossrun.worker;

import com.codahale.metrics.MetricRegistry;
import dev.crossrun.aws.AwsAccounts;
import dev.crossrun.entra.EntraTenants;
import dev.crossrun.pace.PaceClock;
import dev.crossrun.temporal.ProcessMetrics;
import dev.crossrun.temporal.SearchAttributes;
import dev.crossrun.temporal.TemporalConnection;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
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
        settings.logging().ifPresent(logging -> logging.configure(new MetricRegistry(), "crossrun-worker"));
        CountDownLatch told = new CountDownLatch(1);
        ProcessMetrics metrics = new ProcessMetrics();
        TemporalConnection temporal =
                TemporalConnection.open(settings.temporalOrEnvironment(), settings.payloadKeys(), metrics.scope());
        AwsAccounts accounts =
                new AwsAccounts(settings.aws(), new TimedPaceClock(PaceClock.SYSTEM, metrics.registry(), "AWS"));
        AdminServer admin = admin(settings.adminOrDefaults(), metrics, temporal);
        SearchAttributes.register(temporal.client());
        SweepSchedule.apply(temporal.client(), settings.accessOrDefaults());
        CrossrunWorker worker = CrossrunWorker.start(
                temporal.client(),
                CrossrunWorker.activities(
                        accounts,
                        new EntraTenants(
                                settings.entraOrNone(),
                                new TimedPaceClock(PaceClock.SYSTEM, metrics.registry(), "ENTRA")),
                        settings.sealingKeys(),
                        settings.notificationSettings(),
                        settings.accessOrDefaults(),
                        Clock.systemUTC()));
        LOG.info("The worker takes tasks. Health and metrics: {}", admin.address());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            LOG.info("The worker takes no more tasks. It finishes its calls in flight");
            worker.close();
            admin.close();
            accounts.close();
            temporal.close();
            LOG.info("The worker has stopped");
            told.countDown();
        }));
        told.await();
    }

    private static AdminServer admin(AdminSettings settings, ProcessMetrics metrics, TemporalConnection temporal) {
        try {
            return AdminServer.start(settings, metrics, new Readiness(temporal.client(), metrics));
        } catch (IOException | UnresolvedAddressException e) {
            throw new WorkerSettings.InvalidSettingsException(
                    "admin: the worker cannot listen at " + settings.host() + ":" + settings.portOrDefault()
                            + ", perhaps because another worker does (" + e.getMessage()
                            + "). Set admin.port, or 0 for a free one",
                    e);
        }
    }
}
