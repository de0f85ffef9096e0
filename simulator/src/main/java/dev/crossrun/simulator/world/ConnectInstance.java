package dev.crossrun.simulator.world;

import java.time.Duration;
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

    /** What is said about an instance when it is created, for ever. */
    public record Configuration(
            String alias,
            IdentityManagementType identityManagementType,
            boolean inboundCalls,
            boolean outboundCalls,
            Map<String, String> tags) {
        public Configuration {
            tags = Map.copyOf(tags);
        }

        public Configuration withoutTags() {
            return new Configuration(alias, identityManagementType, inboundCalls, outboundCalls, Map.of());
        }
    }

    /** How the creation of an instance ends. */
    record Creation(Instant endsAt, Optional<String> failure) {}

    private static final Duration FAILED_IS_VISIBLE = Duration.ofHours(24);

    private final String id;
    private final String accountId;
    private final String region;
    private final Configuration configuration;
    private final Creation creation;
    private final Instant createdTime;
    private final World world;
    private final List<Profile> securityProfiles = new ArrayList<>();
    private final List<Profile> routingProfiles = new ArrayList<>();
    private final Replicated<String, ConnectUser> users;

    /** Makes an active instance with the profiles that a new one has. */
    public ConnectInstance(
            World world, String accountId, String region, String id, String alias, IdentityManagementType type) {
        this(
                world,
                accountId,
                region,
                id,
                new Configuration(alias, type, true, true, Map.of()),
                new Creation(Instant.MIN, Optional.empty()));
    }

    ConnectInstance(
            World world, String accountId, String region, String id, Configuration configuration, Creation creation) {
        this.id = id;
        this.accountId = accountId;
        this.region = region;
        this.configuration = configuration;
        this.creation = creation;
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
        return configuration.alias();
    }

    public IdentityManagementType identityManagementType() {
        return configuration.identityManagementType();
    }

    public Instant createdTime() {
        return createdTime;
    }

    public Configuration configuration() {
        return configuration;
    }

    /** {@code CREATION_IN_PROGRESS}, {@code ACTIVE} or {@code CREATION_FAILED}. */
    public String status() {
        if (world.now().isBefore(creation.endsAt())) {
            return "CREATION_IN_PROGRESS";
        }
        return creation.failure().isPresent() ? "CREATION_FAILED" : "ACTIVE";
    }

    public boolean isActive() {
        return status().equals("ACTIVE");
    }

    /** Why the creation failed, once it did. */
    public Optional<String> statusReason() {
        return status().equals("CREATION_FAILED") ? creation.failure() : Optional.empty();
    }

    /** An instance whose creation failed goes away by itself a day later. */
    boolean hasVanished() {
        return creation.failure().isPresent()
                && !world.now().isBefore(creation.endsAt().plus(FAILED_IS_VISIBLE));
    }

    public synchronized List<Profile> securityProfiles() {
        return List.copyOf(securityProfiles);
    }

    public synchronized List<Profile> routingProfiles() {
        return List.copyOf(routingProfiles);
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

    /** Makes a user who has been there for ever. */
    public ConnectUser plantUser(String username, String firstName, String lastName) {
        ConnectUser user = agent(username, firstName, lastName);
        users.plant(user.id(), user);
        return user;
    }

    /** Makes a user, as an administrator of the instance does on its web site. */
    public ConnectUser addUser(String username, String firstName, String lastName) {
        ConnectUser user = agent(username, firstName, lastName);
        users.put(user.id(), user);
        return user;
    }

    private ConnectUser agent(String username, String firstName, String lastName) {
        String userId = world.ids().uuid();
        String agent = securityProfiles().stream()
                .filter(profile -> profile.name().equals("Agent"))
                .findFirst()
                .orElseThrow()
                .id();
        return new ConnectUser(
                userId,
                arn() + "/agent/" + userId,
                username,
                firstName,
                lastName,
                List.of(agent),
                routingProfiles().get(0).id(),
                ConnectUser.Phone.soft(),
                Map.of(),
                Optional.empty());
    }

    private Profile profile(String kind, String name) {
        String profileId = world.ids().uuid();
        return new Profile(profileId, arn() + "/" + kind + "/" + profileId, name);
    }
}
