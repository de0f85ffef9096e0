package dev.crossrun.activity;

import dev.crossrun.activity.IamActivities.Ownership;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Username;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Amazon Connect. */
@ActivityInterface(namePrefix = "Connect_")
public interface ConnectActivities {
    /** Part of the message of the CONFLICT with an instance whose users do not come by SAML. */
    String OTHER_USERS_SAYING = " manages its users by ";

    /** Part of Connect's message where any AWS account has the alias. */
    String ALIAS_TAKEN_SAYING = "Instance alias is already used";

    /** Part of Connect's message about its limit of creations and deletions in 30 days. */
    String TOO_OFTEN_SAYING = "excessive number of creation and deletion";

    /** One instance (DescribeInstance). Reads only. NOT_FOUND if it is not in this account and Region. */
    Instance describeInstance(InstanceKey key);

    /**
     * Which of these users the instance has under exactly these names (SearchUsers, 500 a page). Also returns names that
     * differ in case alone, since Connect compares case. Reads only.
     */
    Users findUsers(UserQuery query);

    /**
     * What a new instance would run into: how many there are and may be, and whether the alias is taken in this account
     * (ListInstances; Service Quotas, GetServiceQuota). Reads only.
     */
    Limits readLimits(Alias alias);

    /** The instance of this alias, if this account has it in this Region (ListInstances, DescribeInstance). Reads only. */
    Found findInstance(Alias alias);

    /**
     * Makes an instance whose users come by SAML (CreateInstance with the client token). Key: alias and mark; a second call
     * finds it; one of ours whose creation failed is deleted first. CONFLICT if the alias has one that is neither ours nor
     * may be taken, or whose users do not come by SAML, and if the alias is taken in another account. NOT_READY instead if this
     * run, or an undo of a run of its name, deleted an instance a short time ago: Connect frees the alias some minutes later.
     * Whether an undo did is read from CloudTrail (LookupEvents), as far as it shows by now. QUOTA_EXCEEDED at the account's limits, of which one counts
     * creations and deletions in 30 days.
     */
    InstanceId putInstance(NewInstance instance);

    /** Reads the instance until it is ACTIVE. NOT_READY while it is made, CONFLICT with the reason if that failed. */
    Instance awaitInstance(InstanceKey key);

    /**
     * The instance's profiles (ListRoutingProfiles, ListSecurityProfiles, paged), and what some of its security profiles permit
     * (ListSecurityProfilePermissions, paged). Reads only.
     */
    Profiles findProfiles(ProfileQuery query);

    /**
     * Creates users at the API's pace, two a second (CreateUser, SearchUsers). Key: the user name. Returns a result for each
     * user, in their order: DONE if the user bears our mark, THERE if somebody else's has the name. After a quota or a
     * permission refused one, the rest fail with it and are not asked for. An attempt that was cut off goes on where it was.
     */
    List<ItemResult> createUsers(NewUsers users);

    /**
     * Removes users that have our mark, at the API's pace, two a second (SearchUsers, DescribeUser, DeleteUser). Key: the user
     * name; GONE if it is not there, KEPT if it does not have our mark. An attempt that was cut off goes on where it was.
     */
    @Removes(minutes = 15)
    List<Removal> removeUsers(List<RemovableUser> users, UndoPass pass);

    /**
     * Removes instances (ListInstances, DescribeInstance, SearchUsers, DeleteInstance) that have our mark, and waits until
     * Connect no longer shows them. Key: alias and mark; a second call finds it gone. KEPT if it does not have our mark or has
     * users without it. What belongs to it, such as phone numbers, is lost. NOT_READY while it is being created or deleted,
     * QUOTA_EXCEEDED after a hundred creations and deletions in 30 days.
     */
    @Removes(minutes = 30)
    List<Removal> removeInstances(List<RemovableInstance> instances, UndoPass pass);

    /** Which instance. */
    record InstanceKey(Place place, InstanceId id) {}

    /**
     * An instance.
     *
     * @param identityManagement SAML, CONNECT_MANAGED or EXISTING_DIRECTORY
     * @param status CREATION_IN_PROGRESS, ACTIVE or CREATION_FAILED
     */
    record Instance(InstanceId id, String arn, Optional<String> alias, String identityManagement, String status) {}

    /** Names to look for. */
    record UserQuery(InstanceKey instance, List<Username> usernames) {
        public UserQuery {
            usernames = List.copyOf(usernames);
        }
    }

    /** The users who are there under exactly these names, and names that are there in another case. */
    record Users(List<User> found, List<String> otherCase) {
        public Users {
            found = List.copyOf(found);
            otherCase = List.copyOf(otherCase);
        }

        public Optional<User> find(String username) {
            return found.stream()
                    .filter(user -> user.username().equals(username))
                    .findFirst();
        }

        /** As a run sees it whose mark is {@code ours}. */
        public Found of(String username, String ours) {
            return find(username)
                    .map(user -> Found.marked(user.mark(), ours, Map.of()))
                    .orElseGet(Found::absent);
        }
    }

    /** A user of an instance, with the ids of its profiles, and its mark if it bears one. */
    record User(
            String username,
            String firstName,
            String lastName,
            String routingProfileId,
            List<String> securityProfileIds,
            Optional<String> mark) {
        public User {
            securityProfileIds = List.copyOf(securityProfileIds);
        }
    }

    /** {@code permissionsOf}: names of the security profiles whose permissions are read, as far as they are there. */
    record ProfileQuery(InstanceKey instance, List<String> permissionsOf) {
        public ProfileQuery {
            permissionsOf = List.copyOf(permissionsOf);
        }
    }

    /** An alias in an account and Region, with the run's mark. */
    record Alias(Place place, String alias, String mark) {}

    /**
     * Quotas and use.
     *
     * @param mostInstances L-AA17A6B9, instances in an account
     * @param mostUsers L-9A46857E, users in an instance
     * @param name the alias that was looked for
     * @param alias what has the alias already
     */
    record Limits(int instances, int mostInstances, int mostUsers, String name, Found alias) {}

    /**
     * The instance to be.
     *
     * @param ownership whose one that is there already must be; ours alone, if it is not said
     * @param deletedBefore whether this run may have deleted an instance of the alias
     */
    record NewInstance(
            Alias alias,
            boolean inboundCalls,
            boolean outboundCalls,
            String clientToken,
            Ownership ownership,
            boolean deletedBefore) {
        public NewInstance {
            ownership = ownership == null ? new Ownership(alias.mark(), false) : ownership;
        }
    }

    /**
     * Ids of profiles by their names.
     *
     * @param permissions of the security profiles that were asked for, by name (Amazon Connect Administrator Guide, "List of
     *     security profile permissions")
     */
    record Profiles(Map<String, String> routing, Map<String, String> security, Map<String, List<String>> permissions) {
        public Profiles {
            routing = Map.copyOf(routing);
            security = Map.copyOf(security);
            permissions = Map.copyOf(permissions);
        }
    }

    /** Users to be, with the run's mark. */
    record NewUsers(InstanceKey instance, List<NewUser> users, String mark) {
        public NewUsers {
            users = List.copyOf(users);
        }
    }

    /** A user to remove. */
    record RemovableUser(InstanceKey instance, Username username, String mark) {}

    /** An instance to remove. */
    record RemovableInstance(Alias alias, Optional<InstanceId> id) {}

    /** A user to be, with the ids of its profiles. */
    record NewUser(
            Username username,
            String firstName,
            String lastName,
            String routingProfileId,
            List<String> securityProfileIds) {
        public NewUser {
            securityProfileIds = List.copyOf(securityProfileIds);
        }
    }
}
