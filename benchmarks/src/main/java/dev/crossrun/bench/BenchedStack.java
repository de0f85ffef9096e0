package dev.crossrun.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.cli.ApiRefusal;
import dev.crossrun.cli.EventStream;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.RunStatus;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.standalone.Scenario;
import dev.crossrun.standalone.ScriptedAdministrator;
import dev.crossrun.standalone.ScriptedApprover;
import dev.crossrun.standalone.ScriptedPerson;
import dev.crossrun.standalone.Stack;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Crossrun, with people who use its API. */
final class BenchedStack implements AutoCloseable {
    /** The task that approves a plan. */
    static final String APPROVAL = "approve-plan.approval.1";

    private static final long LOOK_MILLIS = 200;
    private static final String AGENT = "ada@example.com";

    private final Stack stack;
    private final ApiClient requester;
    private final ApiClient approver;
    private final ApiClient administrator;

    BenchedStack(Stack stack) {
        this.stack = stack;
        this.requester = new ApiClient(stack.api(), stack.people().requester().token());
        this.approver = new ApiClient(stack.api(), stack.people().approver().token());
        this.administrator =
                new ApiClient(stack.api(), stack.people().administrator().token());
    }

    ApiClient requester() {
        return requester;
    }

    ApiClient approver() {
        return approver;
    }

    /** Starts a run, and gives its id. */
    String start(ObjectNode request, String query) {
        return requester
                .post(
                        "/v1/runbooks/" + Scenario.EXISTING_INSTANCE.runbook() + "/runs" + query,
                        request.toString().getBytes(StandardCharsets.UTF_8),
                        Optional.empty())
                .path("id")
                .asText();
    }

    /** Starts a run that only plans, and waits for its end. */
    String plan(ObjectNode request) {
        String run = start(request, "?planOnly=true");
        execution(run).getResult(JsonNode.class);
        expect(run, RunStatus.PLANNED);
        return run;
    }

    /**
     * Starts a run, and waits until its plan can be approved. It looks in Temporal: while a run works, who listens at the API costs
     * the worker queries.
     */
    String park(ObjectNode request) throws InterruptedException {
        String run = start(request, "");
        while (status(run) != RunStatus.AWAITING_APPROVAL) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return run;
    }

    /** Starts a run, and answers its tasks as they open, until it has succeeded. */
    String succeed(ObjectNode request) throws InterruptedException {
        String run = start(request, "");
        ScriptedAdministrator consoles =
                new ScriptedAdministrator(stack.simulator().endpoint(), AGENT);
        Set<String> answered = new HashSet<>();
        try (EventStream events = new EventStream(requester, path(run) + "/events")) {
            while (true) {
                for (JsonNode event : events.next(Duration.ofSeconds(60))) {
                    switch (event.path("type").asText()) {
                        case "TASK_OPENED" -> {
                            if (answered.add(event.path("task").asText())) {
                                answer(run, event.path("task").asText(), consoles);
                            }
                        }
                        case "RUN_CLOSED" -> {
                            execution(run).getResult(JsonNode.class);
                            expect(run, RunStatus.SUCCEEDED);
                            return run;
                        }
                        default -> {
                            // Nobody is asked.
                        }
                    }
                }
            }
        }
    }

    /** As {@link #succeed(ObjectNode)}, for one of many runs: an account can have a hundred SAML providers, so the run's is deleted. */
    String succeedAndMakeRoom(ObjectNode request) throws InterruptedException {
        String run = succeed(request);
        String provider = request.at("/connect/samlProviderName").asText();
        stack.simulator().faults().add(InjectedFault.now(Kind.DELETE_RESOURCE, provider));
        return run;
    }

    /** Starts a run, whose people look into their inboxes all the time, and waits until it has succeeded. */
    String succeed(Scenario scenario, ObjectNode request) {
        List<ScriptedPerson> people = scenario.people(stack);
        try {
            String run = start(request, "");
            execution(run).getResult(JsonNode.class);
            expect(run, RunStatus.SUCCEEDED);
            return run;
        } finally {
            people.forEach(ScriptedPerson::close);
        }
    }

    private void answer(String run, String task, ScriptedAdministrator consoles) throws InterruptedException {
        String path = path(run) + "/tasks/" + task;
        JsonNode shown = administrator.get(path);
        if (shown.path("kind").asText().equals("APPROVAL")) {
            new ScriptedApprover().answer(approver, shown, path);
        } else {
            answerUntilChecked(shown, path, consoles);
        }
    }

    /** A person answers again if the check took too long: others are checked at the same time. */
    private void answerUntilChecked(JsonNode shown, String path, ScriptedAdministrator consoles)
            throws InterruptedException {
        while (true) {
            try {
                consoles.answer(administrator, shown, path);
                return;
            } catch (ApiRefusal refused) {
                if (!refused.problem().at("/errors/0/detail").asText().endsWith("did not come to an end in time")) {
                    throw refused;
                }
            }
        }
    }

    private void expect(String run, RunStatus status) {
        RunStatus is = status(run);
        if (is != status) {
            throw new IllegalStateException(run + " is " + is + ", not " + status);
        }
    }

    /** As Temporal lists it. The API would ask the workflow: of a run that has ended, a worker replays the whole history for that. */
    private RunStatus status(String run) {
        return RunStatus.valueOf(
                execution(run).describe().getTypedSearchAttributes().get(RunAttributes.STATUS));
    }

    JsonNode view(String run) {
        return requester.get(path(run));
    }

    static String path(String run) {
        return "/v1/runs/" + run;
    }

    /** The history of a run. */
    List<HistoryEvent> history(String run) {
        WorkflowExecution ids = ids(run);
        return stack.temporal()
                .fetchHistory(ids.getWorkflowId(), ids.getRunId())
                .getEvents();
    }

    private WorkflowStub execution(String run) {
        return stack.temporal()
                .newUntypedWorkflowStub(
                        WorkflowTargetOptions.newBuilder()
                                .setWorkflowExecution(ids(run))
                                .build(),
                        Optional.empty());
    }

    /** Temporal's ids of a run. */
    static WorkflowExecution ids(String run) {
        String[] ids = run.split(":", 2);
        return WorkflowExecution.newBuilder()
                .setWorkflowId(ids[0])
                .setRunId(ids[1])
                .build();
    }

    @Override
    public void close() {
        stack.close();
    }
}
