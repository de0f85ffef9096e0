package dev.crossrun.desk.inbox;

import dev.crossrun.api.WebPages;
import dev.crossrun.api.resource.TaskItem;
import dev.crossrun.api.run.Page;
import dev.crossrun.desk.page.Frame;
import dev.crossrun.desk.page.Times;
import dev.crossrun.desk.session.Session;
import dev.crossrun.run.task.TaskKind;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Comparator;
import java.util.List;

/** The inbox: the first page of the desk. */
@Path("/")
public final class InboxController {
    private static final String PAGE = "200";
    private static final int MOST_OTHERS = 200;

    private final WebPages.Rest rest;
    private final Times times;

    public InboxController(WebPages.Rest rest, Times times) {
        this.rest = rest;
        this.times = times;
    }

    @GET
    public InboxPage get(@Auth Session session) {
        List<TaskItem> tasks = tasks(session);
        List<TaskItem> mine = tasks.stream()
                .filter(task -> task.mayAnswer() && task.kind() != TaskKind.OFFER)
                .toList();
        List<TaskItem> offers = tasks.stream()
                .filter(task -> task.mayAnswer() && task.kind() == TaskKind.OFFER)
                .toList();
        List<TaskItem> others = tasks.stream()
                .filter(task -> !task.mayAnswer() && task.kind() != TaskKind.OFFER)
                .toList();
        return new InboxPage(
                Frame.of(mine.isEmpty() ? "Inbox" : "(" + mine.size() + ") Inbox", Frame.Area.INBOX, session),
                mine,
                offers,
                others.stream().limit(MOST_OTHERS).toList(),
                others.size() > MOST_OTHERS,
                times);
    }

    /** All open tasks, from every page of the list: what waits for the viewer may be the oldest. */
    private List<TaskItem> tasks(Session session) {
        List<TaskItem> tasks =
                Page.all(cursor -> rest.inbox().list(session.caller(), null, null, null, PAGE, cursor.orElse(null)));
        tasks.sort(Comparator.comparing(TaskItem::openedAt));
        return tasks;
    }
}
