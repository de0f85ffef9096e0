package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.crossrun.simulator.entra.EntraApplication.AppRole;
import dev.crossrun.simulator.saml.SigningKey;
import dev.crossrun.simulator.saml.SigningKeys;
import dev.crossrun.simulator.world.Ids;
import dev.crossrun.simulator.world.Replicated;
import dev.crossrun.simulator.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What exists in one tenant. Objects appear to readers some time after they were written. */
public final class EntraTenant {
    /** The gallery's template of AWS IAM Identity Center. */
    public static final String IDENTITY_CENTER_TEMPLATE = "21ed01d2-ec13-4e9e-86c1-cd546719ebc4";

    private static final Duration RESTORABLE = Duration.ofDays(30);

    private record Deleted(EntraApplication application, Instant at) {}

    private final String id;
    private final World world;
    private final Map<String, GraphClient> clients = new HashMap<>();
    private final Map<String, EntraUser> users = new LinkedHashMap<>();
    private final Map<String, EntraGroup> groups = new LinkedHashMap<>();
    private Replicated<String, EntraApplication> applications;
    private Replicated<String, ServicePrincipal> servicePrincipals;
    private Replicated<String, AppRoleAssignment> assignments;
    private final Replicated<String, SynchronizationJob> jobs;
    private final Replicated<String, SignInEntry> signIns;
    private final Map<String, Map<String, String>> secrets = new HashMap<>();
    private final Map<String, Set<String>> exportedMembers = new HashMap<>();
    private final Map<String, Deleted> deleted = new LinkedHashMap<>();
    private Optional<SigningKey> tokenKey = Optional.empty();
    private boolean premium = true;
    private Duration cycle = Duration.ZERO;

    @JsonCreator
    EntraTenant(@JsonProperty("id") String id, @JacksonInject World world) {
        this(id, world, world.consistencyDelay());
    }

    public EntraTenant(String id, World world, Duration replicationDelay) {
        this.id = id;
        this.world = world;
        this.applications = new Replicated<>(world, replicationDelay);
        this.servicePrincipals = new Replicated<>(world, replicationDelay);
        this.assignments = new Replicated<>(world, replicationDelay);
        this.jobs = new Replicated<>(world, Duration.ZERO);
        this.signIns = new Replicated<>(world, world.trailDelay());
    }

    /** How long objects stay unseen from now on; those that are there are forgotten. */
    public void replicationDelay(Duration delay) {
        applications = new Replicated<>(world, delay);
        servicePrincipals = new Replicated<>(world, delay);
        assignments = new Replicated<>(world, delay);
    }

    public String id() {
        return id;
    }

    public Instant now() {
        return world.now();
    }

    public Ids ids() {
        return world.ids();
    }

    public SigningKeys keys() {
        return world.signingKeys();
    }

    /** The key that signs tokens; it is made when it is first asked for. */
    SigningKey tokenKey() {
        SigningKey key = tokenKey.orElseGet(() -> keys().create("CN=accounts.accesscontrol.windows.net", 5));
        tokenKey = Optional.of(key);
        return key;
    }

    /** The issuer of what the tenant signs. */
    public String entityId() {
        return "https://sts.windows.net/" + id + "/";
    }

    public void add(GraphClient client) {
        clients.put(client.clientId(), client);
    }

    /** Takes a permission from every client: the tokens that they get from then on lack it. */
    public void revoke(String permission) {
        clients.replaceAll((id, client) -> client.without(permission));
    }

    public Optional<GraphClient> client(String clientId) {
        return Optional.ofNullable(clients.get(clientId));
    }

    /** Whether the tenant has a P1 license: groups can be assigned to applications, and the sign-in log be read. */
    public boolean premium() {
        return premium;
    }

    public void premium(boolean licensed) {
        premium = licensed;
    }

    /** How long a provisioning cycle takes. */
    public Duration cycle() {
        return cycle;
    }

    public void cycle(Duration length) {
        cycle = length;
    }

    public EntraUser addUser(String userPrincipalName, String mail, String givenName, String surname) {
        EntraUser user = new EntraUser(ids().uuid(), userPrincipalName, mail, givenName, surname, true);
        users.put(user.id(), user);
        return user;
    }

    public void replace(EntraUser user) {
        users.put(user.id(), user);
    }

    public EntraGroup addGroup(String displayName, EntraUser... members) {
        List<String> memberIds = new ArrayList<>();
        for (EntraUser member : members) {
            memberIds.add(member.id());
        }
        EntraGroup group = new EntraGroup(ids().uuid(), displayName, memberIds);
        groups.put(group.id(), group);
        return group;
    }

    public List<EntraUser> users() {
        return List.copyOf(users.values());
    }

    public List<EntraGroup> groups() {
        return List.copyOf(groups.values());
    }

    public Optional<EntraUser> user(String userId) {
        return Optional.ofNullable(users.get(userId));
    }

    public Optional<EntraUser> userByName(String userPrincipalName) {
        return users.values().stream()
                .filter(user -> user.userPrincipalName().equalsIgnoreCase(userPrincipalName))
                .findFirst();
    }

    public Optional<EntraGroup> group(String groupId) {
        return Optional.ofNullable(groups.get(groupId));
    }

    /** An administrator assigns a group on the application's page, which offers those that are not assigned yet. */
    public void assign(ServicePrincipal principal, EntraGroup group) {
        new EntraAdministration(this)
                .assign(principal, group.id(), principal.appRoles().get(0).id());
    }

    /** Applications by object id. */
    public Replicated<String, EntraApplication> applications() {
        return applications;
    }

    /** Service principals by object id. */
    public Replicated<String, ServicePrincipal> servicePrincipals() {
        return servicePrincipals;
    }

    public Replicated<String, AppRoleAssignment> assignments() {
        return assignments;
    }

    public Replicated<String, SynchronizationJob> jobs() {
        return jobs;
    }

    /** The sign-in log, which shows a sign-in as late as CloudTrail an event. */
    public Replicated<String, SignInEntry> signIns() {
        return signIns;
    }

    void log(EntraUser user, EntraApplication application, int errorCode, String reason) {
        String entry = ids().uuid();
        signIns.put(entry, new SignInEntry(entry, now(), user, application, errorCode, reason));
    }

    /** Applications that were deleted and can be restored: for thirty days. */
    public List<EntraApplication> deleted() {
        deleted.values().removeIf(each -> !now().isBefore(each.at().plus(RESTORABLE)));
        return deleted.values().stream().map(Deleted::application).toList();
    }

    /** Brings a deleted application back, alone: its service principal stays deleted. */
    public void restore(EntraApplication application) {
        deleted.remove(application.id());
        applications.put(application.id(), application);
    }

    /** Makes an application of a template, and its service principal. */
    public EntraApplication create(String templateId, String displayName, List<String> owners) {
        String appId = ids().uuid();
        List<AppRole> roles = List.of(new AppRole(ids().uuid(), "msiam_access"), new AppRole(ids().uuid(), "User"));
        EntraApplication application = new EntraApplication(
                ids().uuid(),
                appId,
                displayName,
                Optional.of(templateId),
                List.of(),
                List.of(),
                List.of(),
                owners,
                now(),
                roles,
                Map.of());
        ServicePrincipal principal = new ServicePrincipal(
                ids().uuid(),
                appId,
                displayName,
                roles,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(
                        "WindowsAzureActiveDirectoryGalleryApplicationNonPrimaryV1",
                        "WindowsAzureActiveDirectoryIntegratedApp"),
                Map.of());
        applications.put(application.id(), application);
        servicePrincipals.put(principal.id(), principal);
        return application;
    }

    /** Deletes an application with its service principal, whose assignments and jobs go with it. */
    public void delete(EntraApplication application) {
        deleted.put(application.id(), new Deleted(application, now()));
        applications.remove(application.id());
        principalOf(application).ifPresent(principal -> {
            servicePrincipals.remove(principal.id());
            assignmentsOf(principal.id()).forEach(each -> assignments.remove(each.id()));
            jobs.all().stream()
                    .filter(job -> job.servicePrincipalId().equals(principal.id()))
                    .forEach(job -> jobs.remove(job.id()));
        });
    }

    /** The secret store of a service principal: keys such as BaseAddress and SecretToken. */
    public Map<String, String> secrets(String servicePrincipalId) {
        return secrets.computeIfAbsent(servicePrincipalId, unused -> new HashMap<>());
    }

    /** The members that provisioning put into a group of the target, by their ids there. */
    Set<String> exportedMembers(String targetGroupId) {
        return exportedMembers.computeIfAbsent(targetGroupId, unused -> new LinkedHashSet<>());
    }

    /** An application by its client id, as a reader sees it. */
    Optional<EntraApplication> applicationByClientId(String clientId) {
        return applications.visible().stream()
                .filter(each -> each.appId().equals(clientId))
                .findFirst();
    }

    /** The values of the app roles that a user has, directly or as a direct member of a group. */
    List<String> roles(EntraApplication application, EntraUser user) {
        return principalOf(application).stream()
                .flatMap(principal -> assignmentsOf(principal.id()).stream())
                .filter(assignment -> concerns(assignment, user))
                .flatMap(assignment -> application.appRoles().stream()
                        .filter(role -> role.id().equals(assignment.appRoleId()) && role.enabled())
                        .flatMap(role -> role.value().stream()))
                .distinct()
                .toList();
    }

    public Optional<EntraApplication> applicationOf(ServicePrincipal principal) {
        return applications.all().stream()
                .filter(each -> each.appId().equals(principal.appId()))
                .findFirst();
    }

    public Optional<ServicePrincipal> principalOf(EntraApplication application) {
        return servicePrincipals.all().stream()
                .filter(each -> each.appId().equals(application.appId()))
                .findFirst();
    }

    /** The assignments of a service principal as they are, seen or not. */
    public List<AppRoleAssignment> assignmentsOf(String servicePrincipalId) {
        return assignments.all().stream()
                .filter(each -> each.servicePrincipalId().equals(servicePrincipalId))
                .toList();
    }

    /** Whether a user may sign on: everybody, unless the application asks for an assignment. */
    boolean admits(ServicePrincipal principal, EntraUser user) {
        return !principal.unlessUnset("appRoleAssignmentRequired") || isAssigned(principal.id(), user);
    }

    /** Whether a user is assigned, directly or as a direct member of an assigned group. */
    public boolean isAssigned(String servicePrincipalId, EntraUser user) {
        return assignmentsOf(servicePrincipalId).stream().anyMatch(each -> concerns(each, user));
    }

    private boolean concerns(AppRoleAssignment assignment, EntraUser user) {
        return assignment.principalId().equals(user.id())
                || group(assignment.principalId())
                        .map(group -> group.memberIds().contains(user.id()))
                        .orElse(false);
    }
}
