package dev.crossrun.activity;

import dev.crossrun.domain.Sealed;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import io.temporal.activity.ActivityInterface;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Microsoft Entra tenant, through Microsoft Graph v1.0. What is made here bears the tag {@code crossrun:run=} with the
 * run's mark. Graph is eventually consistent: an object that was just made may answer 404 and be missing from lists.
 */
@ActivityInterface(namePrefix = "Entra_")
public interface EntraActivities {
    /** After this time Graph lists what was made. */
    Duration LISTED = Duration.ofMinutes(2);

    /** For so long Graph may deny changes of an application to the one who has just made it. */
    Duration PERMITTED = Duration.ofMinutes(5);

    /** Graph's code for a certificate that is valid for longer than the tenant's app management policy allows. */
    String LIFETIME_REFUSED = "CredentialInvalidLifetimeAsPerAppPolicy";

    /** Graph's code if the worker's application has no permission, or the tenant no license. */
    String NOT_GRANTED = "Authorization_RequestDenied";

    /** Part of Graph's message where another application, perhaps a deleted one, has the identifier. */
    String IDENTIFIER_TAKEN_SAYING = "property identifierUris already exists";

    /** Part of the message of the CONFLICT with a provisioning job that somebody else made. */
    String OTHER_JOB_SAYING = " has a provisioning job that is not known to be this run's";

    /** Entra's reason where the target refused its calls, most often because of the SCIM token. */
    String CALLS_REFUSED = "EncounteredQuarantineException";

    /** The code with which Graph refuses SCIM endpoint and token. */
    String CREDENTIALS_REFUSED = "CredentialsValidationFailed";

    /** Part of the message where the sealed SCIM token cannot be opened. */
    String SEALED_TOKEN_SAYING = "the SCIM token: ";

    /** The application permissions in the worker's own token for Graph. Reads only. */
    Grants grants(String tenantId);

    /**
     * The users by sign-in name or e-mail address and the groups by display name ({@code GET /users}, {@code GET /groups},
     * filtered), and which of these users are direct members of these groups ({@code GET /groups/{id}/members}, paged). Reads
     * only; people who are not there are missing from the answer.
     */
    People findPeople(PeopleQuery query);

    /** The application of this name ({@code GET /applications}, filtered). Reads only. */
    Found findApplication(NamedApplication application);

    /** The application of this client id, with its service principal. Reads only. NOT_FOUND if it is not in the tenant. */
    Application describeApplication(KnownApplication application);

    /**
     * Makes the application from the gallery's template of AWS IAM Identity Center (instantiate) and adds the mark to the tags
     * that it has. Key: its display name and mark; a second call finds it. After an attempt whose answer was lost it waits
     * until Graph would show what that attempt made, before it makes another one; what is there without a mark then is
     * taken for that. CONFLICT if one is there that bears another mark or, at the first attempt, none, unless it may be
     * taken: then it is left as it is. Attempts of another call, such as one before a person's decision, are not known here:
     * who calls again waits for {@link #LISTED} first. What such a call made and did not get to mark is a CONFLICT: by the
     * time of the decision a person may have made it, and an undo would delete that. Its remedy names the tag that makes it
     * the run's. Where Graph denies the mark to the one who has just made the application, it is returned without it: see
     * {@link #awaitApplication}.
     *
     * @param made what an earlier call of this run made, which is found again by its id, marked or not
     */
    Application putApplication(NamedApplication application, Optional<Application> made);

    /**
     * Reads application and service principal until several reads in a row show both, and marks the application where the mark
     * is missing. NOT_READY while they do not show, and while Graph denies the mark of what was made within
     * {@link #PERMITTED}.
     *
     * @param mark the mark of an application that this run made
     */
    void awaitApplication(Application application, Optional<String> mark);

    /**
     * The way to sign on and who is notified before a certificate expires: there if both are as {@code wanted} already. Its
     * {@code before} has {@code mode}, or an empty text, and {@code notificationEmails}, separated by commas. Reads only.
     */
    Found findSamlMode(SamlMode wanted);

    /**
     * Sets SAML as the way to sign on, and who is notified before a certificate expires (PATCH). A second call changes nothing.
     *
     * @return what is set now
     */
    SamlMode setSamlMode(SamlMode mode);

    /**
     * The signing certificate that is valid for another 30 days: {@code thumbprint}, {@code validUntil}, and whether it is the
     * {@code active} one, which is preferred. Reads only.
     */
    Found findSigningCertificate(Application application);

    /**
     * Gives the application a token signing certificate and makes it the active one (addTokenSigningCertificate, PATCH).
     * Key: the application; one that is valid for another 30 days is kept. A call after a decision waits
     * for {@link #LISTED} first. INVALID_REQUEST with the code {@link #LIFETIME_REFUSED} where a policy of the tenant allows a
     * shorter time only.
     */
    ActiveCertificate putSigningCertificate(SigningCertificate certificate);

    /** Whether each principal is assigned ({@code GET appRoleAssignedTo}), in their order. They bear no mark. Reads only. */
    List<Found> findAssignments(List<Assignment> assignments);

    /**
     * Assigns users and groups with the application's own role for people ({@code POST appRoleAssignedTo}) and returns a result
     * for each, in their order. Key: principal and role; one who has a role stays as they are: DONE. NOT_AUTHORIZED, with the
     * code {@link #NOT_GRANTED}, without AppRoleAssignment.ReadWrite.All, and for a group without a P1 licence; the rest then
     * fail with it and are not asked for.
     */
    List<ItemResult> assign(List<Assignment> assignments);

    /** Ids of the principals that are assigned with any role. Reads only. */
    List<String> assigned(Application application);

    /**
     * Downloads the application's federation metadata (with {@code ?appid=}). Reads only. NOT_READY until it carries the
     * certificate of this thumbprint.
     */
    Document downloadMetadata(MetadataQuery query);

    /** Identifier and reply URLs as they are; absent if there is neither. Reads only. */
    Found findServiceProvider(ServiceProvider provider);

    /**
     * Sets identifier and reply URLs (PATCH). Key: the application; a second call changes nothing.
     *
     * @return what is set now
     */
    ServiceProvider setServiceProvider(ServiceProvider provider);

    /** The provisioning job that is there. It bears no mark. Reads only. */
    Found findJob(Application application);

    /**
     * Makes the provisioning job from the one template that the application offers. Key: the application, which has one
     * such job, and the job's id where that is known; a second call finds it, and so does another attempt once one has begun
     * to make it. CONFLICT if another job is there, such as one of a call before a person's decision whose id was never
     * answered: its remedy is to delete that job. Returns the job's id.
     */
    String putJob(WantedJob job);

    /** Lets Entra try endpoint and token (validateCredentials), then stores them. A second call stores them again. */
    void connectJob(JobConnection connection);

    /** Starts the job; a second call does nothing. */
    void startJob(Job job);

    /**
     * Provisions users one by one, at Graph's pace of five in ten seconds; another attempt goes on where the last one's
     * heartbeat was. A second call updates them. Returns for each what went wrong.
     */
    List<Provisioned> provisionOnDemand(OnDemand request);

    /** Reads the job until a cycle has ended well. NOT_READY until then; INCONSISTENT with the reason in quarantine. */
    void awaitCycle(Job job);

    /**
     * The latest successful sign-in of a user to an application in the tenant's sign-in log ({@code GET /auditLogs/signIns},
     * filtered, paged). Reads only. NOT_READY while there is none: Entra shows 95% of the sign-ins within 2 minutes, and 99%
     * within 5. NOT_AUTHORIZED without AuditLog.Read.All, and if the tenant has no P1 or P2 license.
     */
    LoggedSignIn awaitSignIn(SignInLookup lookup);

    /**
     * Removes applications with their service principals ({@code DELETE /applications/{id}}). Entra keeps a deleted application
     * for 30 days, and no other application can have its identifiers: they are cleared first (PATCH). Key: its object id where
     * it is known, else name and mark; a second call finds it gone. KEPT if it does not have our mark. NOT_READY for as long as
     * Graph may not show yet what was created a moment ago, unless it is among what was deleted.
     */
    @Removes
    List<Removal> removeApplications(List<RemovableApplication> applications, UndoPass pass);

    /**
     * Removes assignments ({@code DELETE appRoleAssignedTo}). Key: principal and the role that {@link #assign} gives; a second
     * call finds it gone.
     */
    @Removes
    List<Removal> unassign(List<Assignment> assignments, UndoPass pass);

    /**
     * Restores identifier and reply URLs as {@code before} has them, in the form of {@link #findServiceProvider} (PATCH). Key:
     * the application; GONE if they are as before already, KEPT if they are no longer as we set them.
     */
    @Removes
    List<Removal> restoreServiceProviders(List<RestorableServiceProvider> providers, UndoPass pass);

    /**
     * Restores the way to sign on and the notification addresses as {@code before} has them, in the form of {@link
     * #findSamlMode} (PATCH). Key: the application; GONE if they are as before already, KEPT if they are no longer as we set
     * them. Addresses that we did not set stay as they are.
     */
    @Removes
    List<Removal> restoreSamlModes(List<RestorableSamlMode> modes, UndoPass pass);

    /**
     * Removes provisioning jobs ({@code DELETE synchronization/jobs}). Key: the id; a second call finds it gone. KEPT if the
     * application has another one, or if the id is unknown. People whom it provisioned stay.
     */
    @Removes
    List<Removal> removeJobs(List<RemovableJob> jobs, UndoPass pass);

    /** Whose sign-ins to look for; {@code signInName}: the user principal name. Both times are inclusive. */
    record SignInLookup(Application application, String signInName, Instant since, Instant until) {}

    /** A sign-in; {@code at}: when it was initiated. */
    record LoggedSignIn(String id, Instant at) {}

    /** Permissions, such as {@code AppRoleAssignment.ReadWrite.All}. */
    record Grants(Set<String> permissions) {
        public Grants {
            permissions = Set.copyOf(permissions);
        }
    }

    /** Names to look for; users by sign-in name or e-mail address. */
    record PeopleQuery(String tenantId, List<String> users, List<String> groups) {
        public PeopleQuery {
            users = List.copyOf(users);
            groups = List.copyOf(groups);
        }
    }

    /** Those that are there; two groups may have one name. */
    record People(List<User> users, List<Principal> groups, List<GroupMembers> members) {
        public People {
            users = List.copyOf(users);
            groups = List.copyOf(groups);
            members = List.copyOf(members);
        }

        /** The users who are direct members of this group. */
        public Set<User> membersOf(Principal group) {
            return GroupMembers.of(group.id(), members, users);
        }
    }

    /**
     * A user of the tenant.
     *
     * @param enabled whether the account can sign in; empty if the worker may not read it, which takes {@code User.Read.All}
     * @param without which of the attributes {@code givenName}, {@code surname} and {@code displayName} the user lacks: IAM
     *     Identity Center takes no user without them
     */
    record User(String id, String signInName, Optional<String> mail, Optional<Boolean> enabled, List<String> without) {
        public User {
            without = List.copyOf(without);
        }
    }

    /** {@code type}: User or Group. */
    record Principal(String type, String id, String name) {}

    /** An application by its display name, with the mark that it bears or shall bear. */
    record NamedApplication(String tenantId, String name, String mark, boolean mayTake) {}

    /** An application by its client id. */
    record KnownApplication(String tenantId, String appId) {}

    /**
     * An application object and its service principal.
     *
     * @param made when the call that answers it made it, if it did
     */
    record Application(
            String tenantId,
            String objectId,
            String appId,
            String servicePrincipalId,
            String name,
            Optional<Instant> made) {}

    /** Who is notified before the certificate expires. */
    record SamlMode(Application application, List<String> notificationEmails) {
        public SamlMode {
            notificationEmails = List.copyOf(notificationEmails);
        }
    }

    /** The certificate to be. */
    record SigningCertificate(Application application, Instant until) {}

    /** The certificate that signs: its SHA-1 thumbprint in upper case, and its end. */
    record ActiveCertificate(String thumbprint, Instant until) {}

    /** One principal on one application. */
    record Assignment(Application application, Principal principal) {}

    /** Which metadata. */
    record MetadataQuery(Application application, String thumbprint) {}

    /** Identity Center, as Entra must know it. */
    record ServiceProvider(Application application, String identifier, List<String> replyUrls) {
        public ServiceProvider {
            replyUrls = List.copyOf(replyUrls);
        }
    }

    /** An application to remove. */
    record RemovableApplication(NamedApplication application, Optional<String> objectId) {}

    /** What was set, and what was there before. */
    record RestorableServiceProvider(ServiceProvider provider, Map<String, String> before) {
        public RestorableServiceProvider {
            before = Map.copyOf(before);
        }
    }

    /** What was set, and what was there before. */
    record RestorableSamlMode(SamlMode set, Map<String, String> before) {
        public RestorableSamlMode {
            before = Map.copyOf(before);
        }
    }

    /** The job to be. {@code known}: the id of the one that may be there, being this run's or adopted by it. */
    record WantedJob(Application application, Optional<String> known) {}

    /** A job to remove. */
    record RemovableJob(Application application, Optional<String> id) {}

    /** A provisioning job. */
    record Job(Application application, String id) {}

    /** Where a job provisions to. */
    record JobConnection(Job job, String endpoint, Sealed token) {}

    /** Users to provision now, by their ids. */
    record OnDemand(Job job, List<String> userIds) {
        public OnDemand {
            userIds = List.copyOf(userIds);
        }
    }

    /** What became of one user; {@code problem} is there if it was not provisioned. */
    record Provisioned(String userId, Optional<String> problem) {}
}
