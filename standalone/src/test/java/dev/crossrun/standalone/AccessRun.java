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
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A run of {@code temporary-access} with its people, the user and the service's time. */
final class AccessRun implements AutoCloseable {
    static final String ADA = "ada@example.com";
    static final String SET = "ConnectAdministrator";
    static final String ACCOUNT = "222222222222";
    static final String SUPPORT = "444444444444";
    static final String REGION = "eu-central-1";

    private static final Duration STRIDE = Duration.ofMinutes(1);

    final Site site;
    final ServiceTime time;
    final ApiClient kim;
    final ApiClient lee;
    final ApiClient sam;
    final String path;
    private final AutoCloseable beneath;

    AccessRun(ObjectNode request) {
        this(Site.of(TestStack.start(SimulatorSettings.defaults())), request);
    }

    /** With which the site closes, too. */
    AccessRun(Site site, ObjectNode request) {
        this(site, request, site);
    }

    AccessRun(Site site, ObjectNode request, AutoCloseable beneath) {
        this.site = site;
        this.beneath = beneath;
        this.time = site.time();
        this.kim = site.kim();
        this.lee = site.lee();
        this.sam = site.sam();
        JsonNode run = kim.post(
                "/v1/runbooks/temporary-access/runs",
                request.toString().getBytes(StandardCharsets.UTF_8),
                Optional.empty());
        this.path = "/v1/runs/" + run.path("id").asText();
    }

    /** Another run on the same site. */
    AccessRun another(ObjectNode request) {
        return new AccessRun(site, request, () -> {});
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
        return site.simulator();
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
                ScriptedApprover.approval(lee.get(path + "/plan")),
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

    void abort() {
        kim.post(path + "/abort", JsonNodeFactory.instance.objectNode().put("effects", "UNDO"), Optional.empty());
    }

    /** The id of the run's workflow. */
    String workflowId() {
        return path.replaceFirst("/v1/runs/(.*):[^:]*", "$1");
    }

    /** The workflow id of the keeper of the set's leases. */
    String keeper() {
        String arn = AccessDay.set(simulator().world().identityCenter().orElseThrow())
                .arn();
        return "lease-keeper." + arn.substring(arn.indexOf('/') + 1).replace('/', '.');
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
            try {
                view.set(view());
                return so.test(view.get());
            } catch (ApiRefusal unanswered) {
                if (unanswered.status() != FederationRun.UNAVAILABLE) {
                    throw unanswered;
                }
                return false;
            }
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

    /** Lets time pass until it is so. */
    void passUntil(BooleanSupplier so) {
        Waiting.until(() -> {
            if (so.getAsBoolean()) {
                return true;
            }
            pass();
            return false;
        });
    }

    /** Lets a little time pass. While a call waits for a keeper, time passes by itself ({@link SkippingLeases}). */
    void pass() {
        if (!waitsForKeeper()) {
            time.move(STRIDE);
        }
    }

    boolean waitsForKeeper() {
        return new IdleTime(time, workflowId())
                .atWork().stream()
                        .anyMatch(call -> call.getActivityType().getName().startsWith("Lease_"));
    }

    boolean isDone(String step) {
        return step(step).path("status").asText().equals("DONE");
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
