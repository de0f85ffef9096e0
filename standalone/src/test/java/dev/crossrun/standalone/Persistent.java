package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.cli.ApiRefusal;
import dev.crossrun.cli.ApiUnreachable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Somebody who sends a request again until the API answers it, with the same Idempotency-Key. */
record Persistent(ApiClient api) {
    private static final int NOT_FOUND = 404;

    /** Ten people look at the same time. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    JsonNode get(String path) {
        return insist(() -> api.get(path));
    }

    /** Waits until what is asked for is there, and so. */
    JsonNode until(String path, Predicate<JsonNode> so) {
        AtomicReference<JsonNode> view = new AtomicReference<>();
        await(() -> {
            try {
                view.set(get(path));
                return so.test(view.get());
            } catch (ApiRefusal refusal) {
                if (refusal.status() != NOT_FOUND) {
                    throw refusal;
                }
                return false;
            }
        });
        return view.get();
    }

    JsonNode answer(String task, JsonNode answer) {
        return insist(() -> api.post(task + "/answer", answer, Optional.of(key(task))));
    }

    JsonNode submit(String task, JsonNode answer, byte[] file) {
        return insist(() -> api.upload(task + "/answer", answer, "metadata.xml", file, Optional.of(key(task))));
    }

    private static String key(String task) {
        return "answer-of-" + task;
    }

    private static JsonNode insist(Supplier<JsonNode> request) {
        AtomicReference<JsonNode> answer = new AtomicReference<>();
        await(() -> {
            try {
                answer.set(request.get());
                return true;
            } catch (ApiUnreachable notNow) {
                return false;
            } catch (ApiRefusal refusal) {
                if (refusal.status() != FederationRun.UNAVAILABLE) {
                    throw refusal;
                }
                return false;
            }
        });
        return answer.get();
    }

    private static void await(Callable<Boolean> condition) {
        Waiting.until(BETWEEN_LOOKS, condition);
    }
}
