package dev.crossrun.aws;

import dev.crossrun.activity.GroupMembers;
import dev.crossrun.activity.IdentityCenterActivities.Instance;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.IdentityCenterActivities.PrincipalQuery;
import dev.crossrun.activity.IdentityCenterActivities.Principals;
import dev.crossrun.activity.IdentityCenterActivities.User;
import dev.crossrun.activity.IdentityCenterActivities.UserQuery;
import dev.crossrun.activity.Place;
import dev.crossrun.domain.Username;
import dev.crossrun.pace.Pace;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.identitystore.model.AlternateIdentifier;
import software.amazon.awssdk.services.identitystore.model.DescribeUserResponse;
import software.amazon.awssdk.services.identitystore.model.Email;
import software.amazon.awssdk.services.identitystore.model.ListGroupMembershipsResponse;

/** The users and groups of an identity store, by name and by id. */
final class IdentityStore {
    /** The most that the identity store gives on one page. */
    private static final int PAGE = 100;

    private final AwsAccounts accounts;
    private final Pace<Place> pace;

    IdentityStore(AwsAccounts accounts, Pace<Place> pace) {
        this.accounts = accounts;
        this.pace = pace;
    }

    /** Who has been found, by the name that was asked for, for an attempt that goes on. */
    record Progress(Map<String, User> users, Map<String, Principal> groups) {
        Progress {
            users = Map.copyOf(users);
            groups = Map.copyOf(groups);
        }
    }

    /** One after the other; a heartbeat keeps who has been found, so that another attempt looks only for the others. */
    Principals find(PrincipalQuery query) {
        ActivityExecutionContext activity = Activity.getExecutionContext();
        Progress earlier =
                activity.getHeartbeatDetails(Progress.class).orElseGet(() -> new Progress(Map.of(), Map.of()));
        Map<String, User> users = new HashMap<>(earlier.users());
        Map<String, Principal> groups = new HashMap<>(earlier.groups());
        Runnable heartbeat = () -> activity.heartbeat(new Progress(users, groups));
        List<String> usernames = query.usernames().stream().map(Username::value).toList();
        usernames.stream().filter(name -> !users.containsKey(name)).forEach(name -> {
            heartbeat.run();
            user(query.instance(), name, heartbeat).ifPresent(user -> users.put(name, user));
        });
        query.groups().stream().filter(name -> !groups.containsKey(name)).forEach(name -> {
            heartbeat.run();
            group(query.instance(), name).ifPresent(group -> groups.put(name, group));
        });
        heartbeat.run();
        List<User> there = inOrder(usernames, users);
        List<String> ids = there.stream().map(User::id).toList();
        List<GroupMembers> members = query.members()
                ? groups.values().stream()
                        .map(group -> members(query.instance(), group, ids, heartbeat))
                        .toList()
                : List.of();
        return new Principals(there, inOrder(query.groups(), groups), members);
    }

    private GroupMembers members(Instance instance, Principal group, List<String> asked, Runnable heartbeat) {
        Set<String> ids = new HashSet<>();
        Optional<String> token = Optional.empty();
        do {
            heartbeat.run();
            ListGroupMembershipsResponse page = page(instance, group, token);
            page.groupMemberships().stream()
                    .map(membership -> membership.memberId().userId())
                    .forEach(ids::add);
            token = Optional.ofNullable(page.nextToken());
        } while (token.isPresent());
        return GroupMembers.among(asked, group.id(), ids);
    }

    private ListGroupMembershipsResponse page(Instance instance, Principal group, Optional<String> token) {
        IdentitystoreClient store = store(instance);
        return AwsFailures.translating(
                "listing the members of group " + group.name() + " of the identity store",
                () -> store.listGroupMemberships(request -> request.identityStoreId(instance.identityStoreId())
                        .groupId(group.id())
                        .maxResults(PAGE)
                        .nextToken(token.orElse(null))));
    }

    private static <T> List<T> inOrder(List<String> names, Map<String, T> found) {
        return names.stream()
                .flatMap(name -> Optional.ofNullable(found.get(name)).stream())
                .toList();
    }

    private Optional<User> user(Instance instance, String username, Runnable heartbeat) {
        IdentitystoreClient store = store(instance);
        return AwsFailures.found(
                        "looking for user " + username + " in the identity store",
                        () -> store.getUserId(request -> request.identityStoreId(instance.identityStoreId())
                                        .alternateIdentifier(by("userName", username)))
                                .userId())
                .flatMap(id -> {
                    heartbeat.run();
                    return described(instance, id);
                })
                .map(IdentityStore::user);
    }

    private static User user(DescribeUserResponse user) {
        return new User(
                user.userId(), user.userName(), primary(user.emails()), !"DISABLED".equals(user.userStatusAsString()));
    }

    /** One after the other, each with a heartbeat. */
    List<User> describe(UserQuery query) {
        ActivityExecutionContext activity = Activity.getExecutionContext();
        return query.ids().stream()
                .flatMap(id -> {
                    activity.heartbeat(id);
                    return described(query.instance(), id).stream();
                })
                .map(IdentityStore::user)
                .toList();
    }

    private Optional<Principal> group(Instance instance, String name) {
        IdentitystoreClient store = store(instance);
        return AwsFailures.found(
                        "looking for group " + name + " in the identity store",
                        () -> store.getGroupId(request -> request.identityStoreId(instance.identityStoreId())
                                        .alternateIdentifier(by("displayName", name)))
                                .groupId())
                .map(id -> new Principal("GROUP", id, name));
    }

    private Optional<DescribeUserResponse> described(Instance instance, String id) {
        IdentitystoreClient store = store(instance);
        return AwsFailures.found(
                "reading user " + id + " of the identity store",
                () -> store.describeUser(request ->
                        request.identityStoreId(instance.identityStoreId()).userId(id)));
    }

    /** For one call, when its turn has come. */
    private IdentitystoreClient store(Instance instance) {
        pace.await(instance.place());
        return accounts.identityStore(instance.place());
    }

    private static AlternateIdentifier by(String path, String value) {
        return AlternateIdentifier.builder()
                .uniqueAttribute(attribute -> attribute.attributePath(path).attributeValue(Document.fromString(value)))
                .build();
    }

    private static Optional<String> primary(List<Email> emails) {
        return emails.stream()
                .max(Comparator.comparing(email -> Boolean.TRUE.equals(email.primary())))
                .map(Email::value);
    }
}
