package dev.crossrun.api.resource;

import dev.crossrun.run.Runbook;

/** A runbook in a list. */
public record RunbookItem(String name, String title, String description, String version) {
    static RunbookItem of(Runbook<?> runbook) {
        return new RunbookItem(runbook.name(), runbook.title(), runbook.description(), runbook.version());
    }
}
