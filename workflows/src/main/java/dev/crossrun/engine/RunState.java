package dev.crossrun.engine;

import dev.crossrun.run.Abort;
import dev.crossrun.run.Problem;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.actor.Actor;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Where a run stands, and how it is to end. Whatever changes about a run is reported here, so that it is shown. */
final class RunState {
    private final Journal journal;
    private RunStatus status = RunStatus.PLANNING;
    private Optional<RunStatus> ending = Optional.empty();
    private Optional<Problem> problem = Optional.empty();
    private Optional<Abort> undoWanted = Optional.empty();
    private Optional<Takeover> takeover = Optional.empty();
    private boolean undo;
    private Optional<Instant> closedAt = Optional.empty();
    private Optional<Object> outcome = Optional.empty();
    private boolean changed;

    RunState(Journal journal) {
        this.journal = journal;
    }

    /** Something about the run changed. */
    void change() {
        changed = true;
    }

    boolean changed() {
        return changed;
    }

    /** All changes so far are being looked at. */
    void seen() {
        changed = false;
    }

    void status(RunStatus next) {
        status = next;
        change();
    }

    /** The status as people see it: an abort shows at once, while calls in flight still settle. */
    RunStatus status() {
        return closedAt.isPresent()
                ? status
                : ending.filter(RunStatus.ABORTED::equals).orElse(status);
    }

    /** Lets the run end with this status; the first call counts. */
    void end(RunStatus last, Optional<Problem> why) {
        if (ending.isEmpty()) {
            ending = Optional.of(last);
            problem = why;
            change();
        }
    }

    boolean ending() {
        return ending.isPresent();
    }

    /** Whether no step is to begin any more. */
    boolean stopping() {
        return ending.isPresent() || undoWanted.isPresent();
    }

    /** Whether the run undoes what it did, or is about to. */
    boolean undoing() {
        return undo || undoWanted.isPresent() || status == RunStatus.UNDOING;
    }

    /** To undo is all that this run does. */
    void undo() {
        undo = true;
    }

    Optional<Abort> undoWanted() {
        return undoWanted;
    }

    /** The run ends what it began by itself, even if it is aborted. */
    void takeOverAborts(String notLeft, Consumer<Abort> end) {
        takeover = Optional.of(new Takeover(notLeft, end));
    }

    /** Why a run that is aborted cannot leave what it did as it is; empty if it can. */
    Optional<String> notLeft() {
        return takeover.map(Takeover::notLeft);
    }

    /** Stops the run: with UNDO it goes on to undo, with LEAVE it ends, and so does an undo that is going on. */
    void abort(Abort abort) {
        Actor actor = abort.by().actor();
        journal.run(
                RunEvent.Type.ABORT_REQUESTED,
                actor,
                abort.effects() + ": " + abort.comment().orElse("no comment"));
        if (takeover.isPresent()) {
            takeover.get().end().accept(abort);
            change();
        } else if (abort.effects() == Abort.Effects.UNDO) {
            undoWanted = Optional.of(abort);
            change();
        } else {
            String left = undoing() ? "What was not undone yet" : "What the run had done";
            end(
                    RunStatus.ABORTED,
                    Optional.of(new Problem(
                            "Aborted by " + actor.name() + because(abort) + ". " + left + " is left as it is.",
                            Optional.of(actor))));
        }
    }

    static String because(Abort abort) {
        return abort.comment().map(text -> ": " + text).orElse("");
    }

    void close() {
        status = ending.orElseThrow();
        closedAt = Optional.of(Journal.now());
        journal.run(
                RunEvent.Type.RUN_CLOSED,
                problem.flatMap(Problem::by).orElse(Actor.ENGINE),
                status + problem.map(why -> ": " + why.detail()).orElse(""));
        change();
    }

    Optional<Instant> closedAt() {
        return closedAt;
    }

    Optional<Problem> problem() {
        return problem;
    }

    void outcome(Object reached) {
        outcome = Optional.of(reached);
        change();
    }

    /** The runbook's own record. */
    Optional<Object> outcome() {
        return outcome;
    }

    /** Who receives an abort instead of the run. */
    private record Takeover(String notLeft, Consumer<Abort> end) {}
}
