package dev.crossrun.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.activity.CloudTrailActivities;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.Place;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.batch.ItemByItem;
import dev.crossrun.domain.Region;
import dev.crossrun.run.effect.Removal;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** CloudTrail as evidence of what people did in consoles. */
public final class CloudTrailActivitiesImpl implements CloudTrailActivities {
    private static final String IDENTITY_CENTER = "sso.amazonaws.com";
    private static final String STS = "sts.amazonaws.com";
    private static final String CONNECT = "connect.amazonaws.com";
    private static final String SIGN_IN = "signin.amazonaws.com";
    private static final String AUTHENTICATED = "UserAuthentication";

    /** Where the global sign-in endpoint records its calls. */
    private static final Region GLOBAL = new Region("us-east-1");

    /** What the console calls when somebody saves the attribute mappings of an application. */
    private static final String MAPPINGS_CHANGED = "UpdateApplicationInstanceResponseSchemaConfiguration";

    private static final String DIRECTORY = "sso-directory.amazonaws.com";

    /** What the console calls at the end of the wizard: from a directory, and from another identity provider. */
    private static final List<String> SOURCE_CHANGED =
            List.of("EnableExternalIdPConfigurationForDirectory", "UpdateExternalIdPConfigurationForDirectory");

    /** How long the event history goes back (CloudTrail User Guide, "Working with CloudTrail event history"). */
    static final Duration KEPT = Duration.ofDays(90);

    private final EventHistory history;
    private final Clock clock;

    public CloudTrailActivitiesImpl(AwsAccounts accounts, Clock clock) {
        this.clock = clock;
        this.history = new EventHistory(accounts);
    }

    @Override
    public List<TrailEvent> awaitApplicationChanges(ApplicationChanges query) {
        List<TrailEvent> changes =
                history.named(query.place(), MAPPINGS_CHANGED, IDENTITY_CENTER, query.since()).stream()
                        .filter(event -> TrailEvents.names(event, query.applicationInstance()))
                        .filter(event -> !event.hasNonNull("errorCode"))
                        .map(event -> TrailEvents.event(event, Optional.of(query.applicationInstance())))
                        .sorted(Comparator.comparing(TrailEvent::at))
                        .toList();
        if (changes.isEmpty()) {
            throw FailureType.NOT_READY.failure("CloudTrail shows no change of the mappings of "
                    + query.applicationInstance() + " since " + query.since() + " yet");
        }
        return changes;
    }

    @Override
    public List<TrailEvent> sourceChanges(SourceChanges query) {
        return SOURCE_CHANGED.stream()
                .flatMap(name -> history.named(query.place(), name, DIRECTORY, query.since()).stream())
                .filter(event -> !event.hasNonNull("errorCode"))
                .map(event -> TrailEvents.event(event, Optional.of(query.directoryId())))
                .sorted(Comparator.comparing(TrailEvent::at))
                .toList();
    }

    @Override
    public List<TrailEvent> awaitSourceChange(SourceChanges query) {
        List<TrailEvent> changes = sourceChanges(query);
        if (changes.isEmpty()) {
            throw FailureType.NOT_READY.failure(
                    "CloudTrail shows no change of the identity source since " + query.since() + " yet");
        }
        return changes;
    }

    @Override
    public List<Removal> sourceChangesStay(List<SourceChanges> changes, UndoPass pass) {
        return ItemByItem.remove(changes, (query, note) -> {
            if (!sourceChanges(query).isEmpty()) {
                return Removal.kept(query.reason());
            }
            return query.since().isBefore(clock.instant().minus(KEPT))
                    ? Removal.kept("CloudTrail's event history goes back 90 days and does not show any more"
                            + " whether this was done. If it was: " + query.reason())
                    : Removal.gone();
        });
    }

    @Override
    public List<TrailEvent> signIns(SignIns query) {
        return Stream.concat(sessions(query), tokens(query))
                .sorted(Comparator.comparing(TrailEvent::at))
                .toList();
    }

    @Override
    public List<TrailEvent> awaitSignIn(SignIns query) {
        List<TrailEvent> signIns = signIns(query);
        if (!tells(query.latest(signIns))) {
            throw FailureType.NOT_READY.failure("CloudTrail shows no sign-in to Connect through " + query.roleArn()
                    + " since " + query.since() + " yet");
        }
        return signIns;
    }

    @Override
    public TrailEvent awaitAuthentication(Authentication query) {
        return history.named(query.place(), AUTHENTICATED, SIGN_IN, query.since()).stream()
                .filter(event -> isExternal(event, query.username()))
                .map(event -> TrailEvents.event(event, Optional.of(query.username())))
                .filter(event -> !event.at().isAfter(query.until()))
                .max(Comparator.comparing(TrailEvent::at))
                .orElseThrow(() -> FailureType.NOT_READY.failure("CloudTrail in "
                        + query.place().account() + ", " + query.place().region() + ", shows no "
                        + AUTHENTICATED + " of " + query.username()
                        + " by an external identity provider between " + query.since() + " and "
                        + query.until()));
    }

    /** In the event's own fields (CloudTrail record of IAM Identity Center, "UserAuthentication"). */
    private static boolean isExternal(JsonNode event, String username) {
        JsonNode details = event.path("additionalEventData");
        return details.path("UserName").asText().equals(username)
                && details.path("CredentialType").asText().equals("EXTERNAL_IDP")
                && event.path("serviceEventDetails")
                        .path(AUTHENTICATED)
                        .asText()
                        .equals("Success");
    }

    @Override
    public Actions actionsOf(UserActions query) {
        return new UserHistory(history, query).read(clock.instant().minus(KEPT));
    }

    private Stream<TrailEvent> sessions(SignIns query) {
        Set<Region> regions = new LinkedHashSet<>(query.signInRegions());
        regions.add(GLOBAL);
        return regions.stream()
                .map(region -> new Place(query.connect().account(), region))
                .flatMap(place -> history.named(place, SESSION, STS, query.since()).stream())
                .filter(event -> TrailEvents.role(event).equals(Optional.of(query.roleArn())))
                .map(event -> TrailEvents.event(event, Optional.of(query.roleArn())));
    }

    private Stream<TrailEvent> tokens(SignIns query) {
        // STS has an event of the same name: the source distinguishes them.
        return history.named(query.connect(), TOKEN, CONNECT, query.since()).stream()
                .filter(event -> concerns(event, query))
                .map(event -> TrailEvents.event(event, TrailEvents.role(event)));
    }

    /** A refused call may be recorded without its parameters, or be of another instance by a wrong relay state. */
    private static boolean concerns(JsonNode event, SignIns query) {
        return TrailEvents.names(event, query.instance().value())
                || ((event.path("requestParameters").isEmpty() || event.hasNonNull("errorCode"))
                        && TrailEvents.role(event).equals(Optional.of(query.roleArn())));
    }

    /** Whether it is known how the user's sign-in ended. */
    private static boolean tells(List<TrailEvent> latest) {
        return latest.stream().anyMatch(TrailEvent::refused) || (worked(latest, SESSION) && worked(latest, TOKEN));
    }

    private static boolean worked(List<TrailEvent> events, String name) {
        return events.stream().anyMatch(event -> event.name().equals(name) && !event.refused());
    }
}
