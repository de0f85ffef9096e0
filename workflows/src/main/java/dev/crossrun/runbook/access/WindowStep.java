package dev.crossrun.runbook.access;

import dev.crossrun.activity.Lease;
import dev.crossrun.activity.LeaseActivities;
import dev.crossrun.domain.DurationText;
import dev.crossrun.engine.Done;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.document.MarkdownText;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.LabelledValue;
import dev.crossrun.run.task.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The access is open until its end. It can be ended before, and more time can be asked for. */
final class WindowStep extends AccessStep<Done> {
    private static final String END = "end";
    private static final String EXTEND = "extend";
    private static final String APPROVE = "approve";
    private static final String REJECT = "reject";
    private static final Duration REMINDER = Duration.ofMinutes(15);
    private static final Duration EXTENDING = Duration.ofMinutes(10);

    private final AccessPreflight seen;
    private final AccessWindow window;
    private final GrantStep grant;
    private final List<String> approvedBy = new ArrayList<>();

    WindowStep(RunInput<TemporaryAccessRequest> input, AccessPreflight seen, AccessWindow window, GrantStep grant) {
        super(StepDefinition.check("window", "The access is open", SYSTEM).notRedoable(), input);
        this.seen = seen;
        this.window = window;
        this.grant = grant;
        afterClaim(grant);
    }

    @Override
    protected Done run(StepContext context) {
        context.unless(window::until, "The access ends", window::isEnded, () -> {
            while (!window.isEnded()) {
                context.detail("Open until " + text(window.until()));
                follow(context, context.offer(offer(), window.until().minus(REMINDER), given -> check(context, given)));
            }
        });
        String end = window.endedBy().orElse("Its time was over");
        context.detail(end + ", at " + text(context.now()));
        return Done.DONE;
    }

    /** Who approved more time, and how much. */
    List<String> approvedBy() {
        return List.copyOf(approvedBy);
    }

    private void follow(StepContext context, Wish wish) {
        if (wish.more().isEmpty()) {
            window.end(context.now(), "Ended by " + wish.by().name() + ": " + wish.why());
            return;
        }
        Duration more = wish.more().get();
        Optional<Actor> approver = context.askApproval(wish.by(), approval(wish, more), WindowStep::checkApproval)
                .flatMap(answer -> answer);
        approver.ifPresent(actor -> {
            Instant until = window.until().plus(more);
            context.retrying(() -> context.batch(LeaseActivities.class, "Extend the access", EXTENDING)
                    .extend(leases(context, until)));
            window.extend(until);
            approvedBy.add(actor.name() + ", " + more + " more");
        });
    }

    private List<Lease> leases(StepContext context, Instant until) {
        return context.undoable(grant, Lease.class).stream()
                .map(lease -> lease.until(until))
                .toList();
    }

    /** What somebody wants; {@code more} is absent for the end. */
    private record Wish(Actor by, Optional<Duration> more, String why) {}

    private Checked<Wish> check(StepContext context, Answer answer) {
        String why = answer.fields().path("reason").asText();
        Actor by = answer.by().actor();
        if (!by.equals(context.requester())
                && !by.name().equalsIgnoreCase(request().user().value())) {
            return Checked.refused(new Reason("", "NOT_YOURS", "is for who asked for the access, or has it"));
        }
        if (answer.action().equals(END)) {
            return Checked.accepted(new Wish(by, Optional.empty(), why), Map.of());
        }
        Duration more;
        try {
            more = Duration.parse(answer.fields().path("duration").asText());
        } catch (DateTimeParseException e) {
            return Checked.refused(new Reason("/duration", "INVALID", "must be an ISO 8601 duration such as PT1H"));
        }
        if (more.isNegative() || more.isZero()) {
            return Checked.refused(new Reason("/duration", "INVALID", "must be longer than nothing"));
        }
        Duration all =
                Duration.between(window.from().orElseThrow(), window.until()).plus(more);
        if (all.compareTo(seen.longest()) > 0) {
            return Checked.refused(new Reason(
                    "/duration",
                    "TOO_LONG",
                    "would make it " + DurationText.of(all) + " in all; it is given for up to "
                            + DurationText.of(seen.longest())));
        }
        return Checked.accepted(new Wish(by, Optional.of(more), why), Map.of());
    }

    private static Checked<Optional<Actor>> checkApproval(Answer answer) {
        return Checked.accepted(
                Optional.of(answer.by().actor()).filter(any -> answer.action().equals(APPROVE)), Map.of());
    }

    private TaskSpec offer() {
        return new TaskSpec(
                "The access is open until " + text(window.until()),
                "End the access as soon as it is not needed any more. If you need more time, ask for it here. Somebody"
                        + " else must approve it before the access ends.",
                access(),
                List.of(),
                List.of(),
                List.of(
                        Forms.answer(END, "End the access now", Forms.required("reason", "Why")),
                        Forms.answer(
                                EXTEND,
                                "Ask for more time",
                                Forms.required("duration", "How much longer")
                                        .matching(
                                                "P([0-9]{1,3}D)?(T([0-9]{1,4}H)?([0-9]{1,5}M)?([0-9]{1,7}S)?)?",
                                                "an ISO 8601 duration, such as PT1H (one hour) or PT30M (half an hour)"),
                                Forms.required("reason", "Why"))));
    }

    private List<LabelledValue> access() {
        return Stream.concat(
                        Stream.of(new LabelledValue("User", request().user().value())),
                        request().access().stream()
                                .map(each -> new LabelledValue(
                                        each.permissionSet(),
                                        each.accountIds().stream()
                                                .map(Object::toString)
                                                .collect(Collectors.joining(", ")))))
                .toList();
    }

    private TaskSpec approval(Wish wish, Duration more) {
        return new TaskSpec(
                "Approve more time",
                MarkdownText.escaped(wish.by().name()) + " asks for " + DurationText.of(more) + " more, until "
                        + text(window.until().plus(more)) + ": " + MarkdownText.escaped(wish.why())
                        + "\n\nIt counts only before the access ends at " + text(window.until()) + ".",
                access(),
                List.of(),
                List.of(),
                List.of(
                        Forms.answer(APPROVE, "Approve it"),
                        Forms.answer(REJECT, "Reject it", Forms.required("reason", "Why"))));
    }
}
