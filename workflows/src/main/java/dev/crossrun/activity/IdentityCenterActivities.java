package dev.crossrun.activity;

import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Username;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** IAM Identity Center and its identity store. */
@ActivityInterface(namePrefix = "IdentityCenter_")
public interface IdentityCenterActivities {
    /** The code with which the API refuses a kind of application that only the console handles; its message says why. */
    String REFUSED_KIND = "ValidationException";

    /** Part of that message. */
    String REFUSED_KIND_SAYING = "is not supported for this action";

    /** Part of the message where the account sees no instance of an organization in the Region. */
    String NO_INSTANCE_SAYING = " sees no organization instance of IAM Identity Center in ";

    /**
     * The organization's instance of IAM Identity Center in this Region (ListInstances). Reads only. NOT_FOUND if there is
     * none: an account instance is not taken for one, nor is the Region guessed.
     */
    Instance describeInstance(Place place);

    /**
     * The users with these names and the groups with these display names (GetUserId by userName, DescribeUser; GetGroupId), and
     * if asked for which of these users are members of these groups (ListGroupMemberships, paged). Reads only; those that are
     * not there are missing from the answer.
     */
    Principals findPrincipals(PrincipalQuery query);

    /**
     * The users with these ids (DescribeUser), at the service's pace, with heartbeats. A user who was deleted is missing from
     * the answer. Reads only.
     */
    List<User> describeUsers(UserQuery query);

    /**
     * Every customer managed SAML application's ARN and display name (ListApplications, paged). Reads only. The API does
     * not tell which application instance ({@code ins-…}) an application is, so the caller matches by name.
     */
    List<Application> listApplications(Instance instance);

    /** The ids of the principals assigned to the application (ListApplicationAssignments, paged). Reads only. */
    List<String> applicationAssignments(ApplicationAssignments query);

    /**
     * Whether each principal is assigned (ListApplicationAssignments, paged), in their order. An assignment bears no mark. Reads
     * only.
     */
    List<Found> findAssignments(List<Assignment> assignments);

    /**
     * Assigns principals to applications (CreateApplicationAssignment), at the service's pace, and returns a result for each,
     * in their order. Key: application and principal; a second call finds the assignment there: DONE. After a permission, or
     * the kind of application ({@link #REFUSED_KIND}), was refused once, the rest fail with it and are not asked for.
     */
    List<ItemResult> assign(List<Assignment> assignments);

    /**
     * As {@link #findPrincipals}, when they have been provisioned. NOT_READY until all are there; CONFLICT if a user arrived
     * with another primary e-mail than its user name.
     */
    Principals awaitArrival(PrincipalQuery query);

    /**
     * The permission sets of these names (ListPermissionSets, DescribePermissionSet, paged), at the service's pace, with
     * heartbeats. Reads only.
     */
    List<PermissionSet> findPermissionSets(PermissionSetQuery query);

    /**
     * Every account assignment there is, as JSON (ListPermissionSets, ListAccountsForProvisionedPermissionSet,
     * ListAccountAssignments, paged), at the service's pace, with
     * heartbeats. Reads only.
     */
    Snapshot snapshotAssignments(Instance instance);

    /**
     * Whether each principal has the permission set on the account (ListAccountAssignments), in their order, at the service's
     * pace, with heartbeats. An account assignment bears no mark. Reads only.
     */
    List<Found> findAccountAssignments(List<AccountAssignment> assignments);

    /**
     * Asks for account assignments (ListAccountAssignments, CreateAccountAssignment), at the service's pace, then waits until
     * the service has done each (DescribeAccountAssignmentCreationStatus), and returns a result for each, in their order. Key:
     * principal, permission set and account; an assignment that is there is DONE. NOT_READY while the service works on one, or
     * on another change of that permission set on that account; the others are asked for meanwhile, and the next attempt goes
     * on with what is left.
     */
    List<ItemResult> createAccountAssignments(List<AccountAssignment> assignments);

    /**
     * Removes assignments to applications (DescribeApplicationAssignment, DeleteApplicationAssignment), at the service's pace.
     * Key: application and principal; a second call finds it gone.
     */
    @Removes
    List<Removal> unassign(List<Assignment> assignments, UndoPass pass);

    /**
     * Removes account assignments (ListAccountAssignmentCreationStatus, ListAccountAssignments, DeleteAccountAssignment) and
     * waits until the service has done it (DescribeAccountAssignmentDeletionStatus). Key: principal, permission set and
     * account; a second call finds it gone, or being deleted. NOT_READY while it is, and while it is still being created;
     * CONFLICT with the reason if the deletion failed.
     */
    @Removes(minutes = 15)
    List<Removal> removeAccountAssignments(List<AccountAssignment> assignments, UndoPass pass);

    /**
     * The instance.
     *
     * @param arn {@code arn:aws:sso:::instance/ssoins-…}
     * @param identityStoreId {@code d-…}
     * @param ownerAccount 12 digits
     * @param status CREATE_IN_PROGRESS, CREATE_FAILED, DELETE_IN_PROGRESS or ACTIVE
     */
    record Instance(Place place, String arn, String identityStoreId, String ownerAccount, String status) {
        /** Whether the account of {@code place} is a delegated administrator, and {@code ownerAccount} the management account. */
        public boolean delegated() {
            return !place.account().value().equals(ownerAccount);
        }
    }

    /** Names to look for; {@code members}: whether to read the groups' members. */
    record PrincipalQuery(Instance instance, List<Username> usernames, List<String> groups, boolean members) {
        public PrincipalQuery {
            usernames = List.copyOf(usernames);
            groups = List.copyOf(groups);
        }
    }

    /** Ids of users. */
    record UserQuery(Instance instance, List<String> ids) {
        public UserQuery {
            ids = List.copyOf(ids);
        }
    }

    /** Those that are there; {@code members} only if they were asked for. */
    record Principals(List<User> users, List<Principal> groups, List<GroupMembers> members) {
        public Principals {
            users = List.copyOf(users);
            groups = List.copyOf(groups);
            members = List.copyOf(members);
        }

        /** The users who are members of this group. */
        public Set<User> membersOf(Principal group) {
            return GroupMembers.of(group.id(), members, users);
        }
    }

    /** A user of the identity store; {@code enabled} is UserStatus, taken as true where the service does not say. */
    record User(String id, String username, Optional<String> primaryEmail, boolean enabled) {}

    /** {@code type}: USER or GROUP; {@code name}: user name or display name. */
    record Principal(String type, String id, String name) {}

    /** An application. {@code providerArn} distinguishes catalog applications from others. */
    record Application(String arn, String name, String providerArn, boolean enabled) {}

    /** An application and where it is. */
    record ApplicationAssignments(Instance instance, String applicationArn) {}

    /** One principal on one application. */
    record Assignment(Instance instance, String applicationArn, Principal principal) {}

    /** The account assignments as they were. {@code assignments}: how many. */
    record Snapshot(Document document, int assignments) {}

    /** Names of permission sets. */
    record PermissionSetQuery(Instance instance, List<String> names) {
        public PermissionSetQuery {
            names = List.copyOf(names);
        }
    }

    /** A permission set. */
    record PermissionSet(String arn, String name) {}

    /** A permission set for a principal on an account. */
    record AccountAssignment(Instance instance, PermissionSet permissionSet, AccountId account, Principal principal) {}
}
