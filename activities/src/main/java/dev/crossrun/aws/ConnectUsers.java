package dev.crossrun.aws;

import dev.crossrun.activity.ConnectActivities.InstanceKey;
import dev.crossrun.activity.ConnectActivities.NewUser;
import dev.crossrun.activity.ConnectActivities.NewUsers;
import dev.crossrun.activity.ConnectActivities.Profiles;
import dev.crossrun.activity.ConnectActivities.RemovableUsers;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.Place;
import dev.crossrun.domain.Username;
import dev.crossrun.pace.Pace;
import dev.crossrun.run.effect.Removal;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.connect.model.PhoneType;
import software.amazon.awssdk.services.connect.model.UserSearchSummary;

/** Users of Connect instances, and their profiles. */
final class ConnectUsers {
    private final AwsAccounts accounts;
    private final Quotas quotas;

    /** A little less than the two calls a second that Connect allows for each operation. */
    private final Pace<Place> pace = new Pace<>(1, Duration.ofMillis(520));

    ConnectUsers(AwsAccounts accounts) {
        this.accounts = accounts;
        this.quotas = new Quotas(accounts);
    }

    Profiles profiles(InstanceKey key) {
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
        return new Profiles(routing, security);
    }

    /** All of them: a search for a name, at two calls a second, costs more than the few pages of 500 that there are. */
    List<UserSearchSummary> all(InstanceKey key) {
        ConnectClient connect = accounts.connect(key.place());
        return AwsFailures.translating(searching(key), () -> search(connect, key));
    }

    private static List<UserSearchSummary> search(ConnectClient connect, InstanceKey key) {
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

    /**
     * How far an attempt came, for one that goes on.
     *
     * @param done so many of the users are there
     * @param before by name those of them who were there already
     */
    record Created(int done, List<String> before) {
        Created {
            before = List.copyOf(before);
        }
    }

    /** One after the other; a heartbeat tells how many are done, so that another attempt goes on there. */
    List<Username> create(NewUsers wanted) {
        ActivityExecutionContext activity = Activity.getExecutionContext();
        Created earlier = activity.getHeartbeatDetails(Created.class).orElseGet(() -> new Created(0, List.of()));
        List<String> before = new ArrayList<>(earlier.before());
        List<NewUser> users = wanted.users();
        for (int done = earlier.done(); done < users.size(); done++) {
            pace.await(wanted.instance().place());
            if (!create(wanted, users.get(done))) {
                before.add(users.get(done).username().value());
            }
            activity.heartbeat(new Created(done + 1, before));
        }
        return notOurs(wanted, before);
    }

    /** Who is there already was made by an earlier attempt, or by somebody else. */
    private List<Username> notOurs(NewUsers wanted, List<String> before) {
        if (before.isEmpty()) {
            return List.of();
        }
        Map<String, UserSearchSummary> there = byName(wanted.instance());
        List<String> unseen =
                before.stream().filter(name -> !there.containsKey(name)).toList();
        if (!unseen.isEmpty()) {
            throw FailureType.NOT_READY.failure(
                    "Connect does not show whose the users are that it has already: " + String.join(", ", unseen));
        }
        return before.stream()
                .filter(name -> !Marks.isOurs(
                        Marks.of(Objects.requireNonNull(there.get(name)).tags()), wanted.mark()))
                .map(Username::new)
                .toList();
    }

    /** What became of whom, for an attempt that goes on. */
    record Progress(Map<String, Removal> done) {
        Progress {
            done = Map.copyOf(done);
        }
    }

    /** One after the other, as {@link #create(NewUsers)}. */
    Map<String, Removal> remove(RemovableUsers wanted) {
        ActivityExecutionContext activity = Activity.getExecutionContext();
        Map<String, Removal> done = new TreeMap<>(
                activity.getHeartbeatDetails(Progress.class).map(Progress::done).orElseGet(Map::of));
        Map<String, UserSearchSummary> there = byName(wanted.instance());
        for (Username username : wanted.usernames()) {
            if (!done.containsKey(username.value())) {
                done.put(
                        username.value(),
                        Optional.ofNullable(there.get(username.value()))
                                .map(user -> remove(wanted, user))
                                .orElseGet(Removal::gone));
                activity.heartbeat(new Progress(done));
            }
        }
        return done;
    }

    /** Of an instance that is gone there is none. */
    private Map<String, UserSearchSummary> byName(InstanceKey key) {
        ConnectClient connect = accounts.connect(key.place());
        Map<String, UserSearchSummary> users = new HashMap<>();
        AwsFailures.found(searching(key), () -> search(connect, key))
                .orElseGet(List::of)
                .forEach(user -> users.put(user.username(), user));
        return users;
    }

    private Removal remove(RemovableUsers wanted, UserSearchSummary user) {
        Optional<String> mark = Marks.of(user.tags());
        if (!Marks.isOurs(mark, wanted.mark())) {
            return Removal.foreign(thing(user.username()), mark);
        }
        return wanted.preview() ? Removal.removed() : delete(wanted, user);
    }

    /** The search was a while ago, and may be late itself: what the user says now counts. */
    private Removal delete(RemovableUsers wanted, UserSearchSummary user) {
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
