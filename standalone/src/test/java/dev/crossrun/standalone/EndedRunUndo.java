package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crossrun.cli.ApiClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A run that undoes one that has ended, and the hands of its people. */
final class EndedRunUndo {
    static final String TASK = "run.undo.1";

    final String id;
    private final FederationRun of;

    private EndedRunUndo(FederationRun of, String id) {
        this.of = of;
        this.id = id;
    }

    /** Started by the requester of the run that has ended. */
    static EndedRunUndo of(FederationRun ended) {
        JsonNode started =
                ended.kim.post(ended.path + "/undo", JsonNodeFactory.instance.objectNode(), Optional.empty());
        return new EndedRunUndo(ended, started.path("id").asText());
    }

    /** What the API answers. */
    static HttpResponse<String> post(Stack stack, People.Person as, String run) {
        HttpRequest request = HttpRequest.newBuilder(stack.api().resolve(run + "/undo"))
                .header("Authorization", "Bearer " + as.token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        try {
            return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static EndedRunUndo at(FederationRun ended, HttpResponse<String> started) {
        String path = URI.create(started.headers().firstValue("Location").orElseThrow())
                .getPath();
        return at(ended, path.substring("/v1/runs/".length()));
    }

    static EndedRunUndo at(FederationRun ended, String id) {
        return new EndedRunUndo(ended, id);
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JsonMapper.builder().build().readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String path() {
        return "/v1/runs/" + id;
    }

    JsonNode view() {
        return of.kim.get(path());
    }

    /** Waits until the run asks for the confirmation, and gives that task. */
    JsonNode task() {
        return task(TASK);
    }

    JsonNode task(String task) {
        while (true) {
            JsonNode view = view();
            if (view.path("waitingFor").findValuesAsText("task").contains(task)) {
                return of.sam.get(path() + "/tasks/" + task);
            }
            if (view.hasNonNull("closedAt")) {
                throw new AssertionError("ended without " + task + ": " + view);
            }
        }
    }

    void answer(ApiClient as, String action) {
        as.post(path() + "/tasks/" + TASK + "/answer", FederationRun.object(action), Optional.empty());
    }

    JsonNode confirmed() {
        task();
        answer(of.lee, "undo");
        return ended();
    }

    JsonNode ended() {
        JsonNode view = view();
        while (!view.hasNonNull("closedAt")) {
            view = view();
        }
        return view;
    }

    JsonNode item(String step) {
        for (JsonNode item : of.kim.get(path() + "/undo").path("items")) {
            if (item.path("step").asText().equals(step)) {
                return item;
            }
        }
        throw new AssertionError("no item of " + step);
    }

    String report() {
        return new String(of.kim.download(path() + "/artifacts/undo-report.md").content(), StandardCharsets.UTF_8);
    }
}
