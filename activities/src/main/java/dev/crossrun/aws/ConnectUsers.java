package dev.crossrun.aws;

import dev.crossrun.activity.ConnectActivities.InstanceKey;
import dev.crossrun.activity.ConnectActivities.NewUser;
import dev.crossrun.activity.ConnectActivities.NewUsers;
import dev.crossrun.activity.ConnectActivities.ProfileQuery;
import dev.crossrun.activity.ConnectActivities.Profiles;
import dev.crossrun.activity.ConnectActivities.RemovableUser;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.Place;
import dev.crossrun.batch.ItemByItem;
import dev.crossrun.domain.Username;
import dev.crossrun.pace.Pace;
import dev.crossrun.run.effect.Removal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.connect.model.PhoneType;
import software.amazon.awssdk.services.connect.model.UserSearchSummary;

/** Users of Connect instances, and their profiles. */
final class ConnectUsers {
    private final AwsAccounts accounts;
    private final Quotas quotas;

    /** Of each of the other operations. */
    private final Pace<Place> pace;

    /** Of SearchUsers. */
    private final Pace<Place> searchPace;

    ConnectUsers(AwsAccounts accounts) {
        this.accounts = accounts;
        this.pace = accounts.connectPace(1);
        this.searchPace = accounts.connectPace(4);
        this.quotas = new Quotas(accounts);
    }

    Profiles profiles(ProfileQuery query) {
        InstanceKey key = query.instance();
        ConnectClient connect = accounts.connect(key.place());
        Map<String, String> routing = new TreeMap<>();
        Map<String, String> security = new TreeMap<>();
        AwsFailures.translating("listing the profiles of Connect instance " + key.id(), () -> {
            connect.listRoutingProfilesPaginator(
                            request -> request.instanceId(key.id().value()).maxResults(1000))
                    .routingProfileSummaryList()
                    .forEach(profile -> routing.put(profile.name(), profile.id()));
            connect.listSecurityProfilesPaginator(
                            request -> request.instanceId(key.id().value()).maxResults(1000))
                    .securityProfileSummaryList()
                    .forEach(profile -> security.put(profile.name(), profile.id()));
            return routing;
        });
        Map<String, List<String>> permissions = new TreeMap<>();
        query.permissionsOf()
                .forEach(name -> Optional.ofNullable(security.get(name))
                        .ifPresent(id -> permissions.put(name, permissions(key, name, id))));
        return new Profiles(routing, security, permissions);
    }

    private List<String> permissions(InstanceKey key, String name, String id) {
        ConnectClient connect = accounts.connect(key.place());
        pace.await(key.place());
        return AwsFailures.translating(
                "listing the permissions of the security profile " + name,
                () -> connect
                        .listSecurityProfilePermissionsPaginator(
                                request -> request.instanceId(key.id().value())
                                        .securityProfileId(id)
                                        .maxResults(1000))
                        .permissions()
                        .stream()
                        .sorted()
                        .toList());
    }

    /** All of them: a search for a name, at two calls a second, costs more than the few pages of 500 that there are. */
    List<UserSearchSummary> all(InstanceKey key) {
        ConnectClient connect = accounts.connect(key.place());
        return AwsFailures.translating(searching(key), () -> search(connect, key));
    }

    private List<UserSearchSummary> search(ConnectClient connect, InstanceKey key) {
        searchPace.await(key.place());
        return connect
                .searchUsersPaginator(
                        request -> request.instanceId(key.id().value()).maxResults(500))
                .users()
                .stream()
                .toList();
    }

    private static String searching(InstanceKey key) {
        return "searching the users of Connect instance " + key.id();
    }

    /** Names of the users that do not bear the mark. */
    List<String> foreign(InstanceKey key, String mark) {
        return all(key).stream()
                .filter(user -> !Marks.isOurs(Marks.of(user.tags()), mark))
                .map(UserSearchSummary::username)
                .sorted()
                .toList();
    }

    /** One after the other; who is there already was created by an earlier attempt, or by somebody else. */
    List<ItemResult> create(NewUsers wanted) {
        There there = new There();
        return ItemByItem.put(wanted.users(), ItemByItem::isDenied, (user, note) -> {
            pace.await(wanted.instance().place());
            return create(wanted, user) ? ItemResult.done() : whose(wanted, user, there);
        });
    }

    private static ItemResult whose(NewUsers wanted, NewUser user, There there) {
        UserSearchSummary found = there.find(wanted.instance(), user.username())
                .orElseThrow(() -> FailureType.NOT_READY.failure(
                        thing(user.username().value()) + " is there already, but Connect does not show it yet"));
        return Marks.isOurs(Marks.of(found.tags()), wanted.mark()) ? ItemResult.done() : ItemResult.there();
    }

    /** One after the other, as {@link #create(NewUsers)}. */
    List<Removal> remove(List<RemovableUser> removable, boolean preview) {
        There there = new There();
        return ItemByItem.remove(
                removable,
                (wanted, note) -> there.find(wanted.instance(), wanted.username())
                        .map(user -> remove(wanted, user, preview))
                        .orElseGet(Removal::gone));
    }

    /** The users of each instance, as they are when somebody first looks for one. */
    private final class There {
        private final Map<InstanceKey, Map<String, UserSearchSummary>> users = new HashMap<>();

        Optional<UserSearchSummary> find(InstanceKey instance, Username username) {
            return Optional.ofNullable(
                    users.computeIfAbsent(instance, ConnectUsers.this::byName).get(username.value()));
        }
    }

    /** Empty if the instance is gone. */
    private Map<String, UserSearchSummary> byName(InstanceKey key) {
        ConnectClient connect = accounts.connect(key.place());
        Map<String, UserSearchSummary> users = new HashMap<>();
        AwsFailures.found(searching(key), () -> search(connect, key))
                .orElseGet(List::of)
                .forEach(user -> users.put(user.username(), user));
        return users;
    }

    private Removal remove(RemovableUser wanted, UserSearchSummary user, boolean preview) {
        Optional<String> mark = Marks.of(user.tags());
        if (!Marks.isOurs(mark, wanted.mark())) {
            return Removal.foreign(thing(user.username()), mark);
        }
        return preview ? Removal.removed() : delete(wanted, user);
    }

    /** The search was a while ago, and may be late itself: what the user says now counts. */
    private Removal delete(RemovableUser wanted, UserSearchSummary user) {
        pace.await(wanted.instance().place());
        ConnectClient connect = accounts.connect(wanted.instance().place());
        String instanceId = wanted.instance().id().value();
        Optional<Optional<String>> mark = AwsFailures.found(
                "reading " + thing(user.username()),
                () -> Marks.of(connect.describeUser(
                                request -> request.instanceId(instanceId).userId(user.id()))
                        .user()
                        .tags()));
        if (mark.isEmpty()) {
            return Removal.gone();
        }
        return Marks.isOurs(mark.get(), wanted.mark())
                ? AwsFailures.removing(
                        "deleting " + thing(user.username()),
                        () -> connect.deleteUser(
                                request -> request.instanceId(instanceId).userId(user.id())))
                : Removal.foreign(thing(user.username()), mark.get());
    }

    private static String thing(String username) {
        return "the Connect user " + username;
    }

    /** Says whether it made the user: the name is the key. */
    private boolean create(NewUsers wanted, NewUser user) {
        ConnectClient connect = accounts.connect(wanted.instance().place());
        return quotas.within(
                wanted.instance().place(),
                Quota.CONNECT_USERS,
                () -> AwsFailures.created(
                        "creating the Connect user " + user.username(),
                        () -> connect.createUser(request -> request.instanceId(
                                        wanted.instance().id().value())
                                .username(user.username().value())
                                .identityInfo(
                                        name -> name.firstName(user.firstName()).lastName(user.lastName()))
                                .phoneConfig(phone -> phone.phoneType(PhoneType.SOFT_PHONE))
                                .routingProfileId(user.routingProfileId())
                                .securityProfileIds(user.securityProfileIds())
                                .tags(Marks.map(wanted.mark())))));
    }
}
