package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.wire.RateLimit;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** ProvisioningService: templates, jobs, secrets and what a job does (Graph reference, "Microsoft Entra synchronization API"). */
final class GraphSynchronization {
    private static final String SYNCHRONIZATION = "/servicePrincipals/{id}/synchronization";
    private static final String JOB = SYNCHRONIZATION + "/jobs/{job}";
    private static final String TEMPLATE = "aws";
    private static final Set<String> SECRETS =
            Set.of("BaseAddress", "SecretToken", "SyncAll", "SyncNotificationSettings", "SkipOutOfScopeDeletions");
    private static final String RULE = "03f7d90d-bf71-41b1-bda6-aaf0ddbee5d8";

    private final ProvisioningService provisioning;
    private final RateLimit onDemand;

    /** @param onDemand five requests in ten seconds */
    GraphSynchronization(ProvisioningService provisioning, RateLimit onDemand) {
        this.provisioning = provisioning;
        this.onDemand = onDemand;
    }

    List<GraphRoute> routes() {
        return List.of(
                new GraphRoute(
                        "graph:listSynchronizationTemplates",
                        "GET",
                        SYNCHRONIZATION + "/templates",
                        200,
                        GraphSynchronization::templates),
                new GraphRoute("graph:listJobs", "GET", SYNCHRONIZATION + "/jobs", 200, this::list),
                new GraphRoute("graph:createJob", "POST", SYNCHRONIZATION + "/jobs", 201, GraphSynchronization::create),
                new GraphRoute(
                        "graph:validateCredentials",
                        "POST",
                        JOB + "/validateCredentials",
                        204,
                        this::validateCredentials),
                new GraphRoute(
                        "graph:putSecrets", "PUT", SYNCHRONIZATION + "/secrets", 204, GraphSynchronization::putSecrets),
                new GraphRoute(
                        "graph:getJob",
                        "GET",
                        JOB,
                        200,
                        call -> call.one(type(authorized(call), "jobs"), form(current(call)))),
                new GraphRoute("graph:deleteJob", "DELETE", JOB, 204, GraphSynchronization::delete),
                new GraphRoute("graph:startJob", "POST", JOB + "/start", 204, this::start),
                new GraphRoute("graph:pauseJob", "POST", JOB + "/pause", 204, GraphSynchronization::pause),
                new GraphRoute("graph:getSchema", "GET", JOB + "/schema", 200, GraphSynchronization::schema),
                new GraphRoute(
                        "graph:provisionOnDemand", "POST", JOB + "/provisionOnDemand", 200, this::provisionOnDemand));
    }

    private static ServicePrincipal authorized(GraphCall call) {
        ServicePrincipal principal = GraphServicePrincipals.require(call);
        EntraApplication application =
                call.tenant().applicationOf(principal).orElseThrow(() -> GraphError.notFound(principal.id()));
        call.requireOwn(application, "Synchronization.ReadWrite.All");
        return principal;
    }

    private static Optional<ObjectNode> templates(GraphCall call) {
        ServicePrincipal principal = authorized(call);
        boolean gallery = call.tenant()
                .applicationOf(principal)
                .map(application -> application.templateId().equals(Optional.of(EntraTenant.IDENTITY_CENTER_TEMPLATE)))
                .orElse(false);
        ObjectNode template = GraphApplications.object()
                .put("id", TEMPLATE)
                .put("applicationId", principal.appId())
                .put("default", true);
        return call.page(
                type(principal, "templates"), gallery ? List.of(template) : List.<ObjectNode>of(), form -> form);
    }

    private Optional<ObjectNode> list(GraphCall call) {
        ServicePrincipal principal = authorized(call);
        provisioning.advance(call.tenant());
        List<SynchronizationJob> jobs = call.tenant().jobs().visible().stream()
                .filter(job -> job.servicePrincipalId().equals(principal.id()))
                .toList();
        return call.page(type(principal, "jobs"), jobs, GraphSynchronization::form);
    }

    private static Optional<ObjectNode> create(GraphCall call) {
        ServicePrincipal principal = authorized(call);
        call.only("templateId");
        if (!call.required("templateId").equals(TEMPLATE)) {
            throw GraphError.badRequest("The template '" + call.required("templateId") + "' does not exist.");
        }
        SynchronizationJob job = new SynchronizationJob(
                TEMPLATE + "." + call.tenant().ids().hex(32) + "."
                        + call.tenant().ids().uuid(),
                principal.id(),
                TEMPLATE,
                "Paused",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        call.tenant().jobs().put(job.id(), job);
        return call.one(type(principal, "jobs"), form(job));
    }

    private static GraphType type(ServicePrincipal principal, String collection) {
        return new GraphType(
                collection.equals("jobs") ? "synchronizationJob" : "synchronizationTemplate",
                "servicePrincipals('" + principal.id() + "')/synchronization/" + collection,
                Set.of(
                        "id",
                        "templateId",
                        "schedule",
                        "status",
                        "synchronizationJobSettings",
                        "applicationId",
                        "default"),
                Set.of("schema", "bulkUpload", "discoverable", "factoryTag", "metadata"),
                Set.of("id", "templateId"));
    }

    private Optional<ObjectNode> validateCredentials(GraphCall call) {
        ServicePrincipal principal = authorized(call);
        job(call);
        call.only("applicationIdentifier", "templateId", "useSavedCredentials", "credentials");
        Map<String, String> given = call.body().path("useSavedCredentials").asBoolean(false)
                ? call.tenant().secrets(principal.id())
                : secrets(call.body().path("credentials"));
        provisioning
                .refusal(given.getOrDefault("BaseAddress", ""), given.getOrDefault("SecretToken", ""))
                .ifPresent(why -> {
                    throw new GraphError(
                            400, "CredentialsValidationFailed", "We were unable to authorize access: " + why);
                });
        return Optional.empty();
    }

    private static Optional<ObjectNode> putSecrets(GraphCall call) {
        ServicePrincipal principal = authorized(call);
        call.only("value");
        call.tenant().secrets(principal.id()).putAll(secrets(call.body().path("value")));
        return Optional.empty();
    }

    private static Map<String, String> secrets(JsonNode list) {
        if (!list.isArray() || list.isEmpty()) {
            throw GraphError.badRequest("A list of synchronization secrets is required.");
        }
        Map<String, String> secrets = new HashMap<>();
        list.forEach(pair -> {
            String key = pair.path("key").asText();
            if (!SECRETS.contains(key)) {
                throw GraphError.badRequest("Invalid synchronization secret key '" + key + "'.");
            }
            if (!pair.path("value").isTextual()) {
                throw GraphError.badRequest("Invalid value of synchronization secret '" + key + "'.");
            }
            secrets.put(key, pair.path("value").asText());
        });
        return secrets;
    }

    private Optional<ObjectNode> start(GraphCall call) {
        authorized(call);
        SynchronizationJob job = job(call);
        if (!job.state().equals("Active")) {
            call.tenant().jobs().put(job.id(), job.started(call.tenant().now()));
        }
        provisioning.advance(call.tenant());
        return Optional.empty();
    }

    private static Optional<ObjectNode> pause(GraphCall call) {
        authorized(call);
        call.tenant().jobs().put(job(call).id(), job(call).paused());
        return Optional.empty();
    }

    private static Optional<ObjectNode> delete(GraphCall call) {
        authorized(call);
        call.tenant().jobs().remove(job(call).id());
        return Optional.empty();
    }

    private SynchronizationJob current(GraphCall call) {
        authorized(call);
        provisioning.advance(call.tenant());
        return job(call);
    }

    private static SynchronizationJob job(GraphCall call) {
        return call.tenant()
                .jobs()
                .get(call.id("job"))
                .filter(job -> job.servicePrincipalId().equals(call.id("id")))
                .orElseThrow(() -> GraphError.notFound(call.id("job")));
    }

    private static Optional<ObjectNode> schema(GraphCall call) {
        authorized(call);
        ObjectNode answer = GraphApplications.object().put("id", job(call).id());
        answer.putArray("synchronizationRules")
                .addObject()
                .put("id", RULE)
                .put("name", "USER_INBOUND_USER")
                .put("sourceDirectoryName", "Azure Active Directory")
                .put("targetDirectoryName", "customappsso");
        return Optional.of(answer);
    }

    /** Of one user; what Graph answers for several is documented nowhere. */
    private Optional<ObjectNode> provisionOnDemand(GraphCall call) {
        ServicePrincipal principal = authorized(call);
        job(call);
        JsonNode parameters = call.body().path("parameters");
        JsonNode subjects = parameters.path(0).path("subjects");
        if (parameters.size() != 1 || subjects.size() != 1) {
            throw GraphError.badRequest("provisionOnDemand takes one user.");
        }
        if (!parameters.path(0).path("ruleId").asText().equals(RULE)) {
            throw GraphError.badRequest(
                    "The rule '" + parameters.path(0).path("ruleId").asText() + "' does not exist.");
        }
        if (!onDemand.admits(call.client().clientId())) {
            throw GraphError.tooManyRequests(Duration.ofSeconds(10));
        }
        return Optional.of(
                provision(call, principal, subjects.path(0).path("objectId").asText()));
    }

    private ObjectNode provision(GraphCall call, ServicePrincipal principal, String objectId) {
        EntraUser user = call.tenant().user(objectId).orElseThrow(() -> GraphError.notFound(objectId));
        ProvisioningService.Outcome outcome = call.tenant().isAssigned(principal.id(), user)
                ? provisioning.provision(call.tenant(), principal, user)
                : ProvisioningService.Outcome.skipped(
                        "NotEffectivelyEntitled", "The user is not effectively entitled for provisioning.");
        ObjectNode key = GraphApplications.object().put("result", outcome.result());
        ObjectNode details = key.putObject("details");
        outcome.errorCode().ifPresent(code -> details.put("errorCode", code).put("errorMessage", outcome.message()));
        ObjectNode value = GraphApplications.object().put("action", "Other");
        ArrayNode steps = value.putArray("provisioningSteps");
        steps.addObject().put("name", "EntryImport").put("type", "Import").put("status", "Success");
        steps.addObject()
                .put("name", outcome.result().equals("Skipped") ? "EntrySynchronizationSkip" : "EntryExport")
                .put("type", "Export")
                .put("status", outcome.result())
                .put("description", outcome.message());
        value.put("reportableIdentifier", user.userPrincipalName());
        return GraphApplications.object().put("key", key.toString()).put("value", value.toString());
    }

    private static ObjectNode form(SynchronizationJob job) {
        ObjectNode node = GraphApplications.object().put("id", job.id()).put("templateId", job.templateId());
        node.putObject("schedule")
                .put("interval", SynchronizationJob.INTERVAL)
                .put("state", job.state().equals("Paused") ? "Disabled" : "Active");
        ObjectNode status = node.putObject("status").put("code", job.startedAt().isEmpty() ? "Paused" : job.state());
        job.quarantine()
                .ifPresent(
                        why -> status.putObject("quarantine").put("reason", why).put("seriesCount", 1));
        job.finishedAt()
                .ifPresent(at -> status.putObject("lastSuccessfulExecution")
                        .put("state", "Succeeded")
                        .put("timeEnded", at.toString())
                        .put("timeBegan", at.toString()));
        return node;
    }
}
