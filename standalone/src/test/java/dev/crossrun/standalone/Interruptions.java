package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.cli.ApiRefusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** What somebody does to a run on a bad day that no task asks for. */
final class Interruptions {
    /** What cannot be redone. */
    private static final Set<String> FOR_GOOD = Set.of("preflight", "approve-plan", "outcome");

    private final BadDay day;
    private boolean interrupted;
    private boolean stopped;

    Interruptions(BadDay day) {
        this.day = day;
    }

    /** Says whether somebody did something to the run, of which nothing that was seen may hold any more. */
    boolean come(JsonNode view) {
        return interrupt(view) || stopUndo(view);
    }

    private boolean interrupt(JsonNode view) {
        if (interrupted
                || day.schedule.interruption().isEmpty()
                || day.site.simulator().calls().all().size() < day.schedule.interruptedAt()) {
            return false;
        }
        interrupted = true;
        switch (day.schedule.interruption().get()) {
            case ABORT_UNDO -> day.abort("UNDO");
            case ABORT_LEAVE -> day.abort("LEAVE");
            case CANCEL ->
                day.site.temporal().newUntypedWorkflowStub(BadDay.NAME).cancel();
            case REDO -> interrupted = redo(view);
            case TERMINATE -> day.startAgain(terminate());
        }
        return interrupted;
    }

    private boolean stopUndo(JsonNode view) {
        if (stopped
                || day.schedule.undoer() != Schedule.Undoer.STOPS
                || !view.path("steps").findValuesAsText("status").contains("UNDONE")) {
            return false;
        }
        stopped = true;
        day.abort("LEAVE");
        return true;
    }

    /** Redoes one of the steps that are done; says whether there was one that could be. */
    private boolean redo(JsonNode view) {
        List<String> done = StreamSupport.stream(view.path("steps").spliterator(), false)
                .filter(step -> step.path("status").asText().equals("DONE"))
                .map(step -> step.path("id").asText())
                .filter(step -> !FOR_GOOD.contains(step))
                .toList();
        if (done.isEmpty()) {
            return false;
        }
        String step = done.get(Schedule.random(day.schedule.seed()).nextInt(done.size()));
        return BadDay.tolerant(() -> day.run.redo(step));
    }

    /** Gives how the run stands at its end. A task that it has just then comes to nothing, so that it stands as before. */
    private JsonNode terminate() {
        while (true) {
            int events = Termination.quiet(BadDay.NAME, day.site.temporal());
            JsonNode before = day.run.view();
            if (Termination.quiet(BadDay.NAME, day.site.temporal()) == events) {
                Termination.atOnce(BadDay.NAME, day.site.temporal());
                return atTheEnd().orElse(before);
            }
        }
    }

    /** Empty if it had a task: the in-memory service then answers no query. */
    private Optional<JsonNode> atTheEnd() {
        try {
            return Optional.of(day.run.kim.get(day.run.path));
        } catch (ApiRefusal unanswered) {
            if (unanswered.status() != FederationRun.UNAVAILABLE) {
                throw unanswered;
            }
            return Optional.empty();
        }
    }
}
