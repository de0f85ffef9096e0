package dev.crossrun.run.task;

import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.actor.Role;
import java.util.List;

/** What a task wants. */
public enum TaskKind {
    APPROVAL(Role.APPROVER),
    HUMAN_STEP(Role.ADMINISTRATOR),
    DECISION(Role.ADMINISTRATOR),
    UNDO(Role.APPROVER),
    /** What people may want while something goes on; the run does not wait for it. */
    OFFER(Role.REQUESTER);

    private final Role answeredBy;

    TaskKind(Role answeredBy) {
        this.answeredBy = answeredBy;
    }

    /** The role that may answer. */
    public Role answeredBy() {
        return answeredBy;
    }

    /** Whether it takes somebody other than who asked for what is to be approved. */
    public boolean needsAnother() {
        return answeredBy == Role.APPROVER;
    }

    /** Whether this caller may answer such a task, which those in {@code notBy} may not. */
    public boolean mayBeAnsweredBy(Caller caller, List<Actor> notBy) {
        return caller.is(answeredBy) && notBy.stream().noneMatch(actor -> actor.isPerhaps(caller.actor()));
    }
}
