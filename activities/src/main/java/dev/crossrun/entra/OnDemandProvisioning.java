package dev.crossrun.entra;

import static dev.crossrun.entra.EntraApplications.required;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.graph.models.StringKeyStringValuePair;
import com.microsoft.graph.models.SynchronizationJobApplicationParameters;
import com.microsoft.graph.models.SynchronizationJobSubject;
import com.microsoft.graph.serviceprincipals.item.synchronization.jobs.item.SynchronizationJobItemRequestBuilder;
import com.microsoft.graph.serviceprincipals.item.synchronization.jobs.item.provisionondemand.ProvisionOnDemandPostRequestBody;
import dev.crossrun.activity.EntraActivities.Provisioned;
import dev.crossrun.activity.FailureType;
import dev.crossrun.pace.Pace;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Users provisioned one by one, ahead of a job's next cycle (Graph reference, "synchronizationJob: provisionOnDemand"). */
final class OnDemandProvisioning {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The target has the user as it should be already. */
    private static final String NOTHING_TO_DO = "RedundantExport";

    /** By tenant: Graph takes five requests in ten seconds, wherever the ten seconds begin. */
    private final Pace<String> pace;

    OnDemandProvisioning(EntraTenants tenants) {
        this.pace = tenants.pace(2, Duration.ofMillis(3_400));
    }

    /** One after the other; a heartbeat keeps who is done, so that another attempt goes on there. */
    List<Provisioned> provision(
            String tenantId, SynchronizationJobItemRequestBuilder job, String ruleId, List<String> userIds) {
        ActivityExecutionContext activity = Activity.getExecutionContext();
        List<Provisioned> done = new ArrayList<>(activity.getHeartbeatDetails(Provisioned[].class)
                .map(Arrays::asList)
                .orElseGet(List::of));
        for (String userId : userIds.subList(done.size(), userIds.size())) {
            activity.heartbeat(List.copyOf(done));
            pace.await(tenantId);
            activity.heartbeat(List.copyOf(done));
            done.add(new Provisioned(userId, problem(provision(job, ruleId, userId))));
        }
        return done;
    }

    private static StringKeyStringValuePair provision(
            SynchronizationJobItemRequestBuilder job, String ruleId, String userId) {
        SynchronizationJobSubject subject = new SynchronizationJobSubject();
        subject.setObjectId(userId);
        subject.setObjectTypeName("User");
        SynchronizationJobApplicationParameters parameters = new SynchronizationJobApplicationParameters();
        parameters.setRuleId(ruleId);
        parameters.setSubjects(List.of(subject));
        ProvisionOnDemandPostRequestBody body = new ProvisionOnDemandPostRequestBody();
        body.setParameters(List.of(parameters));
        return GraphFailures.settling(
                "provisioning an agent on demand",
                () -> required(job.provisionOnDemand().post(body)));
    }

    /** The answer's key is JSON in a string: {@code result}, and in {@code details} what stood in the way. */
    private static Optional<String> problem(StringKeyStringValuePair answer) {
        JsonNode outcome = outcome(answer);
        String code = outcome.at("/details/errorCode").asText("");
        if (outcome.path("result").asText().equals("Success") || code.equals(NOTHING_TO_DO)) {
            return Optional.empty();
        }
        return Optional.of(code + ": " + outcome.at("/details/errorMessage").asText());
    }

    private static JsonNode outcome(StringKeyStringValuePair answer) {
        try {
            JsonNode outcome =
                    JSON.readTree(Optional.ofNullable(answer.getKey()).orElse(""));
            if (outcome.path("result").isTextual()) {
                return outcome;
            }
        } catch (JsonProcessingException e) {
            throw unreadable();
        }
        throw unreadable();
    }

    private static RuntimeException unreadable() {
        return FailureType.INCONSISTENT.failure(
                "Graph's answer to provisionOnDemand cannot be read",
                "Try again; if it stays so, look at the provisioning log in Entra.");
    }
}
