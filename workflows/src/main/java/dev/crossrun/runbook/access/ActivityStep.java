package dev.crossrun.runbook.access;

import dev.crossrun.activity.CloudTrailActivities;
import dev.crossrun.activity.CloudTrailActivities.Action;
import dev.crossrun.activity.CloudTrailActivities.Actions;
import dev.crossrun.activity.CloudTrailActivities.UserActions;
import dev.crossrun.activity.Place;
import dev.crossrun.engine.CanonicalJson;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.document.MarkdownText;
import dev.crossrun.run.step.StepDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was done with the access, as CloudTrail shows once its events have arrived. */
final class ActivityStep extends AccessStep<Actions> {
    static final String TABLE = "activity.md";

    private static final String JSON = "activity.json";

    /** An event can come up to 15 minutes late. */
    private static final Duration LATE = Duration.ofMinutes(15);

    private static final Duration LOOKING = Duration.ofHours(1);
    private static final int MOST = 1_000;

    private final AccessWindow window;

    ActivityStep(RunInput<TemporaryAccessRequest> input, AccessWindow window, RevokeStep revoke) {
        super(
                StepDefinition.check("activity", "Read what the user did", "CLOUDTRAIL")
                        .notRedoable(),
                input);
        this.window = window;
        after(revoke);
    }

    @Override
    protected Actions run(StepContext context) {
        Instant over = context.now();
        context.detail("CloudTrail's events come up to 15 minutes late");
        context.waitUntil(over.plus(LATE), "CloudTrail's events have arrived");
        Actions actions = context.batch(CloudTrailActivities.class, "Look what was done", LOOKING)
                .actionsOf(new UserActions(
                        places(),
                        request().user().value(),
                        request().permissionSets().stream()
                                .map(set -> "AWSReservedSSO_" + set + "_")
                                .toList(),
                        window.from().orElseThrow(),
                        over,
                        MOST));
        context.keep(JSON, Document.of(JSON, "application/json", bytes(CanonicalJson.text(actions))));
        context.keep(TABLE, Document.of(TABLE, "text/markdown", bytes(table(actions))));
        context.detail(summary(actions));
        return actions;
    }

    @Override
    protected List<Offer> offers() {
        return List.of(skip(new Actions(List.of(), true, List.of("Nobody looked: the step was skipped."))));
    }

    private List<Place> places() {
        return request().targets().stream()
                .flatMap(account -> request().regions().stream().map(region -> new Place(account, region)))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String summary(Actions actions) {
        long denied = actions.actions().stream()
                .filter(action -> action.error().isPresent())
                .count();
        return actions.actions().size() + " calls, " + denied + " of them refused"
                + (actions.incomplete() ? "; incomplete" : "");
    }

    private static String table(Actions actions) {
        String incomplete = actions.incomplete()
                ? "**This is not all.** " + MarkdownText.escaped(String.join(" ", actions.problems())) + "\n\n"
                : "";
        String rows = actions.actions().stream().map(ActivityStep::row).collect(Collectors.joining("\n"));
        return incomplete
                + "| time | account | Region | service | call | what | error |\n|---|---|---|---|---|---|---|\n" + rows
                + "\n";
    }

    private static String row(Action action) {
        return Stream.of(
                        text(action.at()),
                        action.account().value(),
                        action.region().value(),
                        action.service(),
                        action.event(),
                        String.join(", ", action.resources()),
                        action.error().orElse(""))
                .map(MarkdownText::escaped)
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
