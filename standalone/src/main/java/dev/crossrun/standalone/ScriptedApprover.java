package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crossrun.cli.ApiClient;
import java.util.Optional;

/** Approves every plan: one with a blocking finding is never up for approval. */
final class ScriptedApprover implements ScriptedPerson.Script {
    @Override
    public void answer(ApiClient api, JsonNode task, String path) {
        JsonNode plan = api.get("/v1/runs/" + task.path("run").asText() + "/plan");
        api.post(
                path + "/answer",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("action", "approve")
                        .put("planHash", plan.path("hash").asText())
                        .put("comment", "Looked at every step"),
                Optional.empty());
    }
}
