package dev.crossrun.api;

import dev.crossrun.api.resource.InboxResource;
import dev.crossrun.api.resource.RecordResource;
import dev.crossrun.api.resource.RunbooksResource;
import dev.crossrun.api.resource.RunsResource;
import dev.crossrun.api.resource.TasksResource;
import dev.crossrun.api.resource.UndoResource;
import io.dropwizard.core.setup.Environment;
import java.time.Clock;

/** What the API process serves beside REST: it does everything by the resources of REST. */
public interface WebPages {
    /** REST alone. */
    WebPages NONE = (configuration, environment, rest, clock) -> {};

    /** Registers everything. */
    void mount(ApiConfiguration configuration, Environment environment, Rest rest, Clock clock);

    /** The resources of the REST API. */
    record Rest(
            RunbooksResource runbooks,
            RunsResource runs,
            TasksResource tasks,
            InboxResource inbox,
            UndoResource undo,
            RecordResource record) {}
}
