package dev.crossrun.api.resource;

import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.run.AllowedAction;
import dev.crossrun.api.run.AllowedActions;
import dev.crossrun.run.Runbook;
import java.util.List;

/**
 * A runbook in a list.
 *
 * @param actions whether the caller may start runs of it
 */
public record RunbookItem(String name, String title, String description, String version, List<AllowedAction> actions) {
    static RunbookItem of(Runbook<?> runbook, Principal caller) {
        return new RunbookItem(
                runbook.name(),
                runbook.title(),
                runbook.description(),
                runbook.version(),
                AllowedActions.ofRunbook(runbook.name(), caller));
    }
}
