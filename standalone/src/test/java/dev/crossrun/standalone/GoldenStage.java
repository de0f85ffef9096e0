package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.world.Seed;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One run in a world of its own. A person acts only when the run is at rest, so that the run's record is the same each time,
 * although its branches run side by side. Waiting for a retry takes no real time: the service's clock is moved.
 */
final class GoldenStage implements AutoCloseable {
    static final String APPROVAL = "approve-plan.approval.1";

    private static final String PATH = "/v1/runs/" + BadDay.NAME;

    private final IdleTime idle;
    private final Stack stack;
    private final ApiClient kim;
    private final GoldenRecord record;

    GoldenStage(Seed seed) {
        stack = TestStack.start(SimulatorSettings.defaults().withSeed(seed));
        idle = new IdleTime(ServiceTime.of(stack.inMemory().orElseThrow()), BadDay.NAME);
        kim = new ApiClient(stack.api(), stack.people().requester().token());
        record = new GoldenRecord(kim, PATH);
    }

    /** What is kept of the run. */
    GoldenRecord record() {
        return record;
    }

    /** Starts a run of the golden request for an existing instance, edited. */
    FederationRun existingInstance(Consumer<ObjectNode> edit) {
        FederationRun run = new FederationRun(stack, request("existing-instance", edit));
        settle();
        return run;
    }

    /** Starts a run of the golden request for a new company, edited. */
    WholeRun newCompany(Consumer<ObjectNode> edit) {
        return start(request("new-company", edit));
    }

    /** Starts a run of the example that asks for every step. */
    WholeRun everything() {
        return start(WholeRun.request(edited -> {}));
    }

    private WholeRun start(byte[] request) {
        WholeRun run = new WholeRun(stack, request);
        settle();
        return run;
    }

    private static byte[] request(String name, Consumer<ObjectNode> edit) {
        return WholeRun.edited(Path.of("src/test/resources/golden-requests", name + ".json"), edit);
    }

    /** Plans the golden request for a new company and does nothing else. */
    void planOnly() {
        byte[] request = request("new-company", edited -> {});
        String start = "/v1/runbooks/connect-federation/runs?planOnly=true";
        GoldenRecord.patiently(() -> kim.post(start, request, Optional.of("plan-only")));
        settle();
    }

    /** Somebody answers a task that is open, or does what it asks for. */
    GoldenStage at(String task, Runnable act) {
        JsonNode view = record.view();
        if (!view.path("waitingFor").findValuesAsText("task").contains(task)) {
            throw new AssertionError(task + " is not open: " + view);
        }
        return then(act);
    }

    GoldenStage answer(ApiClient as, String task, JsonNode answer) {
        return at(task, () -> as.post(PATH + "/tasks/" + task + "/answer", answer, Optional.empty()));
    }

    /** Does something that no task asks for. */
    GoldenStage then(Runnable act) {
        act.run();
        settle();
        return this;
    }

    /** Waits until the run has ended or only people can bring it further. */
    private void settle() {
        while (!idle.atRest()) {
            idle.pass();
        }
    }

    @Override
    public void close() {
        stack.close();
    }
}
