package dev.crossrun.aws;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.batch.ItemByItem;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Username;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.connect.model.InstanceStatus;
import software.amazon.awssdk.services.connect.model.InstanceStatusReason;
import software.amazon.awssdk.services.connect.model.UserIdentityInfoLite;
import software.amazon.awssdk.services.connect.model.UserSearchSummary;

/** Amazon Connect. */
public final class ConnectActivitiesImpl implements ConnectActivities {
    private final ConnectInstances instances;
    private final ConnectUsers users;

    public ConnectActivitiesImpl(AwsAccounts accounts, Clock clock) {
        this.users = new ConnectUsers(accounts);
        this.instances = new ConnectInstances(accounts, users, clock);
    }

    @Override
    public Limits readLimits(Alias alias) {
        return instances.limits(alias);
    }

    @Override
    public Found findInstance(Alias alias) {
        return instances.find(alias);
    }

    @Override
    public InstanceId putInstance(NewInstance instance) {
        return instances.put(instance);
    }

    @Override
    public Instance awaitInstance(InstanceKey key) {
        software.amazon.awssdk.services.connect.model.Instance instance = instances.describeNew(key);
        if (instance.instanceStatus() == InstanceStatus.CREATION_FAILED) {
            String reason = Optional.ofNullable(instance.statusReason())
                    .map(InstanceStatusReason::message)
                    .orElse("no reason");
            throw FailureType.CONFLICT.failure(
                    "Connect could not create the instance: " + reason,
                    "Correct what Connect names, then try again: that creates another one, which counts against 100"
                            + " creations and deletions in 30 days.");
        }
        if (instance.instanceStatus() != InstanceStatus.ACTIVE) {
            throw FailureType.NOT_READY.failure("the instance is " + instance.instanceStatusAsString());
        }
        return instance(instance);
    }

    @Override
    public Profiles findProfiles(ProfileQuery query) {
        return users.profiles(query);
    }

    @Override
    public List<ItemResult> createUsers(NewUsers wanted) {
        return users.create(wanted);
    }

    @Override
    public List<Removal> removeUsers(List<RemovableUser> removable, UndoPass pass) {
        return users.remove(removable, pass.preview());
    }

    @Override
    public List<Removal> removeInstances(List<RemovableInstance> removable, UndoPass pass) {
        return ItemByItem.remove(removable, (instance, note) -> instances.remove(instance, pass.preview(), note));
    }

    @Override
    public Instance describeInstance(InstanceKey key) {
        return instance(instances.describe(key));
    }

    private static Instance instance(software.amazon.awssdk.services.connect.model.Instance instance) {
        return new Instance(
                new InstanceId(instance.id()),
                instance.arn(),
                Optional.ofNullable(instance.instanceAlias()),
                instance.identityManagementTypeAsString(),
                instance.instanceStatusAsString());
    }

    @Override
    public Users findUsers(UserQuery query) {
        Map<String, User> there = new TreeMap<>();
        users.all(query.instance()).forEach(user -> there.put(user.username(), user(user)));
        List<String> wanted = query.usernames().stream().map(Username::value).toList();
        Set<String> ignoringCase = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        ignoringCase.addAll(wanted);
        return new Users(
                wanted.stream()
                        .flatMap(name -> Optional.ofNullable(there.get(name)).stream())
                        .toList(),
                there.keySet().stream()
                        .filter(name -> ignoringCase.contains(name) && !wanted.contains(name))
                        .toList());
    }

    private static User user(UserSearchSummary user) {
        Optional<UserIdentityInfoLite> name = Optional.ofNullable(user.identityInfo());
        return new User(
                user.username(),
                name.map(UserIdentityInfoLite::firstName).orElse(""),
                name.map(UserIdentityInfoLite::lastName).orElse(""),
                Optional.ofNullable(user.routingProfileId()).orElse(""),
                user.securityProfileIds(),
                Marks.of(user.tags()));
    }
}
