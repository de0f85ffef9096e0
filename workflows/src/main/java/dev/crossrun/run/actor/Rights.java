package dev.crossrun.run.actor;

import java.util.Optional;

/** Who may do what with a run. Each method returns why the caller may not, or nothing if the caller may. */
public final class Rights {
    private Rights() {}

    public static Optional<String> toAbort(Caller caller, Actor requestedBy) {
        return ofRequesterOrAdministrator(caller, requestedBy, "abort it");
    }

    public static Optional<String> toUndo(Caller caller, Actor requestedBy) {
        return ofRequesterOrAdministrator(caller, requestedBy, "undo it");
    }

    public static Optional<String> toRedo(Caller caller) {
        return caller.is(Role.ADMINISTRATOR)
                ? Optional.empty()
                : Optional.of("Only the role ADMINISTRATOR can redo a step");
    }

    private static Optional<String> ofRequesterOrAdministrator(Caller caller, Actor requestedBy, String what) {
        boolean own = caller.is(Role.REQUESTER) && caller.actor().is(requestedBy);
        return own || caller.is(Role.ADMINISTRATOR)
                ? Optional.empty()
                : Optional.of("Only the requester of the run or the role ADMINISTRATOR can " + what);
    }
}
