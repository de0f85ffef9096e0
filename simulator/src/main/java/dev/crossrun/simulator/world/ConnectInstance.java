package dev.crossrun.simulator.world;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An Amazon Connect instance with its users and profiles. */
public final class ConnectInstance {

    /** How users of an instance sign in; it can never be changed. */
    public enum IdentityManagementType {
        SAML,
        CONNECT_MANAGED,
        EXISTING_DIRECTORY
    }

    /** A security or routing profile; only a security profile has permissions. */
    public record Profile(String id, String arn, String name, List<String> permissions) {
        public Profile {
            permissions = List.copyOf(permissions);
        }
    }

    private static final List<String> AGENT = List.of("BasicAgentAccess", "OutboundCallAccess");
    private static final List<String> QUALITY = List.of(
            "AccessMetrics", "BasicAgentAccess", "MetricsReports.View", "ReportSchedules.View", "ContactSearch.View");
    private static final List<String> MANAGEMENT = List.of(
            "AccessMetrics",
            "BasicAgentAccess",
            "ContactSearch.View",
            "MetricsReports.Create",
            "MetricsReports.View",
            "OutboundCallAccess",
            "Queues.Edit",
            "Queues.View",
            "RoutingPolicies.Edit",
            "RoutingPolicies.View",
            "Users.Create",
            "Users.Edit",
            "Users.View");

    /** Some of the rights that a new instance's own profiles have (Administrator Guide, "Default security profiles"). */
    private static final Map<String, List<String>> SECURITY = Map.of(
            "Admin",
            Stream.concat(
                            MANAGEMENT.stream(),
                            Stream.of(
                                    "ContactFlows.Create",
                                    "ContactFlows.Edit",
                                    "ContactFlows.Publish",
                                    "PhoneNumbers.Claim",
                                    "SecurityProfiles.Create",
                                    "SecurityProfiles.Delete",
                                    "SecurityProfiles.Edit",
                                    "SecurityProfiles.View",
                                    "Users.Delete",
                                    "Users.EditPermission"))
                    .toList(),
            "Agent",
            AGENT,
            "CallCenterManager",
            MANAGEMENT,
            "QualityAnalyst",
            QUALITY);

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

    @JsonCreator
    ConnectInstance(
            @JacksonInject World world,
            @JsonProperty("accountId") String accountId,
            @JsonProperty("region") String region,
            @JsonProperty("id") String id,
            @JsonProperty("configuration") Configuration configuration,
            @JsonProperty("creation") Creation creation) {
        this.id = id;
        this.accountId = accountId;
        this.region = region;
        this.configuration = configuration;
        this.creation = creation;
        this.createdTime = world.now();
        this.world = world;
        this.users = world.replicated();
        for (String name : List.of("Admin", "Agent", "CallCenterManager", "QualityAnalyst")) {
            securityProfiles.add(profile("security-profile", name, SECURITY.getOrDefault(name, List.of())));
        }
        routingProfiles.add(profile("routing-profile", "Basic Routing Profile", List.of()));
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

    /** Makes a security profile, as an administrator of the instance does. */
    public synchronized Profile addSecurityProfile(String name, String... permissions) {
        Profile added = profile("security-profile", name, List.of(permissions));
        securityProfiles.add(added);
        return added;
    }

    /** Edits what a security profile permits, as an administrator of the instance does. */
    public synchronized void editSecurityProfile(String name, String... permissions) {
        securityProfiles.replaceAll(profile -> profile.name().equals(name)
                ? new Profile(profile.id(), profile.arn(), name, List.of(permissions))
                : profile);
    }

    private Profile profile(String kind, String name, List<String> permissions) {
        String profileId = world.ids().uuid();
        return new Profile(profileId, arn() + "/" + kind + "/" + profileId, name, permissions);
    }
}
