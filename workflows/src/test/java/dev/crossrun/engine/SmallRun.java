package dev.crossrun.engine;

import dev.crossrun.run.Patience;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunStart;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** A run of a small runbook that a test brings along. */
final class SmallRun extends RunDriver {
    /** The contract of every small runbook. */
    @WorkflowInterface
    public interface SmallWorkflow extends Run {
        @WorkflowMethod(name = "Small")
        void run(RunStart start, Patience patience);
    }

    SmallRun(Class<? extends SmallWorkflow> runbook, Object... activities) {
        this(Patience.standard(), runbook, activities);
    }

    SmallRun(Patience patience, Class<? extends SmallWorkflow> runbook, Object... activities) {
        this(WorkflowClientOptions.getDefaultInstance(), patience, runbook, activities);
    }

    SmallRun(
            WorkflowClientOptions client,
            Patience patience,
            Class<? extends SmallWorkflow> runbook,
            Object... activities) {
        super(client, "small.one", "Small", List.of(runbook), activities);
        start(RunStart.of("small", "one", KIM.actor(), false), patience);
    }

    SmallRun approved() {
        approve();
        return this;
    }
}
