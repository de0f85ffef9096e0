package dev.crossrun.entra;

import static dev.crossrun.entra.EntraApplications.required;

import com.microsoft.graph.models.SynchronizationJob;
import com.microsoft.graph.models.SynchronizationQuarantine;
import com.microsoft.graph.models.SynchronizationRule;
import com.microsoft.graph.models.SynchronizationSecret;
import com.microsoft.graph.models.SynchronizationSecretKeyStringValuePair;
import com.microsoft.graph.models.SynchronizationStatus;
import com.microsoft.graph.models.SynchronizationStatusCode;
import com.microsoft.graph.models.SynchronizationTemplate;
import com.microsoft.graph.serviceprincipals.item.synchronization.SynchronizationRequestBuilder;
import com.microsoft.graph.serviceprincipals.item.synchronization.jobs.item.SynchronizationJobItemRequestBuilder;
import com.microsoft.graph.serviceprincipals.item.synchronization.jobs.item.validatecredentials.ValidateCredentialsPostRequestBody;
import com.microsoft.graph.serviceprincipals.item.synchronization.secrets.SecretsPutRequestBody;
import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.Job;
import dev.crossrun.activity.EntraActivities.JobConnection;
import dev.crossrun.activity.EntraActivities.OnDemand;
import dev.crossrun.activity.EntraActivities.Provisioned;
import dev.crossrun.activity.EntraActivities.RemovableJob;
import dev.crossrun.activity.EntraActivities.WantedJob;
import dev.crossrun.activity.FailureType;
import dev.crossrun.run.document.MarkdownText;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.temporal.SealingKeys;
import io.temporal.activity.Activity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Provisioning jobs (Graph reference, "Microsoft Entra synchronization API"). */
final class EntraJobs {
    private static final String TOO_MANY =
            "Too many people could not be provisioned: look at the provisioning log, then try again.";

    /** What a job in quarantine suffers from (Microsoft Entra, "Application provisioning in quarantine status"). */
    private static final Map<String, String> QUARANTINE = Map.of(
            EntraActivities.CALLS_REFUSED,
            "Identity Center refused Entra's calls: most often the SCIM token is wrong, expired or deleted.",
            "EncounteredEscrowProportionThreshold",
            TOO_MANY,
            "EncounteredBaseEscrowThreshold",
            TOO_MANY,
            "EncounteredTotalEscrowThreshold",
            TOO_MANY,
            "TooManyDeletes",
            "The cycle would have deleted too many people: look at who is assigned, then try again.");

    private final EntraTenants tenants;
    private final SealingKeys keys;
    private final OnDemandProvisioning onDemand;

    EntraJobs(EntraTenants tenants, SealingKeys keys) {
        this.tenants = tenants;
        this.keys = keys;
        this.onDemand = new OnDemandProvisioning(tenants);
    }

    Found find(Application application) {
        return jobs(application).stream()
                .findFirst()
                .map(job -> Found.unmarked(Map.of("id", String.valueOf(job.getId()))))
                .orElseGet(Found::absent);
    }

    /** A job takes no mark: ours is the one that is known, or that an earlier attempt of this very call began to make. */
    String put(WantedJob wanted) {
        Application application = wanted.application();
        List<SynchronizationJob> there = jobs(application);
        if (there.isEmpty()) {
            return create(application);
        }
        String id = only(application, there);
        boolean tried =
                Activity.getExecutionContext().getHeartbeatDetails(String.class).isPresent();
        if (!tried && !wanted.known().equals(Optional.of(id))) {
            throw FailureType.CONFLICT.failure(
                    application.name() + EntraActivities.OTHER_JOB_SAYING,
                    "See who made the job " + MarkdownText.code(id)
                            + " (*Provisioning* of the application). If nobody needs it, delete it, then try again.");
        }
        return id;
    }

    private String create(Application application) {
        List<SynchronizationTemplate> templates = GraphFailures.settling(
                "listing the provisioning templates of " + application.name(),
                () -> Optional.ofNullable(required(
                                        synchronization(application).templates().get())
                                .getValue())
                        .orElse(List.of()));
        if (templates.size() != 1) {
            throw FailureType.INCONSISTENT.failure(
                    application.name() + " offers " + templates.size() + " provisioning templates, not one",
                    "It is not made from the gallery's AWS IAM Identity Center: abort, and start a run with another"
                            + " application.");
        }
        SynchronizationJob body = new SynchronizationJob();
        body.setTemplateId(templates.get(0).getId());
        Activity.getExecutionContext().heartbeat("creating");
        return GraphFailures.settling(
                "creating the provisioning job of " + application.name(),
                () -> String.valueOf(
                        required(synchronization(application).jobs().post(body)).getId()));
    }

    void connect(JobConnection connection) {
        Application application = connection.job().application();
        String token = opened(connection);
        ValidateCredentialsPostRequestBody credentials = new ValidateCredentialsPostRequestBody();
        credentials.setApplicationIdentifier(application.appId());
        credentials.setCredentials(secrets(connection.endpoint(), token));
        SecretsPutRequestBody stored = new SecretsPutRequestBody();
        stored.setValue(secrets(connection.endpoint(), token));
        GraphFailures.settling("letting Entra try the SCIM endpoint and token", () -> {
            job(connection.job()).validateCredentials().post(credentials);
            return connection;
        });
        GraphFailures.settling("storing the SCIM endpoint and token in Entra", () -> {
            synchronization(application).secrets().put(stored);
            return connection;
        });
    }

    /** New ones for each request: the SDK sends of an object that was sent before only what has changed since. */
    private static List<SynchronizationSecretKeyStringValuePair> secrets(String endpoint, String token) {
        return List.of(
                pair(SynchronizationSecret.BaseAddress, endpoint), pair(SynchronizationSecret.SecretToken, token));
    }

    private String opened(JobConnection connection) {
        try {
            return keys.open(connection.token()).strip();
        } catch (IllegalArgumentException e) {
            throw FailureType.INVALID_REQUEST.failure(
                    EntraActivities.SEALED_TOKEN_SAYING + e.getMessage(),
                    "Put the keys of this worker into the API's `sealing`, then submit the token again.");
        }
    }

    void start(Job job) {
        GraphFailures.settling(
                "starting the provisioning job of " + job.application().name(), () -> {
                    job(job).start().post();
                    return job;
                });
    }

    List<Provisioned> provisionOnDemand(OnDemand request) {
        Job job = request.job();
        return onDemand.provision(job.application().tenantId(), job(job), rule(job), request.userIds());
    }

    private String rule(Job job) {
        List<SynchronizationRule> rules = GraphFailures.settling(
                "reading the provisioning rules of " + job.application().name(),
                () -> Optional.ofNullable(required(job(job).schema().get()).getSynchronizationRules())
                        .orElse(List.of()));
        return rules.stream()
                .findFirst()
                .map(rule -> String.valueOf(rule.getId()))
                .orElseThrow(() -> FailureType.INCONSISTENT.failure(
                        "the provisioning job has no rule",
                        "Restore the default mappings of the job in Entra (*Provisioning* → *Mappings*), then try"
                                + " again."));
    }

    void awaitCycle(Job job) {
        SynchronizationStatus status = GraphFailures.settling(
                "reading the provisioning job of " + job.application().name(),
                () -> required(required(job(job).get()).getStatus()));
        if (status.getCode() == SynchronizationStatusCode.Quarantine) {
            String reason = Optional.ofNullable(status.getQuarantine())
                    .map(SynchronizationQuarantine::getReason)
                    .map(Object::toString)
                    .orElse("Unknown");
            throw FailureType.INCONSISTENT.failure(
                    "the provisioning job is in quarantine (" + reason + ")",
                    QUARANTINE.getOrDefault(reason, "Look at the provisioning log in Entra, then try again."));
        }
        if (status.getLastSuccessfulExecution() == null) {
            throw FailureType.NOT_READY.failure("the first provisioning cycle has not ended yet");
        }
    }

    /** Of an application that is gone the job is gone, too. */
    Removal remove(RemovableJob removable, boolean preview) {
        Application application = removable.application();
        List<SynchronizationJob> there = GraphFailures.found(listing(application), () -> list(application))
                .orElse(List.of());
        if (there.isEmpty()) {
            return Removal.gone();
        }
        if (removable.id().isEmpty()) {
            return Removal.kept("It is not known whether this run made the provisioning job of " + application.name());
        }
        String id = removable.id().get();
        if (there.stream().noneMatch(job -> id.equals(job.getId()))) {
            return Removal.kept("The provisioning job of " + application.name() + " is not the one that this run made");
        }
        return preview
                ? Removal.removed()
                : GraphFailures.removing(
                        "deleting the provisioning job of " + application.name(),
                        () -> job(new Job(application, id)).delete());
    }

    private static String only(Application application, List<SynchronizationJob> jobs) {
        if (jobs.size() > 1) {
            throw FailureType.INCONSISTENT.failure(
                    application.name() + " has " + jobs.size() + " provisioning jobs",
                    "Delete all but one, then try again.");
        }
        return String.valueOf(jobs.get(0).getId());
    }

    private List<SynchronizationJob> jobs(Application application) {
        return GraphFailures.settling(listing(application), () -> list(application));
    }

    private List<SynchronizationJob> list(Application application) {
        return Optional.ofNullable(
                        required(synchronization(application).jobs().get()).getValue())
                .orElse(List.of());
    }

    private static String listing(Application application) {
        return "listing the provisioning jobs of " + application.name();
    }

    private SynchronizationJobItemRequestBuilder job(Job job) {
        return synchronization(job.application()).jobs().bySynchronizationJobId(job.id());
    }

    private SynchronizationRequestBuilder synchronization(Application application) {
        return tenants.graph(application.tenantId())
                .servicePrincipals()
                .byServicePrincipalId(application.servicePrincipalId())
                .synchronization();
    }

    private static SynchronizationSecretKeyStringValuePair pair(SynchronizationSecret key, String value) {
        SynchronizationSecretKeyStringValuePair pair = new SynchronizationSecretKeyStringValuePair();
        pair.setKey(key);
        pair.setValue(value);
        return pair;
    }
}
