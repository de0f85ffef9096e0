package dev.crossrun.mail;

import dev.crossrun.activity.NotificationActivities.Notice;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.task.TaskKind;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The words of an e-mail about a task. Others wrote names and titles: each becomes a text of one line. */
final class MailText {
    private static final int LONGEST = 150;
    private static final Pattern INVISIBLE = Pattern.compile("[\\s\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+");

    private final Notice notice;
    private final URI desk;

    MailText(Notice notice, URI desk) {
        this.notice = notice;
        this.desk = desk;
    }

    String subject() {
        return line("Crossrun: " + urgency() + title() + " (" + notice.name() + ")");
    }

    String body() {
        List<String> lines = new ArrayList<>();
        lines.add(wanted() + ".");
        lines.add("");
        lines.add("Task: " + line(title()));
        lines.add("Run: " + line(notice.runbook() + ", " + notice.name()));
        notice.requestedBy().map(Actor::name).ifPresent(name -> lines.add("Requested by: " + line(name)));
        notice.dueAt().ifPresent(due -> lines.add("Answer by: " + due.truncatedTo(ChronoUnit.SECONDS)));
        lines.add("");
        lines.add(DeskLinks.task(desk, notice.run(), notice.task().orElseThrow()));
        lines.add("");
        lines.add("The link opens the task. It decides nothing.");
        return String.join("\r\n", lines) + "\r\n";
    }

    private String title() {
        return notice.title().orElse(notice.text());
    }

    private String urgency() {
        return switch (notice.type()) {
            case TASK_ESCALATED -> "OVERDUE: ";
            case TASK_REMINDED -> "Reminder: ";
            default -> "";
        };
    }

    private String wanted() {
        String open = notice.type() == RunEvent.Type.TASK_OPENED ? "" : ", and nobody has answered yet";
        return switch (notice.kind().orElse(TaskKind.HUMAN_STEP)) {
            case APPROVAL -> "A plan needs an approval" + open;
            case UNDO -> "An undo needs a confirmation" + open;
            case HUMAN_STEP -> "A run needs somebody to work in a console" + open;
            case DECISION -> "A step is stuck and needs a decision" + open;
            case OFFER -> "Something can be requested while a run goes on";
        };
    }

    private static String line(String others) {
        String line = INVISIBLE.matcher(others).replaceAll(" ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
