package dev.crossrun.desk.inbox;

import dev.crossrun.api.resource.TaskItem;
import dev.crossrun.desk.page.Frame;
import dev.crossrun.desk.page.FullPage;
import dev.crossrun.desk.page.Times;
import java.util.List;

/**
 * The open tasks, the oldest first.
 *
 * @param mine those that wait for the viewer
 * @param offers what the viewer may want, and nobody waits for
 * @param more whether there are more than are shown
 */
public record InboxPage(
        Frame frame, List<TaskItem> mine, List<TaskItem> offers, List<TaskItem> others, boolean more, Times times)
        implements FullPage {}
