package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.cli.ApiClient;
import java.util.Optional;

/** Approves every plan: one with a blocking finding is never up for approval. */
public final class ScriptedApprover implements ScriptedPerson.Script {
    @Override
    public void answer(ApiClient api, JsonNode task, String path) {
        JsonNode plan = api.get("/v1/runs/" + task.path("run").asText() + "/plan");
        api.post(path + "/answer", approval(plan).put("comment", "Looked at every step"), Optional.empty());
    }

    /** The answer that approves a plan and acknowledges its warnings. */
    public static ObjectNode approval(JsonNode plan) {
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("action", "approve")
                .put("planHash", plan.path("hash").asText());
        for (JsonNode finding : plan.path("findings")) {
            if (finding.path("severity").asText().equals("WARNING")) {
                answer.withArray("acknowledged").add(finding.path("id").asText());
            }
        }
        return answer;
    }
}
