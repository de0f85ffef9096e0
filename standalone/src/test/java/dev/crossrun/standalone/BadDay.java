package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.util.Timestamps;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.cli.ApiRefusal;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.NewCompany;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One run of the whole runbook on a schedule of faults, with its three people. Time passes as the real one does while
 * something happens, and is moved on when all that is left to do is wait: weeks cost seconds.
 */
final class BadDay implements AutoCloseable {
    private static final String NAME = "connect-federation.contact-center-prod";

    /** A run that shows nothing new for so many looks hangs. */
    private static final int TURNS = 3_000;

    private static final int QUIET = 30;
    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(32);

    final Schedule schedule;
    final Stack stack;
    final FederationRun run;
    final ServiceTime time;

    /** How many calls there were when somebody approved; empty as long as nobody has. */
    Optional<Integer> callsBeforeApproval = Optional.empty();

    /** What Identity Center showed once as the SCIM token. */
    String token = "";

    private final Map<String, Integer> stuck = new HashMap<>();
    private final Set<String> mistaken = new HashSet<>();
    private final Hands hands = new Hands();
    private boolean interrupted;
    private int quiet;
    private int idle;
    private JsonNode seen = JsonNodeFactory.instance.objectNode();
    private String waitedFor = "";
    private Duration stride = SHORTEST;

    BadDay(Schedule schedule) {
        this.schedule = schedule;
        InMemoryTemporal temporal = new InMemoryTemporal();
        this.time = new ServiceTime(temporal.channel());
        this.stack = Stack.on(
                temporal,
                SimulatorSettings.defaults()
                        .withSeed(schedule.whole() ? new NewCompany() : new ContactCenter())
                        .withClock(time));
        stack.simulator().faults().addAll(schedule.faults());
        this.run = new FederationRun(
                stack, WholeRun.edited(schedule.whole() ? "contact-center" : "existing-instance", BadDay::impatient));
    }

    /** Evidence may come later than that: somebody then decides. */
    private static void impatient(ObjectNode request) {
        request.putObject("patience").put("evidence", "PT10M");
    }

    /** Lives it to the end, and gives the run as it ended. */
    JsonNode live() {
        while (true) {
            JsonNode view = run.view();
            if (view.hasNonNull("closedAt")) {
                return view;
            }
            interrupt(view);
            boolean acted = false;
            for (JsonNode waiting : view.path("waitingFor")) {
                acted |= act(waiting.path("task").asText());
            }
            if (!acted) {
                pass();
            }
            idle = acted || !view.equals(seen) ? 0 : idle + 1;
            seen = view;
            if (idle > TURNS) {
                throw new AssertionError("it hangs at " + time.instant() + " after " + lastEvents() + " in " + view);
            }
        }
    }

    private void interrupt(JsonNode view) {
        if (interrupted
                || schedule.interruption().isEmpty()
                || stack.simulator().calls().all().size() < schedule.interruptedAt()) {
            return;
        }
        interrupted = true;
        switch (schedule.interruption().get()) {
            case ABORT_UNDO -> abort("UNDO");
            case ABORT_LEAVE -> abort("LEAVE");
            case CANCEL -> stack.temporal().newUntypedWorkflowStub(NAME).cancel();
            case REDO -> redo(view);
        }
    }

    private void abort(String effects) {
        tolerant(() -> run.sam.post(
                run.path + "/abort",
                JsonNodeFactory.instance.objectNode().put("effects", effects).put("comment", "drawn"),
                Optional.empty()));
    }

    private void redo(JsonNode view) {
        for (JsonNode step : view.path("steps")) {
            if (step.path("id").asText().equals("federation-policy")
                    && step.path("status").asText().equals("DONE")) {
                tolerant(() -> run.redo("federation-policy"));
            }
        }
    }

    /** Does what a task wants; says whether anything was done. */
    private boolean act(String id) {
        JsonNode task = run.sam.get(run.path + "/tasks/" + id);
        if (!task.path("state").asText().equals("OPEN")) {
            return false;
        }
        return switch (task.path("kind").asText()) {
            case "APPROVAL" -> approve(id);
            case "UNDO" -> answer(run.lee, id, FederationRun.object("undo"));
            case "DECISION" -> decide(task, id);
            default -> hands.work(task, id);
        };
    }

    private boolean approve(String id) {
        callsBeforeApproval = Optional.of(stack.simulator().calls().all().size());
        String hash = run.lee.get(run.path + "/plan").path("hash").asText();
        return answer(run.lee, id, FederationRun.object("approve").put("planHash", hash));
    }

    /** Mends what can be mended, tries again, and gives up in the end. */
    private boolean decide(JsonNode task, String id) {
        stack.simulator().faults().clear();
        int times = stuck.merge(task.path("step").asText(), 1, Integer::sum);
        boolean again = times <= 3;
        if (offers(task, "wait")) {
            return answer(
                    run.sam,
                    id,
                    times == 1
                            ? FederationRun.object("wait")
                            : FederationRun.object("skip").put("reason", "seen on the screen"));
        }
        if (offers(task, "replan")) {
            return answer(run.sam, id, FederationRun.object(again ? "replan" : "abort"));
        }
        if (again) {
            return answer(run.sam, id, FederationRun.object("retry"));
        }
        boolean undoing = task.path("title").asText().startsWith("Undoing");
        return answer(
                run.sam,
                id,
                undoing
                        ? FederationRun.object("skip").put("reason", "cannot be mended")
                        : FederationRun.object("abort").put("effects", schedule.givesUp()));
    }

    private static boolean offers(JsonNode task, String action) {
        return task.path("answers").findValuesAsText("action").contains(action);
    }

    private boolean answer(ApiClient as, String task, ObjectNode answer) {
        return tolerant(() -> run.answer(as, task, answer));
    }

    /** A refusal is a part of the day: somebody was faster, or a check met a fault. */
    private static boolean tolerant(Runnable call) {
        try {
            call.run();
            return true;
        } catch (ApiRefusal refused) {
            if (refused.status() >= 500 && refused.status() != 503) {
                throw refused;
            }
            return false;
        }
    }

    /** Moves time on when every call that is open waits for its next attempt, or when none is. */
    private void pass() {
        List<PendingActivityInfo> pending = pending();
        boolean works = !pending.stream().allMatch(BadDay::waits);
        String waitsFor = pending.stream()
                .map(activity -> activity.getActivityType().getName())
                .sorted()
                .toList()
                .toString();
        if (works || !waitsFor.equals(waitedFor)) {
            waitedFor = waitsFor;
            stride = SHORTEST;
        } else if (!pending.isEmpty() || ++quiet > QUIET) {
            quiet = 0;
            time.move(stride);
            stride = stride.compareTo(LONGEST) < 0 ? stride.multipliedBy(2) : LONGEST;
        }
    }

    private String lastEvents() {
        List<HistoryEvent> events = stack.temporal().fetchHistory(NAME).getEvents();
        return events.subList(Math.max(0, events.size() - 25), events.size()).stream()
                .map(event -> event.getEventId() + " "
                        + event.getEventType().name().replace("EVENT_TYPE_", "") + " "
                        + event.getActivityTaskScheduledEventAttributes()
                                .getActivityType()
                                .getName())
                .toList()
                .toString();
    }

    /** The in-memory service calls a call started, also while it waits for its next attempt. */
    private static boolean waits(PendingActivityInfo activity) {
        return activity.hasLastAttemptCompleteTime()
                && Timestamps.compare(activity.getLastAttemptCompleteTime(), activity.getLastStartedTime()) >= 0;
    }

    private List<PendingActivityInfo> pending() {
        return stack.temporal()
                .getWorkflowServiceStubs()
                .blockingStub()
                .describeWorkflowExecution(
                        io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest.newBuilder()
                                .setNamespace(stack.temporal().getOptions().getNamespace())
                                .setExecution(io.temporal.api.common.v1.WorkflowExecution.newBuilder()
                                        .setWorkflowId(NAME))
                                .build())
                .getPendingActivitiesList();
    }

    /** The administrator's, who works each console once and hands in again what was not taken. */
    private final class Hands {
        private Optional<JsonNode> provisioning = Optional.empty();
        private boolean added;
        private int signIns;

        boolean work(JsonNode task, String id) {
            return switch (task.path("step").asText()) {
                case "identity-center-metadata" ->
                    upload(id, "/_console/identity-source/metadata", "/_console/documents/aws-sign-in");
                case "identity-source" -> changeSource(id);
                case "scim-token" -> enableProvisioning(id);
                case "connect-application" -> addApplication(task, id);
                case "application-settings" -> map(id);
                case "sign-in" -> signIn(id);
                default -> assignByHand(id);
            };
        }

        private boolean upload(String id, String right, String wrong) {
            boolean mistake = schedule.mixesUp() && mistaken.add(id);
            byte[] document = run.console.download(mistake ? wrong : right);
            return tolerant(() -> run.sam.upload(
                    run.path + "/tasks/" + id + "/answer",
                    FederationRun.object("submit"),
                    "metadata.xml",
                    document,
                    Optional.empty()));
        }

        private boolean changeSource(String id) {
            if (mistaken.add("source")) {
                byte[] metadata = run.sam
                        .download(run.path + "/artifacts/entra-federation-metadata.xml")
                        .content();
                run.console.send(
                        "PUT",
                        "/_console/identity-source",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("metadata", new String(metadata, StandardCharsets.UTF_8))
                                .put("confirmation", "ACCEPT"));
            }
            return answer(run.sam, id, FederationRun.object("confirm"));
        }

        private boolean enableProvisioning(String id) {
            JsonNode enabled = provisioning.orElseGet(
                    () -> run.console.send("POST", "/_console/provisioning", JsonNodeFactory.instance.objectNode()));
            provisioning = Optional.of(enabled);
            token = enabled.path("accessToken").asText();
            return answer(
                    run.sam,
                    id,
                    FederationRun.object("submit")
                            .put("endpoint", enabled.path("scimEndpoint").asText())
                            .put("token", token));
        }

        private boolean addApplication(JsonNode task, String id) {
            if (!added) {
                added = true;
                run.addApplication(task);
            }
            return upload(id, run.application + "/metadata", "/_console/documents/entra-application");
        }

        private boolean map(String id) {
            if (schedule.mapsWrong() && mistaken.add("mappings")) {
                run.map("", FederationRun.ROLE_ARN + "," + FederationRun.PROVIDER_ARN);
            } else {
                run.mapRight();
            }
            return answer(run.sam, id, FederationRun.object("confirm"));
        }

        /** Whoever cannot sign in corrects the mappings, and in the end gives up. */
        private boolean signIn(String id) {
            if (++signIns > 4) {
                abort(schedule.givesUp());
                return true;
            }
            JsonNode page = run.signIn(FederationRun.ADA);
            ObjectNode answer = page.path("outcome").asText().equals("CONNECT")
                    ? FederationRun.object("confirm").put("username", FederationRun.ADA)
                    : FederationRun.object("submit")
                            .put("error", page.path("page").asText());
            if (!answer(run.sam, id, answer)) {
                run.mapRight();
            }
            return true;
        }

        private boolean assignByHand(String id) {
            stack.simulator().faults().clear();
            if (id.startsWith("entra-assignments")) {
                var entra = run.world().entra().orElseThrow();
                entra.servicePrincipals()
                        .all()
                        .forEach(principal -> entra.groups().forEach(group -> entra.assign(principal, group)));
            } else {
                run.console.send(
                        "POST",
                        run.application + "/assignments",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("type", "GROUP")
                                .put("name", "Contact Center Agents"));
            }
            return answer(run.sam, id, FederationRun.object("confirm"));
        }
    }

    @Override
    public void close() {
        run.close();
    }
}
