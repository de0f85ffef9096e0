package dev.crossrun.run.task;

import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.actor.Role;

/** What a task wants. */
public enum TaskKind {
    APPROVAL(Role.APPROVER),
    HUMAN_STEP(Role.ADMINISTRATOR),
    DECISION(Role.ADMINISTRATOR),
    UNDO(Role.APPROVER);

    private final Role answeredBy;

    TaskKind(Role answeredBy) {
        this.answeredBy = answeredBy;
    }

    /** The role that may answer. */
    public Role answeredBy() {
        return answeredBy;
    }

    /** Whether it takes somebody other than the requester. */
    public boolean needsAnother() {
        return answeredBy == Role.APPROVER;
    }

    /** Whether this caller may answer such a task of a run that {@code requestedBy} started. */
    public boolean mayBeAnsweredBy(Caller caller, Actor requestedBy) {
        return caller.is(answeredBy) && !(needsAnother() && caller.actor().equals(requestedBy));
    }
}
