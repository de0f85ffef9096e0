package dev.crossrun.bench.bare;

import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Runs the waves of each phase, and waits for an update between two phases. */
public final class BareWorkflowImpl implements BareWorkflow {
    private final BareActivity activity = Workflow.newActivityStub(
            BareActivity.class,
            ActivityOptions.newBuilder()
                    .setStartToCloseTimeout(Duration.ofMinutes(1))
                    .build());
    private int ended;
    private int arrived;
    private int updated;

    @Override
    public void run(Shape shape) {
        for (List<Integer> phase : shape.phases()) {
            int before = ended;
            Workflow.await(() -> updated >= before);
            phase.forEach(this::wave);
            ended++;
        }
        Workflow.await(Workflow::isEveryHandlerFinished);
    }

    private void wave(int activities) {
        Promise.allOf(IntStream.range(0, activities)
                        .mapToObj(i -> Async.function(activity::call, "payload"))
                        .toList())
                .get();
    }

    @Override
    public void update(String payload) {
        arrived++;
        int phase = arrived;
        Workflow.await(() -> ended >= phase);
        updated++;
    }
}
