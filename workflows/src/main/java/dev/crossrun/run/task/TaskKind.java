package dev.crossrun.run.task;

import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.actor.Role;
import java.util.List;
import java.util.Optional;

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

    /** Why this caller may not answer such a task, which those in {@code notBy} may not; empty if the caller may. */
    public Optional<String> refusal(Caller caller, List<Actor> notBy) {
        if (notBy.stream().anyMatch(actor -> actor.isPerhaps(caller.actor()))) {
            return Optional.of(
                    "Somebody else must answer this: " + caller.actor().name() + " requested it or benefits from it");
        }
        return caller.is(answeredBy) ? Optional.empty() : Optional.of("This takes the role " + answeredBy);
    }
}
