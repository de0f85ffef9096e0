package dev.crossrun.api.lease;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import dev.crossrun.lease.LeaseKeeper;
import dev.crossrun.lease.LeaseSweep;
import dev.crossrun.lease.LeaseSweep.Report;
import dev.crossrun.temporal.CallDeadline;
import dev.crossrun.temporal.Payloads;
import io.dropwizard.lifecycle.Managed;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.HistoryEventFilterType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.filter.v1.StartTimeFilter;
import io.temporal.api.filter.v1.WorkflowTypeFilter;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.ListClosedWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowTargetOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the keepers of leases every 15 seconds when their leases end, and reads what the last sweep found. */
public final class LeaseWatch implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(15);

    /** How long the answer of a keeper may take: there may be no worker. */
    private static final Duration ANSWER = Duration.ofSeconds(3);

    /** Sweeps are at most seven days apart. */
    private static final Duration LAST_SWEEP = Duration.ofDays(8);

    private final WorkflowClient client;
    private final LeaseGauges gauges;
    private final Clock clock;
    private Optional<WorkflowExecution> read = Optional.empty();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "leases");
        thread.setDaemon(true);
        return thread;
    });

    public LeaseWatch(WorkflowClient client, LeaseGauges gauges, Clock clock) {
        this.client = client;
        this.gauges = gauges;
        this.clock = clock;
    }

    @Override
    public void start() {
        var unused = timer.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        timer.shutdownNow();
    }

    /** A failure is logged; the metrics then keep what was known before. */
    public void look() {
        attempt("ask the keepers of leases", this::askKeepers);
        attempt("read what the last sweep found", this::readSweep);
    }

    private static void attempt(String what, Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            LOG.warn("cannot {}, will try again: {}", what, e.getMessage());
        }
    }

    private void askKeepers() {
        Map<String, List<Instant>> answers = new HashMap<>();
        Set<String> unanswered = new HashSet<>();
        for (String keeper : keepers()) {
            LeaseKeeper stub = client.newWorkflowStub(
                    LeaseKeeper.class,
                    WorkflowTargetOptions.newBuilder().setWorkflowId(keeper).build());
            try {
                answers.put(keeper, CallDeadline.within(ANSWER, stub::ends));
            } catch (WorkflowNotFoundException over) {
                // It holds nothing any more.
            } catch (WorkflowException e) {
                unanswered.add(keeper);
            }
        }
        gauges.kept(answers, unanswered);
    }

    private Set<String> keepers() {
        Set<String> ids = new HashSet<>();
        ByteString token = ByteString.EMPTY;
        do {
            ListOpenWorkflowExecutionsResponse page = service()
                    .listOpenWorkflowExecutions(ListOpenWorkflowExecutionsRequest.newBuilder()
                            .setNamespace(namespace())
                            .setTypeFilter(type(LeaseKeeper.TYPE))
                            .setNextPageToken(token)
                            .build());
            page.getExecutionsList().stream()
                    .filter(each -> each.getType().getName().equals(LeaseKeeper.TYPE))
                    .forEach(each -> ids.add(each.getExecution().getWorkflowId()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return ids;
    }

    private void readSweep() {
        Optional<WorkflowExecution> last = lastSweep();
        if (last.isEmpty() || !last.equals(read)) {
            gauges.swept(last.map(this::report));
            read = last;
        }
    }

    /** Sweeps do not overlap. The in-memory service does not say when they ended. */
    private Optional<WorkflowExecution> lastSweep() {
        Instant since = clock.instant().minus(LAST_SWEEP);
        return service()
                .listClosedWorkflowExecutions(ListClosedWorkflowExecutionsRequest.newBuilder()
                        .setNamespace(namespace())
                        .setTypeFilter(type(LeaseSweep.TYPE))
                        .setStartTimeFilter(StartTimeFilter.newBuilder()
                                .setEarliestTime(Timestamps.fromMillis(since.toEpochMilli())))
                        .build())
                .getExecutionsList()
                .stream()
                .filter(each -> each.getType().getName().equals(LeaseSweep.TYPE))
                .filter(each -> each.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED)
                .filter(each -> Timestamps.toMillis(each.getStartTime()) >= since.toEpochMilli())
                .max(Comparator.comparing(WorkflowExecutionInfo::getStartTime, Timestamps.comparator()))
                .map(WorkflowExecutionInfo::getExecution);
    }

    private Report report(WorkflowExecution sweep) {
        var result = service()
                .getWorkflowExecutionHistory(GetWorkflowExecutionHistoryRequest.newBuilder()
                        .setNamespace(namespace())
                        .setExecution(sweep)
                        .setHistoryEventFilterType(HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT)
                        .build())
                .getHistory()
                .getEvents(0)
                .getWorkflowExecutionCompletedEventAttributes()
                .getResult();
        return Payloads.of(client.getOptions(), sweep.getWorkflowId())
                .fromPayloads(0, Optional.of(result), Report.class, Report.class);
    }

    private static WorkflowTypeFilter type(String name) {
        return WorkflowTypeFilter.newBuilder().setName(name).build();
    }

    private WorkflowServiceBlockingStub service() {
        return client.getWorkflowServiceStubs().blockingStub();
    }

    private String namespace() {
        return client.getOptions().getNamespace();
    }
}
