package dev.crossrun.desk.run;

import dev.crossrun.api.run.RunResponse;
import dev.crossrun.desk.page.Frame;
import dev.crossrun.desk.page.Times;
import dev.crossrun.desk.page.View;
import dev.crossrun.desk.picture.Picture;
import dev.crossrun.desk.picture.Timeline;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.document.Artifact;
import dev.crossrun.run.step.StepView;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** One run: where it stands, its procedure, its steps, its events and what can be done with it. */
public record RunPage(
        Frame frame,
        RunResponse response,
        Picture picture,
        Timeline timeline,
        List<RunEvent> events,
        List<Artifact> artifacts,
        Ways ways,
        Times times)
        implements View {
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

    /** What somebody may redo. */
    public List<StepView> finished() {
        return response.run().steps().stream()
                .filter(step -> step.status().finished())
                .toList();
    }
}
