package dev.crossrun.activity;

import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Region;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.run.step.Evidence;
import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * AWS CloudTrail's event history (LookupEvents: 2 calls per second in an account and Region, 50 events a page, one lookup
 * attribute a call, 90 days). An event can come up to 15 minutes late.
 */
@ActivityInterface(namePrefix = "CloudTrail_")
public interface CloudTrailActivities {
    /**
     * The console's changes to the attribute mappings of an application of Identity Center
     * ({@code UpdateApplicationInstanceResponseSchemaConfiguration} of sso.amazonaws.com) since {@code since}. Reads only.
     * NOT_READY while there is none.
     */
    List<TrailEvent> awaitApplicationChanges(ApplicationChanges query);

    /**
     * The console's change of the identity source ({@code EnableExternalIdPConfigurationForDirectory} or, from another
     * external provider, {@code UpdateExternalIdPConfigurationForDirectory} of sso-directory.amazonaws.com), as far as
     * CloudTrail knows by now. Reads only.
     */
    List<TrailEvent> sourceChanges(SourceChanges query);

    /** As {@link #sourceChanges}, but NOT_READY while there is none. */
    List<TrailEvent> awaitSourceChange(SourceChanges query);

    /**
     * Says whether the identity source was changed, as {@link #sourceChanges} does: KEPT with {@link SourceChanges#reason()} if
     * it was, since only a person can change it back; GONE if CloudTrail shows no change. Reads only, in both passes.
     */
    @Removes
    List<Removal> sourceChangesStay(List<SourceChanges> changes, UndoPass pass);

    /** The sign-ins through this role, and what became of them, as far as CloudTrail knows by now. Reads only. */
    List<TrailEvent> signIns(SignIns query);

    /**
     * As {@link #signIns}, but NOT_READY until the events of the {@linkplain SignIns#latest latest} show how this user's sign-in
     * ended: a session and a GetFederationToken of this name, or a refusal of it or of a user that CloudTrail does not name.
     */
    List<TrailEvent> awaitSignIn(SignIns query);

    /**
     * The latest authentication of a user at the AWS access portal by an external identity provider ({@code UserAuthentication}
     * of signin.amazonaws.com with the credential type {@code EXTERNAL_IDP} and success). Reads only. NOT_READY while there is
     * none.
     */
    TrailEvent awaitAuthentication(Authentication query);

    /**
     * What a user did in these places by sessions of these roles (LookupEvents by user name, paged), as far as CloudTrail knows
     * by now. Heartbeats with each page. Reads only. A place that cannot be read, or more than {@link UserActions#most} events,
     * makes the answer incomplete instead of failing the call; a failure that is retried fails the attempt.
     */
    Actions actionsOf(UserActions query);

    /** The event of a federated session, of sts.amazonaws.com. */
    String SESSION = "AssumeRoleWithSAML";

    /** The event of an entry to Connect by such a session, of connect.amazonaws.com. */
    String TOKEN = "GetFederationToken";

    /** {@code applicationInstance}: {@code ins-…}, as the metadata has it. */
    record ApplicationChanges(Place place, String applicationInstance, Instant since) {}

    /**
     * Which sign-ins: AssumeRoleWithSAML of sts.amazonaws.com with this role, in us-east-1 (the global endpoint) and in the
     * Regions of the sign-in endpoints, and GetFederationToken of connect.amazonaws.com in the instance's Region.
     */
    record SignIns(
            Place connect,
            List<Region> signInRegions,
            String roleArn,
            InstanceId instance,
            Instant since,
            Optional<String> username,
            List<String> told) {
        public SignIns {
            signInRegions = List.copyOf(signInRegions);
            told = List.copyOf(told);
        }

        /**
         * What counts of the user's sign-ins, without the events that were judged before: a session that began later outdates a refusal,
         * and an entry without a session before it is of another sign-in. A refusal without a name may be of anybody.
         */
        public List<TrailEvent> latest(List<TrailEvent> signIns) {
            List<TrailEvent> fresh = signIns.stream()
                    .filter(event -> !told.contains(event.id()))
                    .filter(event ->
                            event.user().equals(username) || (event.user().isEmpty() && event.refused()))
                    .toList();
            List<Instant> sessions = fresh.stream()
                    .filter(event -> event.name().equals(SESSION) && !event.refused())
                    .map(TrailEvent::at)
                    .toList();
            return fresh.stream()
                    .filter(event -> event.refused()
                            ? sessions.stream().allMatch(at -> follows(event, at))
                            : sessions.stream().anyMatch(at -> !event.at().isBefore(at)))
                    .toList();
        }

        /** CloudTrail's times are whole seconds: within one, a session that was refused counts as the earlier. */
        private static boolean follows(TrailEvent refusal, Instant session) {
            return refusal.name().equals(SESSION)
                    ? refusal.at().isAfter(session)
                    : !refusal.at().isBefore(session);
        }

        /** The same without what is older than that. */
        public SignIns since(Instant earliest) {
            return new SignIns(
                    connect,
                    signInRegions,
                    roleArn,
                    instance,
                    since.isAfter(earliest) ? since : earliest,
                    username,
                    told);
        }

        /** The same for one user, without the events that were judged before. */
        public SignIns of(String user, List<String> before) {
            return new SignIns(connect, signInRegions, roleArn, instance, since, Optional.of(user), before);
        }
    }

    /**
     * Whose authentication to look for; both times inclusive.
     *
     * @param place the account and home Region of IAM Identity Center
     * @param username the user's name in the identity store
     */
    record Authentication(Place place, String username, Instant since, Instant until) {}

    /**
     * Changes of the identity source of this directory, {@code d-…}.
     *
     * @param reason why an undo leaves a change as it is, as a sentence
     */
    record SourceChanges(Place place, String directoryId, Instant since, String reason) {
        /** The same since a later time. */
        public SourceChanges since(Instant later) {
            return new SourceChanges(place, directoryId, later, reason);
        }
    }

    /**
     * An event, cut down to what is judged.
     *
     * @param user the role session's name, if the event has one, else the event's user name
     * @param actor the ARN of who did it, if the event has one
     * @param subject the application instance or the role that it is about, if it says
     */
    record TrailEvent(
            String id,
            String name,
            String source,
            Region region,
            Instant at,
            Optional<String> user,
            Optional<String> actor,
            Optional<String> subject,
            Optional<String> errorCode,
            Optional<String> errorMessage) {
        public boolean refused() {
            return errorCode.isPresent();
        }

        /** The event as evidence. {@code limit}: what it does not show, as a sentence. */
        public Evidence evidence(String limit) {
            return new Evidence(
                    Evidence.State.VERIFIED,
                    "CLOUDTRAIL",
                    name + actor.map(who -> " by " + who).orElse("") + ". " + limit,
                    at,
                    Optional.of(id));
        }
    }

    /**
     * Whose events to look for.
     *
     * @param places accounts and Regions; global services record in us-east-1
     * @param username the name of the role sessions
     * @param rolePrefixes how the names of the roles begin, such as {@code AWSReservedSSO_ConnectAdministrator_}; events of
     *     other roles do not count
     * @param since inclusive; CloudTrail's times are whole seconds, so the whole second counts
     * @param until inclusive
     * @param most how many events the answer has at most, the newest of each place first
     */
    record UserActions(
            List<Place> places, String username, List<String> rolePrefixes, Instant since, Instant until, int most) {
        public UserActions {
            places = List.copyOf(places);
            rolePrefixes = List.copyOf(rolePrefixes);
        }
    }

    /**
     * What a user did.
     *
     * @param actions by time, the oldest first
     * @param incomplete whether there may be more than that
     * @param problems why it is incomplete, as sentences
     */
    record Actions(List<Action> actions, boolean incomplete, List<String> problems) {
        public Actions {
            actions = List.copyOf(actions);
            problems = List.copyOf(problems);
        }
    }

    /**
     * One event.
     *
     * @param service such as {@code connect.amazonaws.com}
     * @param event such as {@code CreateUser}
     * @param resources names or ARNs of the resources, as far as CloudTrail names them
     * @param error the error code, such as {@code AccessDenied}, if the call failed
     * @param id CloudTrail's id of the event
     */
    record Action(
            Instant at,
            AccountId account,
            Region region,
            String service,
            String event,
            List<String> resources,
            Optional<String> error,
            String id) {
        public Action {
            resources = List.copyOf(resources);
        }
    }
}
