package dev.crossrun.desk.run;

import dev.crossrun.api.resource.TaskItem;
import dev.crossrun.api.run.RunResponse;
import dev.crossrun.desk.page.Frame;
import dev.crossrun.desk.page.FullPage;
import dev.crossrun.desk.page.Times;
import dev.crossrun.desk.picture.Picture;
import dev.crossrun.desk.picture.Timeline;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.document.Artifact;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.step.StepView;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One run: where it stands, its procedure, its steps, its events and what can be done with it.
 *
 * @param offers what the viewer may want while it goes on
 */
public record RunPage(
        Frame frame,
        RunResponse response,
        Picture picture,
        Timeline timeline,
        List<RunEvent> events,
        List<Artifact> artifacts,
        List<TaskItem> offers,
        Ways ways,
        Times times)
        implements FullPage {
    private static final Set<StepStatus> ACTIVE = EnumSet.of(
            StepStatus.RUNNING, StepStatus.WAITING, StepStatus.VERIFYING, StepStatus.STUCK, StepStatus.UNDOING);

    public String path() {
        return "/desk/runs/" + response.id();
    }

    public boolean open() {
        return response.run().closedAt().isEmpty();
    }

    /** Every kind of event: each makes the page look again. */
    public String triggers() {
        return Arrays.stream(RunEvent.Type.values()).map(type -> "sse:" + type).collect(Collectors.joining(", "));
    }

    /** The events of a step, the newest first. */
    public List<RunEvent> eventsOf(StepView step) {
        return events.stream()
                .filter(event -> event.step().filter(step.id()::equals).isPresent())
                .toList();
    }

    /** The steps that something happens in, or that wait for something. */
    public List<StepView> active() {
        return response.run().steps().stream()
                .filter(step -> ACTIVE.contains(step.status()))
                .toList();
    }

    /** What somebody may redo. */
    public List<StepView> finished() {
        return response.run().steps().stream()
                .filter(step -> step.status().finished())
                .toList();
    }
}
