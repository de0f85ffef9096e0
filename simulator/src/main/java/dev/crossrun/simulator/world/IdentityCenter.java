package dev.crossrun.simulator.world;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An organization instance of IAM Identity Center with its identity store, applications and account access. */
public final class IdentityCenter {
    private final String ownerAccountId;
    private final String region;
    private final String instanceArn;
    private final String identityStoreId;
    private final World world;
    private final Replicated<String, DirectoryUser> users;
    private final Replicated<String, DirectoryGroup> groups;
    private final Replicated<String, SamlApplication> applications;
    private final Replicated<String, PermissionSet> permissionSets;
    private final IdentitySourceSettings source;
    private final Set<GroupMembership> memberships = new LinkedHashSet<>();
    private final PermissionSetProvisioning provisioning;
    private final AccountAccess accountAccess;
    private final PortalSessions portalSessions;

    @JsonCreator
    IdentityCenter(
            @JsonProperty("ownerAccountId") String ownerAccountId,
            @JsonProperty("region") String region,
            @JsonProperty("instanceArn") String instanceArn,
            @JsonProperty("identityStoreId") String identityStoreId,
            @JacksonInject World world) {
        this.ownerAccountId = ownerAccountId;
        this.region = region;
        this.instanceArn = instanceArn;
        this.identityStoreId = identityStoreId;
        this.world = world;
        this.users = world.replicated();
        this.groups = world.replicated();
        this.applications = world.replicated();
        this.permissionSets = world.replicated();
        this.source = new IdentitySourceSettings(world);
        this.provisioning = new PermissionSetProvisioning(world, this);
        this.accountAccess = new AccountAccess(world, provisioning);
        this.portalSessions = new PortalSessions(world);
    }

    public String ownerAccountId() {
        return ownerAccountId;
    }

    public String region() {
        return region;
    }

    public String instanceArn() {
        return instanceArn;
    }

    /** The {@code ssoins-…} part of the ARN. */
    public String instanceId() {
        return instanceArn.substring(instanceArn.indexOf('/') + 1);
    }

    public String identityStoreId() {
        return identityStoreId;
    }

    public String portalUrl() {
        return "https://" + identityStoreId + ".awsapps.com/start";
    }

    /** Where people come from. */
    public IdentitySourceSettings source() {
        return source;
    }

    /** The entity id of Identity Center as a service provider. */
    public String entityId() {
        return "https://" + region + ".signin.aws.amazon.com/platform/saml/" + identityStoreId;
    }

    /** Where identity providers post their responses. */
    public String acsUrl() {
        return "https://" + region + ".signin.aws.amazon.com/platform/saml/acs/" + source.acsId();
    }

    /** Users by user id. */
    public Replicated<String, DirectoryUser> users() {
        return users;
    }

    /** Groups by group id. */
    public Replicated<String, DirectoryGroup> groups() {
        return groups;
    }

    /** Customer managed SAML applications by ARN. */
    public Replicated<String, SamlApplication> applications() {
        return applications;
    }

    /** Permission sets by ARN. */
    public Replicated<String, PermissionSet> permissionSets() {
        return permissionSets;
    }

    public Optional<DirectoryUser> userByName(String userName) {
        return users.visible().stream()
                .filter(user -> user.userName().equalsIgnoreCase(userName))
                .findFirst();
    }

    public Optional<DirectoryGroup> groupByName(String displayName) {
        return groups.visible().stream()
                .filter(group -> group.displayName().equals(displayName))
                .findFirst();
    }

    /** An application by its {@code ins-…} id, which its metadata URL carries. */
    public Optional<SamlApplication> applicationByInstanceId(String applicationInstanceId) {
        return applications.visible().stream()
                .filter(application -> application.instanceId().equals(applicationInstanceId))
                .findFirst();
    }

    public DirectoryUser plantUser(String userName, String email, String givenName, String familyName) {
        DirectoryUser user = DirectoryUser.enabled(directoryId(), userName, email, givenName, familyName, world.now());
        users.plant(user.id(), user);
        return user;
    }

    public DirectoryGroup plantGroup(String displayName) {
        DirectoryGroup group =
                new DirectoryGroup(directoryId(), displayName, "", List.of(), DirectoryUser.Times.of(world.now()));
        groups.plant(group.id(), group);
        return group;
    }

    /** Adds a permission set without policies, visible at once. */
    public PermissionSet plantPermissionSet(String name, String sessionDuration) {
        return plantPermissionSet(name, sessionDuration, PermissionSet.Policies.NONE);
    }

    /** Adds a permission set, visible at once. */
    public PermissionSet plantPermissionSet(String name, String sessionDuration, PermissionSet.Policies policies) {
        PermissionSet set = new PermissionSet(
                newPermissionSetArn(), name, "", sessionDuration, Optional.empty(), world.now(), policies);
        permissionSets.plant(set.arn(), set);
        return set;
    }

    public String newPermissionSetArn() {
        return "arn:aws:sso:::permissionSet/" + instanceId() + "/ps-"
                + world.ids().hex(16);
    }

    public Optional<PermissionSet> permissionSetByName(String name) {
        return permissionSets.visible().stream()
                .filter(set -> set.name().equals(name))
                .findFirst();
    }

    public synchronized GroupMembership addMember(String groupId, String userId) {
        GroupMembership membership = new GroupMembership(directoryId(), groupId, userId);
        memberships.add(membership);
        return membership;
    }

    public synchronized void removeMember(String groupId, String userId) {
        memberships.removeIf(
                member -> member.groupId().equals(groupId) && member.userId().equals(userId));
    }

    public synchronized List<GroupMembership> memberships() {
        return List.copyOf(memberships);
    }

    public boolean isMember(String groupId, String userId) {
        return memberships().stream()
                .anyMatch(member ->
                        member.groupId().equals(groupId) && member.userId().equals(userId));
    }

    /** Gives access that has been there for ever. */
    public void assignAccount(AccountAssignment assignment) {
        accountAccess.plant(assignment);
    }

    public List<AccountAssignment> accountAssignments() {
        return accountAccess.assignments();
    }

    /** Who may enter which account with which permission set, and how that changes. */
    public AccountAccess accountAccess() {
        return accountAccess;
    }

    /** What a user has now, directly or through groups. */
    public List<AccountAssignment> assignmentsOf(String userId) {
        return accountAssignments().stream()
                .filter(assignment -> assignment.principalType() == PrincipalType.USER
                        ? assignment.principalId().equals(userId)
                        : isMember(assignment.principalId(), userId))
                .toList();
    }

    /** Which permission sets are provisioned in which accounts, and how that changes. */
    public PermissionSetProvisioning provisioning() {
        return provisioning;
    }

    /** Who is signed in at the access portal. */
    public PortalSessions portalSessions() {
        return portalSessions;
    }

    /** Whether the identity store has the user or group. */
    public boolean hasPrincipal(PrincipalType type, String principalId) {
        return type == PrincipalType.USER
                ? users.get(principalId).isPresent()
                : groups.get(principalId).isPresent();
    }

    /** Whether an application is assigned to a user, directly or through a group. */
    public boolean isAssigned(SamlApplication application, String userId) {
        return application.assignments().stream()
                .anyMatch(assignment -> assignment.principalType() == PrincipalType.USER
                        ? assignment.principalId().equals(userId)
                        : isMember(assignment.principalId(), userId));
    }

    /** Ids of an identity store: ten hex digits of the store and a UUID. */
    public String directoryId() {
        return world.ids().hex(10) + "-" + world.ids().uuid();
    }
}
