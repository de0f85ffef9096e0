package dev.crossrun.desk.run;

import dev.crossrun.api.run.AllowedAction;
import dev.crossrun.api.run.RunResponse;
import java.util.Optional;

/** What can be done with a run as a whole. */
public record Ways(AllowedAction abort, AllowedAction redo, AllowedAction undo) {
    static Ways of(RunResponse run) {
        return new Ways(action(run, "abort"), action(run, "redo"), action(run, "undo"));
    }

    private static AllowedAction action(RunResponse run, String name) {
        return run.actions().stream()
                .filter(action -> action.name().equals(name))
                .findFirst()
                .orElseGet(() -> AllowedAction.of(name, Optional.of("This run does not offer it")));
    }
}
