package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.cli.ApiRefusal;
import dev.crossrun.cli.ApiUnreachable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Somebody who sends a request again until the API answers it, with the same Idempotency-Key. */
record Persistent(ApiClient api) {
    private static final int NOT_FOUND = 404;

    /** Twenty people look at the same time, and each look takes work of a worker. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

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
        return answer(task, key -> api.post(task + "/answer", answer, Optional.of(key)));
    }

    JsonNode submit(String task, JsonNode answer, byte[] file) {
        return answer(task, key -> api.upload(task + "/answer", answer, "metadata.xml", file, Optional.of(key)));
    }

    /** Answers anew as long as the answer cannot be checked: the task stays open. */
    private static JsonNode answer(String task, Function<String, JsonNode> request) {
        AtomicInteger answers = new AtomicInteger();
        AtomicReference<JsonNode> result = new AtomicReference<>();
        await(() -> {
            String key = "answer-" + answers.incrementAndGet() + "-of-" + task;
            try {
                result.set(insist(() -> request.apply(key)));
                return true;
            } catch (ApiRefusal refusal) {
                if (!refusal.problem().at("/errors/0/code").asText().equals("CHECK_FAILED")) {
                    throw refusal;
                }
                return false;
            }
        });
        return result.get();
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
