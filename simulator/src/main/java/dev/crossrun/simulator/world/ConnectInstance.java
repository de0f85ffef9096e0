package dev.crossrun.simulator.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An Amazon Connect instance with its users and profiles. */
public final class ConnectInstance {

    /** How users of an instance sign in; it can never be changed. */
    public enum IdentityManagementType {
        SAML,
        CONNECT_MANAGED,
        EXISTING_DIRECTORY
    }

    /** A security or routing profile. */
    public record Profile(String id, String arn, String name) {}

    private final String id;
    private final String accountId;
    private final String region;
    private final String alias;
    private final IdentityManagementType identityManagementType;
    private final Instant createdTime;
    private final World world;
    private final List<Profile> securityProfiles = new ArrayList<>();
    private final List<Profile> routingProfiles = new ArrayList<>();
    private final Replicated<String, ConnectUser> users;
    private Creation creation = new Creation(Map.of(), true, true, Optional.empty(), Optional.empty());
    private Optional<String> changedStatus = Optional.empty();

    /**
     * How an instance was asked for.
     *
     * @param readyAt when it becomes active, or fails; there for ever if absent
     * @param failure why its creation fails
     */
    public record Creation(
            Map<String, String> tags,
            boolean inboundCalls,
            boolean outboundCalls,
            Optional<Instant> readyAt,
            Optional<String> failure) {
        public Creation {
            tags = Map.copyOf(tags);
        }
    }

    /** Makes an instance with the profiles that a new one has. */
    public ConnectInstance(
            World world, String accountId, String region, String id, String alias, IdentityManagementType type) {
        this.id = id;
        this.accountId = accountId;
        this.region = region;
        this.alias = alias;
        this.identityManagementType = type;
        this.createdTime = world.now();
        this.world = world;
        this.users = world.replicated();
        for (String name : List.of("Admin", "Agent", "CallCenterManager", "QualityAnalyst")) {
            securityProfiles.add(profile("security-profile", name));
        }
        routingProfiles.add(profile("routing-profile", "Basic Routing Profile"));
    }

    public String id() {
        return id;
    }

    public String arn() {
        return "arn:aws:connect:" + region + ":" + accountId + ":instance/" + id;
    }

    public String accountId() {
        return accountId;
    }

    public String region() {
        return region;
    }

    public String alias() {
        return alias;
    }

    public IdentityManagementType identityManagementType() {
        return identityManagementType;
    }

    public Instant createdTime() {
        return createdTime;
    }

    /** {@code CREATION_IN_PROGRESS}, {@code ACTIVE} or {@code CREATION_FAILED}. */
    public synchronized String status() {
        if (changedStatus.isPresent()) {
            return changedStatus.get();
        }
        if (creation.readyAt().map(at -> world.now().isBefore(at)).orElse(false)) {
            return "CREATION_IN_PROGRESS";
        }
        return creation.failure().isPresent() ? "CREATION_FAILED" : "ACTIVE";
    }

    public synchronized void changeStatus(String newStatus) {
        changedStatus = Optional.of(newStatus);
    }

    public synchronized Creation creation() {
        return creation;
    }

    public synchronized void created(Creation asked) {
        creation = asked;
    }

    public synchronized List<Profile> securityProfiles() {
        return List.copyOf(securityProfiles);
    }

    public synchronized List<Profile> routingProfiles() {
        return List.copyOf(routingProfiles);
    }

    public synchronized Profile addRoutingProfile(String name) {
        Profile added = profile("routing-profile", name);
        routingProfiles.add(added);
        return added;
    }

    public synchronized Profile addSecurityProfile(String name) {
        Profile added = profile("security-profile", name);
        securityProfiles.add(added);
        return added;
    }

    /** Users by id. */
    public Replicated<String, ConnectUser> users() {
        return users;
    }

    /** Finds a user by name; Connect's user names are case-sensitive. */
    public Optional<ConnectUser> userByName(String username) {
        return users.visible().stream()
                .filter(user -> user.username().equals(username))
                .findFirst();
    }

    public ConnectUser plantUser(String username, String firstName, String lastName) {
        String userId = world.ids().uuid();
        String agent = securityProfiles().stream()
                .filter(profile -> profile.name().equals("Agent"))
                .findFirst()
                .orElseThrow()
                .id();
        ConnectUser user = new ConnectUser(
                userId,
                arn() + "/agent/" + userId,
                username,
                firstName,
                lastName,
                List.of(agent),
                routingProfiles().get(0).id(),
                Optional.empty(),
                Map.of());
        users.plant(userId, user);
        return user;
    }

    private Profile profile(String kind, String name) {
        String profileId = world.ids().uuid();
        return new Profile(profileId, arn() + "/" + kind + "/" + profileId, name);
    }
}
