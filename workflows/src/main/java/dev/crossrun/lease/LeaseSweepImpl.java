package dev.crossrun.lease;

import dev.crossrun.activity.AlertActivities.Alert;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities.Instance;
import dev.crossrun.activity.IdentityCenterActivities.User;
import dev.crossrun.activity.IdentityCenterActivities.UserQuery;
import dev.crossrun.timer.NamedTimer;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** Looks, looks again at what differed, and reports what differs still. */
public final class LeaseSweepImpl implements LeaseSweep {
    private static final Logger LOG = Workflow.getLogger(LeaseSweepImpl.class);

    /** A grant, a removal, and a list that shows neither yet, are over by then. */
    private static final Duration SETTLED = Duration.ofMinutes(5);

    /** About 200 bytes each: far below what a payload may hold. */
    private static final int MOST = 1_000;

    private static final int NAMED = 10;

    @Override
    public Report sweep(Scope scope) {
        Comparison seen = Comparison.of(scope);
        if (!seen.differences().isEmpty()) {
            NamedTimer.sleep(SETTLED, "Second look at what differs");
            seen = Comparison.of(scope).onlyThoseOf(seen);
        }
        Report report = report(seen);
        log(report);
        return announced(report);
    }

    private static Report report(Comparison seen) {
        int shown = Math.min(MOST, seen.differences().size());
        return new Report(
                seen.center()
                        .map(center -> named(center, seen.differences().subList(0, shown)))
                        .orElseGet(List::of),
                seen.differences().size() - shown,
                seen.unread(),
                false);
    }

    /** With the users' names, as far as they can be read. */
    private static List<Difference> named(Instance center, List<Difference> differences) {
        List<String> unknown = differences.stream()
                .filter(each -> each.user().equals(each.userId()))
                .map(Difference::userId)
                .distinct()
                .toList();
        Map<String, String> names = unknown.isEmpty() ? Map.of() : names(new UserQuery(center, unknown));
        return differences.stream()
                .map(each -> new Difference(
                        each.kind(),
                        each.permissionSet(),
                        each.account(),
                        each.userId(),
                        names.getOrDefault(each.userId(), each.user())))
                .toList();
    }

    private static Map<String, String> names(UserQuery query) {
        try {
            return KeeperCalls.identityCenter("Look up the names of users").describeUsers(query).stream()
                    .collect(Collectors.toMap(User::id, User::username));
        } catch (ActivityFailure failure) {
            LOG.warn(
                    "cannot look up the names of users: {}",
                    FailureType.view(failure).type());
            return Map.of();
        }
    }

    /** Names nobody: the report does. */
    private static void log(Report report) {
        if (isClean(report)) {
            LOG.info("The lease sweep found no difference");
        } else {
            LOG.warn(
                    "The lease sweep found {} assignments that no lease removes, {} leases without their assignment, {} more"
                            + " differences, and could not compare {} permission sets",
                    count(report, Kind.NOT_HELD),
                    count(report, Kind.NOT_ASSIGNED),
                    report.more(),
                    report.unread().size());
        }
    }

    private static boolean isClean(Report report) {
        return report.differences().isEmpty() && report.unread().isEmpty();
    }

    private static long count(Report report, Kind kind) {
        return report.differences().stream().filter(each -> each.kind() == kind).count();
    }

    /** Sends a notice if there is something that the last one did not say. */
    private static Report announced(Report report) {
        Optional<Report> known = Optional.ofNullable(Workflow.getLastCompletionResult(Report.class))
                .filter(Report::announced);
        boolean isNew = known.map(last -> !last.differences().containsAll(report.differences())
                        || !last.unread().containsAll(report.unread()))
                .orElse(!isClean(report));
        return new Report(report.differences(), report.more(), report.unread(), !isNew || isSent(report));
    }

    private static boolean isSent(Report report) {
        WorkflowInfo execution = Workflow.getInfo();
        try {
            return KeeperCalls.alerts("Send what the sweep found")
                    .send(new Alert(
                            execution.getRunId(),
                            Instant.ofEpochMilli(Workflow.currentTimeMillis()),
                            "sweep.found",
                            "/lease-sweep",
                            execution.getWorkflowId() + ":" + execution.getRunId(),
                            text(report)));
        } catch (ActivityFailure failure) {
            LOG.warn(
                    "cannot send what the sweep found: {}",
                    FailureType.view(failure).type());
            return false;
        }
    }

    private static String text(Report report) {
        int unnamed = report.differences().size() + report.more() - NAMED;
        return Stream.of(
                        report.differences().stream().limit(NAMED).map(Difference::what),
                        unnamed > 0 ? Stream.of("and " + unnamed + " more differences") : Stream.<String>empty(),
                        report.unread().stream().map(why -> "Not compared: " + why))
                .flatMap(each -> each)
                .collect(Collectors.joining("; "));
    }
}
