package dev.crossrun.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.cli.text.Table;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.standalone.ScriptedApprover;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What the API answers, and how soon, while many runs wait for their approval. */
final class Parked {
    private static final int STARTERS = 32;

    private final BenchService service;
    private final int runs;
    private final int requests;
    private final PrintWriter out;
    private final Table table = new Table("", "p50 ms", "p99 ms", "p99 : describe of Temporal", "errors");
    private double baseline = Double.NaN;

    Parked(BenchService service, int runs, int requests, PrintWriter out) {
        this.service = service;
        this.runs = runs;
        this.requests = requests;
        this.out = out;
    }

    void print() throws InterruptedException {
        Federations federations = new Federations(runs);
        try (BenchedStack crossrun = service.crossrun(
                SimulatorSettings.defaults().withSeed(federations).withoutRateLimits(), Unspaced.CLOCK)) {
            ConcurrentLinkedQueue<String> parked = new ConcurrentLinkedQueue<>();
            Load started = Load.of(runs, STARTERS, () -> parked.add(crossrun.park(federations.request())));
            List<String> ids = new ArrayList<>(parked);
            AtomicInteger next = new AtomicInteger();
            ApiClient api = crossrun.requester();
            row("describe (Temporal)", () -> describe(ids.get(next.getAndIncrement() % ids.size())));
            row("GET /v1/runs", () -> api.get("/v1/runs"));
            row("GET /v1/tasks?mine=true", () -> crossrun.approver().get("/v1/tasks?mine=true"));
            row("GET /v1/runs/ID", () -> crossrun.view(ids.get(next.getAndIncrement() % ids.size())));
            AtomicInteger chosen = new AtomicInteger();
            List<JsonNode> approvals = new ArrayList<>();
            for (int i = 0; i < Math.min(requests, ids.size()); i++) {
                approvals.add(
                        ScriptedApprover.approval(crossrun.approver().get(BenchedStack.path(ids.get(i)) + "/plan")));
            }
            row("POST …/answer: approve", () -> {
                int i = chosen.getAndIncrement();
                crossrun.approver()
                        .post(
                                BenchedStack.path(ids.get(i)) + "/tasks/" + BenchedStack.APPROVAL + "/answer",
                                approvals.get(i),
                                Optional.empty());
            });
            out.println(ids.size() + " parked runs, started in "
                    + started.took().toSeconds() + " s, " + started.errors().size() + " errors; then " + requests
                    + " requests of each kind, one at a time");
            table.print(out);
            out.println("heap in use after a collection: " + heap() + " MiB");
            out.flush();
        }
    }

    private void row(String name, Load.Task request) throws InterruptedException {
        Load load = Load.of(Math.min(requests, runs), 1, request);
        double late = load.percentile(0.99) * 1e3;
        baseline = Double.isNaN(baseline) ? late : baseline;
        table.row(
                name,
                Sample.number(load.percentile(0.5) * 1e3),
                Sample.number(late),
                Sample.number(late / baseline),
                String.valueOf(load.errors().size()));
        load.errors().stream().distinct().limit(1).forEach(out::println);
    }

    private void describe(String run) {
        WorkflowClient client = service.client();
        client.getWorkflowServiceStubs()
                .blockingStub()
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .setExecution(BenchedStack.ids(run))
                        .build());
    }

    private static long heap() {
        System.gc();
        Runtime jvm = Runtime.getRuntime();
        return (jvm.totalMemory() - jvm.freeMemory()) >> 20;
    }
}
