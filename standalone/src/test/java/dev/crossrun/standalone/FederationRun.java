package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.cli.ApiRefusal;
import dev.crossrun.cli.ApiUnreachable;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.World;
import dev.crossrun.worker.CrossrunWorker;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** A run of the example request on a stack of its own, and the hands of its three people: REST and consoles. */
final class FederationRun implements AutoCloseable {
    static final String ADA = "ada@example.com";
    static final String GRACE = "grace@example.com";
    static final String ROLE_ARN = "arn:aws:iam::222222222222:role/AmazonConnectFederation";
    static final String PROVIDER_ARN = "arn:aws:iam::222222222222:saml-provider/AmazonConnect";
    static final String POLICY_ARN = "arn:aws:iam::222222222222:policy/AmazonConnectFederation";
    static final String UNDO = "run.undo.1";
    static final String APPLICATION = "Amazon Connect";
    static final int UNAVAILABLE = 503;

    final Simulator simulator;
    final ApiClient kim;
    final ApiClient lee;
    final ApiClient sam;
    final Consoles console;
    final String path;
    private final Optional<ServiceTime> time;
    private final Optional<IdleTime> idleTime;
    private final AutoCloseable beneath;

    /** The console's path of the application that was added last. */
    String application = "";

    FederationRun() {
        this(TestStack.start(SimulatorSettings.defaults()), example());
    }

    /** With workers of another kind. */
    FederationRun(BiFunction<WorkflowClient, List<Object>, CrossrunWorker> starter) {
        this(TestStack.start(SimulatorSettings.defaults(), starter), example());
    }

    FederationRun(Stack stack, byte[] request) {
        this(
                stack.simulator(),
                new ApiClient(stack.api(), stack.people().requester().token()),
                new ApiClient(stack.api(), stack.people().approver().token()),
                new ApiClient(stack.api(), stack.people().administrator().token()),
                request,
                stack.inMemory().map(ServiceTime::of),
                stack);
    }

    /**
     * On processes of their own.
     *
     * @param time of the Temporal service, if it can be skipped
     * @param beneath is closed together with the run
     */
    FederationRun(
            Simulator simulator,
            ApiClient kim,
            ApiClient lee,
            ApiClient sam,
            byte[] request,
            Optional<ServiceTime> time,
            AutoCloseable beneath) {
        this.simulator = simulator;
        this.beneath = beneath;
        this.kim = kim;
        this.lee = lee;
        this.sam = sam;
        this.console = new Consoles(simulator.endpoint());
        this.time = time;
        JsonNode run = kim.post("/v1/runbooks/connect-federation/runs", request, Optional.empty());
        String id = run.path("id").asText();
        this.path = "/v1/runs/" + id;
        this.idleTime = idleTime(id);
    }

    /** Starts another run, which leaves everything open when it is closed. */
    FederationRun another(byte[] request) {
        return new FederationRun(simulator, kim, lee, sam, request, time, () -> {});
    }

    /** The run of this id, with the same people on a stack that stays when it is closed. */
    private FederationRun(FederationRun beside, String id) {
        this.simulator = beside.simulator;
        this.beneath = () -> {};
        this.kim = beside.kim;
        this.lee = beside.lee;
        this.sam = beside.sam;
        this.console = beside.console;
        this.time = beside.time;
        this.path = "/v1/runs/" + id;
        this.idleTime = idleTime(id);
    }

    private Optional<IdleTime> idleTime(String id) {
        return time.map(service -> new IdleTime(service, id.substring(0, id.indexOf(':'))));
    }

    /** Starts the run that undoes this one, which has ended. */
    FederationRun startUndo() {
        return beside(kim.post(path + "/undo", JsonNodeFactory.instance.objectNode(), Optional.empty())
                .path("id")
                .asText());
    }

    /** The run of this id, on the same stack. */
    FederationRun beside(String id) {
        return new FederationRun(this, id);
    }

    static byte[] example() {
        try {
            return Files.readAllBytes(Path.of("../examples/existing-instance.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills a request up to so many agents: agent2@example.com and so on. */
    static void agents(ObjectNode request, int count) {
        ArrayNode agents = (ArrayNode) request.get("agents");
        for (int i = agents.size(); i < count; i++) {
            agents.addObject()
                    .put("username", "agent" + i + "@example.com")
                    .put("firstName", "Agent")
                    .put("lastName", "Number " + i)
                    .put("routingProfile", "Basic Routing Profile")
                    .putArray("securityProfiles")
                    .add("Agent");
        }
    }

    World world() {
        return simulator.world();
    }

    Account connectAccount() {
        return world().requireAccount(ContactCenter.CONNECT_ACCOUNT);
    }

    IdentityCenter identityCenter() {
        return world().identityCenter().orElseThrow();
    }

    /** Asks again while a worker that was killed is starting. */
    JsonNode view() {
        while (true) {
            try {
                return kim.get(path);
            } catch (ApiRefusal refusal) {
                if (refusal.status() != UNAVAILABLE) {
                    throw refusal;
                }
            }
        }
    }

    /** Asks for the run until it is so, and skips the time in which it only waits; the test's own timeout ends it. */
    JsonNode until(Predicate<JsonNode> so) {
        AtomicReference<JsonNode> view = new AtomicReference<>();
        try {
            Waiting.until(() -> {
                view.set(view());
                return so.test(view.get()) || idles();
            });
            return view.get();
        } catch (ApiUnreachable | StatusRuntimeException interrupted) {
            throw new AssertionError("waited in vain, and last for " + view, interrupted);
        }
    }

    private boolean idles() {
        idleTime.ifPresent(IdleTime::pass);
        return false;
    }

    JsonNode ended() {
        return until(view -> view.hasNonNull("closedAt"));
    }

    /** Waits until a step stands so. */
    void awaitStep(String id, String status) {
        until(view -> step(view, id).path("status").asText().equals(status));
    }

    JsonNode step(String id) {
        return step(view(), id);
    }

    static JsonNode step(JsonNode view, String id) {
        for (JsonNode step : view.path("steps")) {
            if (step.path("id").asText().equals(id)) {
                return step;
            }
        }
        throw new AssertionError("no step " + id);
    }

    /** Waits until a task is open, and gives it. */
    JsonNode task(String id) {
        until(view -> {
            if (view.hasNonNull("closedAt")) {
                throw new AssertionError("ended without " + id + ": " + view);
            }
            for (JsonNode waiting : view.path("waitingFor")) {
                if (waiting.path("task").asText().equals(id)) {
                    return true;
                }
            }
            return false;
        });
        return sam.get(path + "/tasks/" + id);
    }

    void approve() {
        approve("approve-plan.approval.1");
    }

    /** What approves the plan as it is. */
    ObjectNode approval() {
        return ScriptedApprover.approval(lee.get(path + "/plan"));
    }

    /** Approves the plan as it is, or a correction of it. */
    void approve(String task) {
        task(task);
        answer(lee, task, approval());
    }

    JsonNode answer(ApiClient as, String task, JsonNode answer) {
        return as.post(path + "/tasks/" + task + "/answer", answer, Optional.empty());
    }

    JsonNode confirm(String task) {
        task(task);
        return answer(sam, task, object("confirm"));
    }

    /** Answers again, a second later, for as long as AWS does not show what the answer is about, which is this refusal. */
    void insist(String code, Runnable answer) {
        while (true) {
            try {
                answer.run();
                return;
            } catch (ApiRefusal refusal) {
                if (!refusal.problem().at("/errors/0/code").asText().equals(code)) {
                    throw refusal;
                }
                later(Duration.ofSeconds(1));
            }
        }
    }

    /** Lets this much time pass at once, where time can be skipped. */
    void later(Duration by) {
        idleTime.ifPresent(idle -> idle.skip(by));
    }

    /** Adds the application in the console by the values of the task, and gives its metadata. */
    byte[] addApplication(String task) {
        addApplication(task(task));
        return metadata();
    }

    void addApplication(JsonNode shown) {
        application = "/_console/applications/"
                + console.send(
                                "POST",
                                "/_console/applications",
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("catalog", APPLICATION)
                                        .put("acsUrl", value(shown, "Application ACS URL"))
                                        .put("audience", value(shown, "Application SAML audience"))
                                        .put("relayState", value(shown, "Relay state")))
                        .path("id")
                        .asText();
    }

    byte[] metadata() {
        return console.download(application + "/metadata");
    }

    JsonNode submit(String task, byte[] file) {
        task(task);
        return sam.upload(
                path + "/tasks/" + task + "/answer", object("submit"), "metadata.xml", file, Optional.empty());
    }

    /** Submits what is refused, and gives the problem. */
    JsonNode refused(Runnable answer) {
        try {
            answer.run();
        } catch (ApiRefusal refusal) {
            return refusal.problem();
        }
        throw new AssertionError("it was accepted");
    }

    /** Saves the three rows of the mappings; an empty value leaves its row out. */
    void map(String sessionName, String role) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        row(form, "Subject", "${user:email}", "emailAddress");
        row(form, "https://aws.amazon.com/SAML/Attributes/RoleSessionName", sessionName, "unspecified");
        row(form, "https://aws.amazon.com/SAML/Attributes/Role", role, "unspecified");
        console.send("PUT", application + "/attribute-mappings", form);
    }

    void mapRight() {
        map("${user:email}", ROLE_ARN + "," + PROVIDER_ARN);
    }

    /** Saves the mappings while their task is open, as its evidence must be, and confirms. */
    void mapAgain(String task) {
        task(task);
        mapRight();
        confirm(task);
    }

    private static void row(ObjectNode form, String attribute, String value, String format) {
        if (!value.isEmpty()) {
            form.withArray("mappings")
                    .addObject()
                    .put("attribute", attribute)
                    .put("value", value)
                    .put("format", format);
        }
    }

    void configure(String field, String value) {
        console.send(
                "PUT",
                application + "/configuration",
                JsonNodeFactory.instance.objectNode().put(field, value));
    }

    /** Somebody signs in at the portal and opens the application. */
    JsonNode signIn(String user) {
        return console.send(
                "POST",
                "/_console/sign-in",
                JsonNodeFactory.instance.objectNode().put("user", user).put("application", APPLICATION));
    }

    /** Goes through everything up to the task of the sign-in. */
    FederationRun upToSignIn() {
        approve();
        submit("connect-application.human-step.1", addApplication("connect-application.human-step.1"));
        task("application-settings.human-step.1");
        mapRight();
        confirm("application-settings.human-step.1");
        task("sign-in.human-step.1");
        return this;
    }

    /** Hands in the text of an error page. */
    JsonNode explain(String task, String error) {
        task(task);
        return refused(() -> answer(sam, task, object("submit").put("error", error)));
    }

    void confirmSignIn(String task, String user) {
        task(task);
        answer(sam, task, object("confirm").put("username", user));
    }

    /** From the approval to a sign-in of Ada. */
    JsonNode succeed() {
        upToSignIn();
        signIn(ADA);
        confirmSignIn("sign-in.human-step.1", ADA);
        return ended();
    }

    void redo(String step) {
        sam.post(path + "/redo", JsonNodeFactory.instance.objectNode().put("from", step), Optional.empty());
    }

    /** Asks for an undo, and waits until the run has looked at its effects. */
    JsonNode askForUndo() {
        sam.post(
                path + "/abort",
                JsonNodeFactory.instance.objectNode().put("effects", "UNDO").put("comment", "not today"),
                Optional.empty());
        return task(UNDO);
    }

    /** Confirms the undo, and waits until the run has ended. */
    JsonNode undo() {
        task(UNDO);
        answer(lee, UNDO, object("undo"));
        return ended();
    }

    JsonNode undoItem(String step) {
        for (JsonNode item : kim.get(path + "/undo").path("items")) {
            if (item.path("step").asText().equals(step)) {
                return item;
            }
        }
        throw new AssertionError("no item of " + step);
    }

    static String detail(JsonNode problem) {
        return problem.at("/errors/0/detail").asText();
    }

    static ObjectNode object(String action) {
        return JsonNodeFactory.instance.objectNode().put("action", action);
    }

    static String value(JsonNode task, String label) {
        for (JsonNode value : task.path("values")) {
            if (value.path("label").asText().equals(label)) {
                return value.path("value").asText();
            }
        }
        throw new AssertionError("no value " + label);
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
