package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.cli.ApiRefusal;
import dev.crossrun.cli.ApiUnreachable;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Somebody who looks into the inbox and answers at once, by a script. A thread of its own, until it is closed. */
public final class ScriptedPerson implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final int CONFLICT = 409;
    private static final int UNAVAILABLE = 503;

    private final ApiClient api;
    private final Script script;
    private final Thread thread;
    private final Set<String> answered = new HashSet<>();
    private volatile boolean stopped;

    /** What somebody does about a task. */
    @FunctionalInterface
    public interface Script {
        /** Does what the task wants and answers it; {@code path} is the task's. */
        void answer(ApiClient api, JsonNode task, String path) throws InterruptedException;
    }

    ScriptedPerson(String name, ApiClient api, Script script) {
        this.api = api;
        this.script = script;
        this.thread = new Thread(this::work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void work() {
        try {
            while (!stopped) {
                look();
                Thread.sleep(BETWEEN_LOOKS.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ApiUnreachable gone) {
            stopped = true;
        }
    }

    /** Answers what is new. Somebody else may have been faster, and the API may be busy starting or stopping. */
    private void look() throws InterruptedException {
        try {
            for (JsonNode task : api.all("/v1/tasks?mine=true")) {
                String path = "/v1/runs/" + task.path("run").asText() + "/tasks/"
                        + task.path("id").asText();
                if (!answered.contains(path)) {
                    script.answer(api, api.get(path), path);
                    answered.add(path);
                }
            }
        } catch (ApiRefusal refused) {
            if (refused.status() != CONFLICT && refused.status() != UNAVAILABLE) {
                throw refused;
            }
        }
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
    }
}
