package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.cli.ApiRefusal;
import dev.crossrun.simulator.AccessNow;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** A run of {@code temporary-access} on a stack of its own, with its people, the user and the service's time. */
final class AccessRun implements AutoCloseable {
    static final String ADA = "ada@example.com";
    static final String SET = "ConnectAdministrator";
    static final String ACCOUNT = "222222222222";
    static final String SUPPORT = "444444444444";
    static final String REGION = "eu-central-1";

    final Stack stack;
    final ServiceTime time;
    final ApiClient kim;
    final ApiClient lee;
    final ApiClient sam;
    final String path;
    private final AutoCloseable beneath;

    AccessRun(ObjectNode request) {
        this(TestStack.start(SimulatorSettings.defaults()), request);
    }

    private AccessRun(Stack stack, ObjectNode request) {
        this(stack, request, stack);
    }

    private AccessRun(Stack stack, ObjectNode request, AutoCloseable beneath) {
        this.stack = stack;
        this.beneath = beneath;
        this.time = new ServiceTime(stack.temporal());
        this.kim = new ApiClient(stack.api(), stack.people().requester().token());
        this.lee = new ApiClient(stack.api(), stack.people().approver().token());
        this.sam = new ApiClient(stack.api(), stack.people().administrator().token());
        JsonNode run = kim.post(
                "/v1/runbooks/temporary-access/runs",
                request.toString().getBytes(StandardCharsets.UTF_8),
                Optional.empty());
        this.path = "/v1/runs/" + run.path("id").asText();
    }

    /** Another run on the same stack. */
    AccessRun another(ObjectNode request) {
        return new AccessRun(stack, request, () -> {});
    }

    static ObjectNode request() {
        try {
            return (ObjectNode) JsonMapper.builder()
                    .build()
                    .readTree(Files.readAllBytes(Path.of("../examples/temporary-access.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Simulator simulator() {
        return stack.simulator();
    }

    AccessNow access() {
        return simulator().access();
    }

    /** Ada opens the account at the portal. */
    Optional<AccessKey> open(String account) {
        return access().open(ADA, account, SET);
    }

    /** Whether a session may list the users of Connect. */
    boolean may(AccessKey session) {
        return access().may(session, REGION, "connect:ListUsers");
    }

    /** Makes two calls in the account, one of which the set does not allow. */
    void calls(AccessKey session) {
        PortalWork.lookAround(simulator().endpoint(), REGION, session);
    }

    AccessRun approved() {
        task("approve-plan.approval.1");
        lee.post(
                path + "/tasks/approve-plan.approval.1/answer",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("action", "approve")
                        .put("planHash", lee.get(path + "/plan").path("hash").asText()),
                Optional.empty());
        return this;
    }

    /** Waits until the access is given everywhere. */
    AccessRun given() {
        awaitStep("grant", "DONE");
        return this;
    }

    void answer(ApiClient who, String task, ObjectNode answer) {
        task(task);
        who.post(path + "/tasks/" + task + "/answer", answer, Optional.empty());
    }

    static ObjectNode action(String name) {
        return JsonNodeFactory.instance.objectNode().put("action", name);
    }

    JsonNode task(String id) {
        Waiting.until(() -> {
            try {
                return lee.get(path + "/tasks/" + id).path("state").asText().equals("OPEN");
            } catch (ApiRefusal notYet) {
                return false;
            }
        });
        return lee.get(path + "/tasks/" + id);
    }

    JsonNode view() {
        return kim.get(path);
    }

    void awaitStep(String id, String status) {
        until(view -> FederationRun.step(view, id).path("status").asText().equals(status));
    }

    JsonNode step(String id) {
        return FederationRun.step(view(), id);
    }

    JsonNode until(Predicate<JsonNode> so) {
        AtomicReference<JsonNode> view = new AtomicReference<>();
        Waiting.until(() -> {
            view.set(view());
            return so.test(view.get());
        });
        return view.get();
    }

    /** Lets time pass by such steps until a step is done. */
    void awaitStepAfter(String id, Duration pace) {
        Waiting.until(() -> {
            if (step(id).path("status").asText().equals("DONE")) {
                return true;
            }
            time.move(pace);
            return false;
        });
    }

    Instant end() {
        return Instant.parse(step("window").path("detail").asText().replaceFirst(".* until ", ""));
    }

    /** Lets time pass until the run has ended. */
    JsonNode ended() {
        AtomicReference<JsonNode> view = new AtomicReference<>();
        Waiting.until(() -> {
            view.set(view());
            if (view.get().hasNonNull("closedAt")) {
                return true;
            }
            time.move(Duration.ofMinutes(20));
            return false;
        });
        return view.get();
    }

    @Override
    public void close() {
        try {
            beneath.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
