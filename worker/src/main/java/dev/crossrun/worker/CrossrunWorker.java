package dev.crossrun.worker;

import dev.crossrun.access.AccessPolicyActivitiesImpl;
import dev.crossrun.access.AccessSettings;
import dev.crossrun.aws.AwsAccounts;
import dev.crossrun.aws.CloudTrailActivitiesImpl;
import dev.crossrun.aws.ConnectActivitiesImpl;
import dev.crossrun.aws.IamActivitiesImpl;
import dev.crossrun.aws.IdentityCenterActivitiesImpl;
import dev.crossrun.aws.OrganizationsActivitiesImpl;
import dev.crossrun.aws.PermissionSetActivitiesImpl;
import dev.crossrun.aws.StsActivitiesImpl;
import dev.crossrun.credentials.HealthActivitiesImpl;
import dev.crossrun.engine.UndoWorkflowImpl;
import dev.crossrun.engine.call.StepCalls;
import dev.crossrun.entra.EntraActivitiesImpl;
import dev.crossrun.entra.EntraTenants;
import dev.crossrun.health.HealthCheckImpl;
import dev.crossrun.lease.client.LeaseActivitiesImpl;
import dev.crossrun.ledger.LedgerActivitiesImpl;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.runbook.Runbooks;
import dev.crossrun.saml.activity.SamlActivitiesImpl;
import dev.crossrun.scim.ScimActivitiesImpl;
import dev.crossrun.temporal.SealingKeys;
import dev.crossrun.webhook.AlertActivitiesImpl;
import dev.crossrun.webhook.NotificationActivitiesImpl;
import dev.crossrun.webhook.NotificationSettings;
import io.grpc.ClientInterceptor;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs workflows and activities until it is closed; closing lets activities in flight come to an end. */
public final class CrossrunWorker implements AutoCloseable {
    /** An attempt of an ordinary call ends within a minute; what is cut off, another worker tries again or goes on with. */
    private static final Duration DRAIN = Duration.ofSeconds(65);

    /** A worker that died holds back its runs' next tasks no longer than this. */
    private static final Duration STICKY = Duration.ofSeconds(1);

    /**
     * After how long a workflow that does not let go of its thread counts as one with a defect. A worker that starts, or has much to do at
     * once, can be slower than the second that is the SDK's default, and each failed workflow task is work again.
     */
    private static final Duration DEADLOCK = Duration.ofSeconds(5);

    private final WorkflowServiceStubs service;
    private final WorkerFactory factory;

    private CrossrunWorker(WorkflowServiceStubs service, WorkerFactory factory) {
        this.service = service;
        this.factory = factory;
    }

    /** Starts with these activities, on a connection of its own to the service of {@code client}. */
    public static CrossrunWorker start(WorkflowClient client, List<Object> activities) {
        WorkflowServiceStubs service = connection(client);
        WorkerFactory factory = WorkerFactory.newInstance(
                WorkflowClient.newInstance(service, client.getOptions()),
                WorkerFactoryOptions.newBuilder()
                        // Of a call, each is around those before it: what runs share counts for each of them.
                        .setWorkerInterceptors(
                                new StepCalls.Interceptor(),
                                new SharedReads(),
                                new CallWatch(),
                                new RetryPauses(),
                                new RefusedPayloads())
                        .build());
        Worker worker = factory.newWorker(
                RunAttributes.TASK_QUEUE,
                WorkerOptions.newBuilder()
                        .setStickyQueueScheduleToStartTimeout(STICKY)
                        .setDefaultDeadlockDetectionTimeout(DEADLOCK.toMillis())
                        .build());
        Runbooks.ALL.stream()
                .flatMap(runbook -> runbook.code().get().workflows().stream())
                .forEach(workflow -> RefusedPayloads.register(worker, workflow));
        RefusedPayloads.register(worker, UndoWorkflowImpl.class);
        RefusedPayloads.register(worker, HealthCheckImpl.class);
        worker.registerActivitiesImplementations(activities.toArray());
        factory.start();
        return new CrossrunWorker(service, factory);
    }

    private static WorkflowServiceStubs connection(WorkflowClient client) {
        WorkflowServiceStubsOptions options = client.getWorkflowServiceStubs().getOptions();
        List<ClientInterceptor> interceptors = new ArrayList<>(
                Optional.ofNullable(options.getGrpcClientInterceptors()).orElse(List.of()));
        interceptors.add(new TerminatedRuns());
        return WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder(options)
                .setGrpcClientInterceptors(interceptors)
                .build());
    }

    /** The activities that every runbook has, on real clients. */
    public static List<Object> activities(
            AwsAccounts accounts,
            EntraTenants tenants,
            SealingKeys keys,
            NotificationSettings notifications,
            AccessSettings access,
            Clock clock) {
        return List.of(
                new HealthActivitiesImpl(accounts, tenants),
                new StsActivitiesImpl(accounts),
                new OrganizationsActivitiesImpl(accounts),
                new IdentityCenterActivitiesImpl(accounts),
                new PermissionSetActivitiesImpl(accounts),
                new ConnectActivitiesImpl(accounts, clock),
                new IamActivitiesImpl(accounts, clock),
                new CloudTrailActivitiesImpl(accounts, clock),
                new SamlActivitiesImpl(clock),
                new EntraActivitiesImpl(tenants, keys, clock),
                new ScimActivitiesImpl(keys, accounts.endpointOverride("scim")),
                new NotificationActivitiesImpl(notifications, clock),
                new AlertActivitiesImpl(notifications.webhook(), clock),
                new LedgerActivitiesImpl(),
                new LeaseActivitiesImpl(),
                new AccessPolicyActivitiesImpl(access));
    }

    @Override
    public void close() {
        factory.shutdown();
        factory.awaitTermination(DRAIN.toSeconds(), TimeUnit.SECONDS);
        service.shutdown();
    }
}
