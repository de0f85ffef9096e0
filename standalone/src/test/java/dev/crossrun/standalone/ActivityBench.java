package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crossrun.access.AccessSettings;
import dev.crossrun.activity.CloudTrailActivities;
import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.PermissionSetActivities;
import dev.crossrun.activity.Place;
import dev.crossrun.aws.AwsAccounts;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;
import dev.crossrun.entra.EntraTenants;
import dev.crossrun.pace.PaceClock;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.simulator.CallLog;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.temporal.SealingKeys;
import dev.crossrun.webhook.NotificationSettings;
import dev.crossrun.worker.CrossrunWorker;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The activities on real clients, one attempt at a time, against a simulated company; its time can be moved. */
final class ActivityBench implements AutoCloseable {
    static final String MARK = "connect-federation.contact-center-prod";
    static final String OTHER = "connect-federation.contact-center-test";
    static final AccountId CONNECT_ACCOUNT = new AccountId(ContactCenter.CONNECT_ACCOUNT);
    static final Place CONNECT = new Place(CONNECT_ACCOUNT, new Region(ContactCenter.CONNECT_REGION));

    /** One pair for every bench of a JVM: making one takes longer than starting all the rest. */
    private static final SealingKeys KEYS = SealingKeys.generate();

    final Simulator simulator;
    final IamActivities iam;
    final ConnectActivities connect;
    final IdentityCenterActivities identityCenter;
    final PermissionSetActivities permissionSets;
    final CloudTrailActivities cloudTrail;
    final EntraActivities entra;
    private final LaterClock clock = new LaterClock();
    private final AwsAccounts accounts;
    private final TestActivityEnvironment environment = TestActivityEnvironment.newInstance();

    ActivityBench() {
        this(settings -> settings);
    }

    ActivityBench(UnaryOperator<SimulatorSettings> edit) {
        this.simulator = Simulator.start(edit.apply(SimulatorSettings.defaults().withClock(clock)));
        this.accounts = SimulatedAccounts.accounts(SimulatedAccounts.aws(simulator.endpoint()), clock);
        TrustedSimulator.trust(simulator.certificate());
        environment.registerActivitiesImplementations(CrossrunWorker.activities(
                        accounts,
                        new EntraTenants(SimulatedAccounts.entra(simulator.secureEndpoint()), clock),
                        KEYS,
                        NotificationSettings.none(),
                        AccessSettings.defaults(),
                        clock)
                .toArray());
        this.iam = activities(IamActivities.class);
        this.connect = activities(ConnectActivities.class);
        this.identityCenter = activities(IdentityCenterActivities.class);
        this.permissionSets = activities(PermissionSetActivities.class);
        this.cloudTrail = activities(CloudTrailActivities.class);
        this.entra = activities(EntraActivities.class);
    }

    /** Results do not name the calls that made changes, which have other ids each time: EffectsNameTheirCallsTest looks at those. */
    private <A> A activities(Class<A> type) {
        A stub = environment.newActivityStub(type);
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return withoutChanges(method.invoke(stub, arguments));
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    private static Object withoutChanges(Object result) {
        if (result instanceof List<?> results) {
            return results.stream().map(ActivityBench::withoutChanges).toList();
        }
        if (result instanceof ItemResult item) {
            return item.changedBy(List.of());
        }
        return result instanceof Removal removal ? removal.changedBy(List.of()) : result;
    }

    /** The time of the simulated company. */
    Instant now() {
        return clock.instant();
    }

    void later(Duration by) {
        clock.sleep(by);
    }

    /** The details of the heartbeats to come. */
    <T> List<T> heartbeats(Class<T> type) {
        List<T> heartbeats = new ArrayList<>();
        environment.setActivityHeartbeatListener(type, heartbeats::add);
        return heartbeats;
    }

    /** Lets the next attempt go on from the details of an earlier one's heartbeat. */
    void goOnFrom(Object details) {
        environment.setHeartbeatDetails(details);
    }

    /** How the attempt fails. */
    static ApplicationFailure failure(Runnable attempt) {
        return (ApplicationFailure)
                catchThrowableOfType(ActivityFailure.class, attempt::run).getCause();
    }

    /** The operations that were called since it was asked last, other than those that only read. */
    List<String> changes() {
        List<String> changes = simulator.calls().all().stream()
                .map(CallLog.Call::operation)
                .filter(operation -> !operation.matches("\\w+:(Get|List|Describe|Search|Assume|get|list).*"))
                .toList();
        simulator.calls().clear();
        return changes;
    }

    @Override
    public void close() {
        environment.close();
        accounts.close();
        simulator.close();
    }

    private static final class LaterClock extends Clock implements PaceClock {
        private Duration offset = Duration.ZERO;

        @Override
        public synchronized Instant instant() {
            return Instant.now().plus(offset);
        }

        @Override
        public synchronized long nanoTime() {
            return System.nanoTime() + offset.toNanos();
        }

        @Override
        public synchronized void sleep(Duration time) {
            offset = offset.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return Clock.systemUTC().getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
